"""Whose paper it is: the name at its head, where it is dated, and who signs by office."""

from dataclasses import dataclass
from datetime import date

from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.rendering.documents import Letterhead, Signature, issuer_lines

_COMMITTEE = "Ủy ban nhân dân"
# Who heads a unit; other residential areas have a "trưởng" of their own word.
_HEADS = {
    UnitKind.TO_DAN_PHO: "Tổ trưởng tổ dân phố",
    UnitKind.TO_LIEN_GIA: "Tổ trưởng tổ liên gia",
    UnitKind.TRUONG_HOC: "Hiệu trưởng",
    UnitKind.DOANH_NGHIEP: "Giám đốc",
    UnitKind.HOP_TAC_XA: "Giám đốc",
    UnitKind.CO_QUAN: "Thủ trưởng cơ quan",
}
_GOVERNED = (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Whose paper it is: the name at its head, where it is written, and who signs.

    `short` stands in the paper's symbol after its kind ("BC-UBND"); empty leaves room for it. Without `has_register`
    the paper has no number.
    """

    name: str
    place: str
    head: str
    superior: str = ""
    short: str = ""
    forms: tuple[str, ...] = ()
    has_register: bool = True

    def letterhead(self, kind: str, *, year: int, day: date | None = None) -> Letterhead:
        """The top of a paper of a kind told by its letters ("BC"; empty: papers of this kind have no number)."""
        symbol = f"{kind}-{self.short or '…………'}" if kind and self.has_register else ""
        return Letterhead(
            superior=self.superior, issuer=issuer_lines(self.name), symbol=symbol, place=self.place, year=year, day=day
        )

    @property
    def signature(self) -> Signature:
        """Who signs for the unit."""
        return Signature(forms=self.forms, title=self.head)


def author_of(kind: UnitKind, *, full_name: str, name: str, place: str, superior: str = "") -> Author:
    """The author that a unit of this kind is.

    `full_name` is "Thôn Mẫu 1", `name` the same without the word for the kind, `place` where papers of the unit are
    dated, `superior` the unit above it ("Xã Mẫu").
    """
    if kind.subject in _GOVERNED:
        body = f"{_COMMITTEE} {kind.vietnamese} {name}"
        return Author(name=body, place=place, head="Chủ tịch", short="UBND", forms=(f"TM. {_COMMITTEE}",))
    head = _HEADS.get(kind, f"Trưởng {kind.vietnamese}")
    return Author(name=full_name, place=place, head=head, superior=superior, has_register=kind.has_seal)
