"""Slips to cut and hand out: eight on a page of A4, each with an address as a QR code and a PIN."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from binhyen.rendering.documents import ILLUSTRATION_MARK
from binhyen.rendering.pdf import printable, typeset
from binhyen.rendering.qr import drawings


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one slip says; everything as it is printed. `link` is drawn as a QR code and printed below it."""

    unit: str
    purpose: str
    link: str
    pin: str
    until: str
    illustrative: bool = False


def render(slips: Sequence[Slip], *, made_at: datetime) -> bytes:
    """The slips as one PDF/A-2u in the order given, with dotted lines to cut along.

    Raises InputProblems for a letter that the typeface does not have, ValueError where links differ in length or there
    is nothing to print.
    """
    if not slips:
        raise ValueError("there is no slip to set")
    data = {
        "slips": [printable(asdict(one)) for one in slips],
        "codes": drawings([one.link for one in slips]),
        "mark": ILLUSTRATION_MARK,
    }
    return typeset("slips.typ", data, made_at=made_at)
