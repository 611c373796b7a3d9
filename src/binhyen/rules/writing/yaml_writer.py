"""A rulebook as YAML in our own order: every scalar a text to our reader, one key a line, short parts on one line."""

import re
from typing import Any, Final

import yaml

from binhyen.rules.model.rulebook import Rulebook

_WIDTH: Final = 118
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_ODD_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_TAG: Final = "tag:yaml.org,2002:"
_ONE_LINE: Final = frozenset(("from", "to", "deduct"))
# Codes stand in quotes throughout, so that 2.10 never looks like a number; what is a number stands without.
_QUOTED: Final = frozenset(("code", "version", "day"))
_NUMBERS: Final = frozenset(("points", "total", "max", "each", "year"))


def rulebook_yaml(rulebook: Rulebook) -> str:
    """The text of a rulebook file. Loading it gives the same rulebook, with the same content hash."""
    blocks = []
    for key, value in rulebook.canonical().items():
        part = {key: _marked(value, key)}
        text = yaml.dump(part, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
        blocks.append(f"\n{text}" if isinstance(value, list | dict) else text)
    return "".join(blocks)


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _Quoted(str):
    """A text in double quotes."""

    __slots__ = ()


class _Plain(str):
    """A number or a day, as people write it."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Quotes whatever YAML would take for something else than text; sets items of lists in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand under their key, set in by two."""
        del indentless
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Our reader refuses aliases: what is equal is written twice."""
        del data
        return True


def _plain(dumper: yaml.SafeDumper, text: _Plain) -> yaml.ScalarNode:
    kind = "timestamp" if _DAY.fullmatch(text) else "float" if "." in text else "int"
    return dumper.represent_scalar(_TAG + kind, str(text))


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar(f"{_TAG}str", str(text), style='"')


def _flow(dumper: yaml.SafeDumper, part: _Flow) -> yaml.MappingNode:
    return dumper.represent_mapping(f"{_TAG}map", part, flow_style=True)


_Dumper.add_representer(_Plain, _plain)
_Dumper.add_representer(_Quoted, _quoted)
_Dumper.add_representer(_Flow, _flow)


def _marked(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        inner = {name: _marked(part, name) for name, part in value.items()}
        return _Flow(inner) if key in _ONE_LINE else inner
    if isinstance(value, list):
        return [_marked(part) for part in value]
    text = str(value)
    if key in _QUOTED:
        return _Quoted(text)
    if _ODD_BREAK.search(text):
        return _Quoted(text)  # in single quotes YAML folds such a break into a space
    return _Plain(text) if _DAY.fullmatch(text) or (key in _NUMBERS and _NUMBER.fullmatch(text)) else text
