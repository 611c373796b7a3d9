"""Giấy công nhận: one page for each unit, as PDF, all units of a decision in one file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from binhyen.rendering.documents import ILLUSTRATION_MARK, Signature
from binhyen.rendering.pdf import printable, typeset
from binhyen.rendering.qr import drawings

# Tags for screen readers take most of the time once there are codes. A file of thousands goes to a printer.
_MOST_TAGGED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What one certificate says; everything as it is printed.

    `authority` recognises ("Chủ tịch Ủy ban nhân dân xã Mẫu"), `unit` is recognised, `honour` is what it reached
    ("Đạt tiêu chuẩn “…” năm 2021"), `decision` cites the act behind it, with room for number and day on a draft.
    `link` is the public page that says whether the certificate is in force; it is drawn as a QR code that holds
    nothing else, and left out where it is empty.
    """

    authority: str
    unit: str
    honour: str
    decision: str
    place_line: str
    signature: Signature
    link: str = ""
    illustrative: bool = False


def render(certificates: Sequence[Certificate], *, made_at: datetime) -> bytes:
    """The certificates as one PDF/A-2u, a page of A4 (landscape) each, in the order given.

    The same data and instant give the same bytes. Raises InputProblems for a letter that the typeface does not have,
    Misconfigured when the typeface was not installed, ValueError where links differ in length or there is nothing
    to print.
    """
    if not certificates:
        raise ValueError("there is no certificate to set")
    linked = [one.link for one in certificates if one.link]
    codes = iter(drawings(linked))
    data = {
        "certificates": [_printed(one) for one in certificates],
        "codes": [next(codes) if one.link else "" for one in certificates],
        "mark": ILLUSTRATION_MARK,
    }
    return typeset("certificate.typ", data, made_at=made_at, tagged=len(certificates) <= _MOST_TAGGED)


def _printed(one: Certificate) -> dict[str, object]:
    """The data of a page. The address is broken once, before its last part: chances to break after every letter, which
    long words get elsewhere, would double the time of the whole."""
    page, _, rest = one.link.rstrip("/").rpartition("/")
    texts = {name: printable(value) for name, value in asdict(one).items() if name != "link"}
    return {**texts, "link_lines": [f"{page}/", f"{rest}/"] if one.link else []}
