"""Phiếu xác nhận số liệu: what was noted for a unit, to be read, corrected by hand and signed; one page or more each."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from binhyen.rendering.documents import ILLUSTRATION_MARK
from binhyen.rendering.pdf import printable, typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedLine:
    """One figure: its value as it is printed, empty where it is not known, and how it reached us."""

    name: str
    measure: str
    value: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationSheet:
    """What one sheet says; everything as it is printed. Who signs writes their own name."""

    unit: str
    purpose: str
    period: str
    lines: tuple[ConfirmedLine, ...]
    illustrative: bool = False


def render(sheets: Sequence[ConfirmationSheet], *, made_at: datetime) -> bytes:
    """The sheets as one PDF/A-2u on A4, each beginning on a page of its own.

    Raises InputProblems for a letter that the typeface does not have, ValueError where there is nothing to print.
    """
    if not sheets:
        raise ValueError("there is no sheet to set")
    data = {"sheets": [printable(asdict(one)) for one in sheets], "mark": ILLUSTRATION_MARK}
    return typeset("confirmation.typ", data, made_at=made_at)
