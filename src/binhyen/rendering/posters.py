"""A list for the wall: large letters on A3, or the same on A4."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from binhyen.rendering.documents import ILLUSTRATION_MARK, Column, clean
from binhyen.rendering.pdf import printable, typeset

Size = Literal["a3", "a4"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Who announces (`issuer` line by line), what, the list, and what stands under it."""

    issuer: tuple[str, ...]
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    place_line: str
    illustrative: bool = False


def render(poster: Poster, *, size: Size, made_at: datetime) -> bytes:
    """The poster as PDF/A-2u. Raises what `pdf.render` raises."""
    data = asdict(poster) | {"mark": clean(ILLUSTRATION_MARK) if poster.illustrative else ""}
    return typeset("poster.typ", {"poster": printable(data), "size": size}, made_at=made_at)
