"""Rulebooks to files that people read and edit."""

from binhyen.rules.writing.yaml_writer import rulebook_yaml

__all__ = ["rulebook_yaml"]
