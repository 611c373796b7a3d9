"""The small picture of where a unit comes from and what became of it."""

from collections.abc import Sequence
from typing import Any

from django import template

from binhyen.units.picture import Relative, picture_of

register = template.Library()


@register.inclusion_tag("units/_picture.html")
def family_picture(name: str, before: Sequence[Relative], after: Sequence[Relative]) -> dict[str, Any]:
    """Inline SVG, read out as a sentence; nothing when the unit has neither predecessor nor successor."""
    return {"picture": picture_of(name, before, after)}
