"""Rulebook files to rulebooks: shape, meaning, and every problem with its place."""

from binhyen.rules.loading.circles import programme_circle
from binhyen.rules.loading.confirming import Confirmation, with_confirmed
from binhyen.rules.loading.loader import check_rulebook, load_canonical, load_rulebook
from binhyen.rules.loading.schema import json_schema

__all__ = [
    "Confirmation",
    "check_rulebook",
    "json_schema",
    "load_canonical",
    "load_rulebook",
    "programme_circle",
    "with_confirmed",
]
