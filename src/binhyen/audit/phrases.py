"""Wording of log entries: each feature registers how its acts read in Vietnamese."""

from collections.abc import Callable, Mapping
from typing import Any

Phrase = Callable[[Mapping[str, Any]], str]

_PHRASES: dict[str, Phrase] = {}


def register(verb: str, phrase: Phrase | str) -> None:
    """Say how an act reads: a template over the payload ("Đăng ký {unit}"), or a function of it."""
    _PHRASES[verb] = phrase if callable(phrase) else _template(phrase)


def phrase(verb: str, payload: Mapping[str, Any]) -> str:
    """The act in a Vietnamese sentence; an act that nobody worded shows its own name."""
    wording = _PHRASES.get(verb)
    return wording(payload) if wording else verb


def known_verbs() -> frozenset[str]:
    """Every act that has a wording."""
    return frozenset(_PHRASES)


def _template(text: str) -> Phrase:
    return lambda payload: text.format_map(_Blank(payload))


class _Blank(dict[str, Any]):
    """A payload in which a missing field reads as an ellipsis instead of failing the page."""

    def __missing__(self, key: str) -> str:
        return "…"
