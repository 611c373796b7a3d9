"""The JSON Schema of rulebook files, for editors that check while one types."""

from typing import Any

from binhyen.rules.loading.shape import RulebookShape


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12). Unquoted numbers are allowed where a text is meant: our reader keeps every scalar as text."""
    schema = RulebookShape.model_json_schema(by_alias=True)
    _loosen(schema)
    for part, keys in _REQUIRED.items():
        target = schema if part == "RulebookShape" else schema["$defs"][part]
        target["required"] = [*target.get("required", []), *keys]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Bộ tiêu chí Bình Yên"
    return schema


# Required too, but noted by the builder with words of its own instead of by the shape.
_REQUIRED = {
    "RulebookShape": ("basis", "subjects"),
    "SubjectShape": ("window", "criteria", "levels"),
    "CheckShape": ("rule",),
    "DeductShape": ("count",),
}


def _loosen(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("type") == "string" and "enum" not in part:
            part["type"] = ["string", "number"]
        if part.get("enum") == ["true", "false"]:
            part |= {"type": ["string", "boolean"], "enum": ["true", "false", True, False]}
        part.pop("default", None)
        for value in part.values():
            _loosen(value)
    elif isinstance(part, list):
        for value in part:
            _loosen(value)
