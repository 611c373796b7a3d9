"""Local units about to be made: what their parents were and became, and everything that speaks against them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from binhyen.kernel import text
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import Problem
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.sheets.refusals import refused_number
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import key, named, searchable
from binhyen.units.numbers import number_problems
from binhyen.units.spans import OPEN_END, Link, Span, Step

LISTED_SUBJECTS = (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)
_LONGEST_NAME = 200
# "Hộ Phòng" is a place and "hộ kinh doanh" a business; a family is named by its head.
_HOUSEHOLD = re.compile(r"(?:hộ gia đình|gia đình|hộ (?:ông|bà|anh|chị|cô|chú))(?!\w)", re.IGNORECASE)
# What the areas of a commune are called where it is a xã, and where it is a phường.
_OF_XA = {UnitKind.THON, UnitKind.LANG, UnitKind.BAN, UnitKind.AP, UnitKind.BUON, UnitKind.XOM}
_OF_PHUONG = {UnitKind.TO_DAN_PHO, UnitKind.KHU_PHO}


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made. `parent` overrides the one given for all; `place` is where problems point to."""

    name: str
    kind: UnitKind
    parent: UUID | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    identifiers: tuple[tuple[str, str], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Above:
    """The parents of new units, and who follows them: their lives, what stands above them, whether invented."""

    ids: tuple[UUID, ...]
    versions: dict[UUID, list[UnitVersion]]
    links: dict[UUID, list[Link]]
    heirs: dict[UUID, UUID]
    invented: frozenset[UUID]

    @classmethod
    def of(cls, parents: Iterable[UUID]) -> "Above":
        """Read the parents and their heirs, in a query for each of the three tables and each merger."""
        asked = tuple(dict.fromkeys(parents))
        heirs = heirs_of(asked)
        everyone = {*asked, *heirs, *heirs.values()}
        versions: dict[UUID, list[UnitVersion]] = {}
        known = UnitVersion.objects.filter(unit__in=everyone).select_related("unit").order_by("valid_to")
        for version in known:
            versions.setdefault(version.unit_id, []).append(version)
        links: dict[UUID, list[Link]] = {}
        for row in Lineage.objects.filter(descendant__in=everyone):
            span = Span.between(row.valid_from, row.valid_to)
            links.setdefault(row.descendant_id, []).append(Link(row.ancestor_id, row.depth, span))
        invented = frozenset(unit for unit, lives in versions.items() if lives[0].unit.is_sample)
        return cls(asked, versions, links, heirs, invented)

    def life(self, unit: UUID) -> Span:
        """From the first to the last day of a unit."""
        return max((link.span for link in self.links[unit] if link.depth == 0), key=lambda span: span.end)

    def version_on(self, unit: UUID, day: date) -> UnitVersion | None:
        """What the parent was on a day."""
        return next((version for version in self.versions.get(unit, ()) if version.holds_on(day)), None)


def heirs_of(units: Iterable[UUID]) -> dict[UUID, UUID]:
    """Unit → the one unit that it wholly became part of, over as many mergers as there were."""
    heirs: dict[UUID, UUID] = {}
    asked = set(units)
    while asked:
        whole = Succession.objects.filter(predecessor__in=asked, extent=Succession.Extent.WHOLE)
        found = {row.predecessor_id: row.successor_id for row in whole if row.predecessor_id != row.successor_id}
        heirs |= found
        asked = set(found.values()) - heirs.keys()
    return heirs


@dataclass(slots=True)
class Plan:
    """One unit about to be made."""

    unit: Unit
    row: NewUnit
    name: str
    full_name: str
    steps: list[Step]
    problems: list[Problem]

    @classmethod
    def of(cls, row: NewUnit, above: Above, valid_from: date | None, *, is_sample: bool) -> "Plan":
        """Plan one unit; whatever is wrong with it is collected, not raised."""
        name, full_name = named(row.kind, row.name)
        is_sample = is_sample or row.parent in above.invented
        problems = [*name_problems(row.name, name, row.place), *number_problems(row.identifiers, row.place)]
        problems += _kind_problems(row, above, full_name, is_sample=is_sample)
        steps: list[Step] = []
        if row.parent is None:
            steps = [Step(None, Span.between(valid_from, None))]
        elif row.parent not in above.versions:
            problems.append(Problem("khong_co_don_vi_cha", "Không có đơn vị cha này.", row.place))
        else:
            steps, late = _steps(row, above, valid_from)
            problems += late
        unit = Unit(origin=Unit.Origin.LOCAL, is_sample=is_sample, id=new_id())
        return cls(unit, row, name, full_name, steps, problems)

    @property
    def parent(self) -> UUID | None:
        """What the unit stands below today."""
        return self.steps[-1].parent if self.steps else None

    @property
    def folded(self) -> str:
        """What search will look in."""
        return searchable([self.name, self.full_name])


def name_problems(typed: str, name: str, place: str = "") -> Iterable[Problem]:
    """What speaks against a name: as it was typed, and without the word for the kind."""
    if not key(name):
        yield Problem("thieu_ten", "Thiếu tên đơn vị.", place, "Ghi tên đơn vị.")
    if refused := refused_number(typed):
        yield Problem("ten_bi_tu_choi", refused, place, "Ghi tên đơn vị như trong văn bản thành lập.")
    if _HOUSEHOLD.match(text.squeeze(typed)):
        yield Problem(
            "ho_khong_la_don_vi",
            "Hộ gia đình không phải là đơn vị; hệ thống chỉ giữ số hộ của khu dân cư.",
            place,
            "Nhập số hộ đăng ký, số hộ đạt vào số liệu của khu dân cư.",
        )
    if len(name) > _LONGEST_NAME:
        yield Problem("ten_qua_dai", f"Tên đơn vị dài hơn {_LONGEST_NAME} ký tự.", place, "Ghi tên như trong văn bản.")


def _kind_problems(row: NewUnit, above: Above, full_name: str, *, is_sample: bool) -> Iterable[Problem]:
    if row.parent in above.invented or (is_sample and row.parent is None):
        return
    if is_sample:
        yield Problem("mau_duoi_that", f"{full_name}: đơn vị minh hoạ không được đặt dưới đơn vị có thật.", row.place)
    elif row.parent is None:
        yield Problem("thieu_don_vi_cha", f"{full_name}: thiếu đơn vị cha.", row.place, "Chọn xã, phường, đặc khu.")
    elif row.kind.subject in LISTED_SUBJECTS:
        yield Problem(
            "don_vi_hanh_chinh",
            f"{full_name}: {row.kind.vietnamese} thuộc danh mục quốc gia, không lập tại địa phương.",
            row.place,
            "Tìm đơn vị này trong danh mục.",
        )


def _steps(row: NewUnit, above: Above, valid_from: date | None) -> tuple[list[Step], list[Problem]]:
    """The unit's parents over time: the parent, then whoever it wholly became part of."""
    assert row.parent is not None  # noqa: S101 — the caller looked
    parent, life = row.parent, above.life(row.parent)
    start = max(life.start, valid_from or life.start)
    if (valid_from and valid_from < life.start) or start >= life.end:
        return [], [_outside(row, life, start)]
    steps = [Step(parent, Span(start, life.end))]
    while life.end != OPEN_END:
        if parent not in above.heirs:
            return [], [_split(row, life)]
        parent, ended = above.heirs[parent], life.end
        life = above.life(parent)
        steps.append(Step(parent, Span(ended, life.end)))
    return steps, []


def _outside(row: NewUnit, life: Span, start: date) -> Problem:
    if start < life.end:
        return Problem(
            "cha_chua_co",
            f"Đơn vị cha chỉ có từ ngày {text.day(life.start)}.",
            row.place,
            f"Ghi ngày từ {text.day(life.start)}, hoặc chọn đơn vị cha của thời gian trước đó.",
        )
    return Problem("cha_da_het", f"Đơn vị cha đã kết thúc ngày {text.day(life.end)}.", row.place, "Chọn đơn vị kế tục.")


def _split(row: NewUnit, life: Span) -> Problem:
    return Problem(
        "cha_da_chia",
        f"Đơn vị cha đã chia tách hoặc giải thể ngày {text.day(life.end)}, chưa rõ đơn vị này về đâu.",
        row.place,
        "Chọn đơn vị hành chính hiện nay làm đơn vị cha.",
    )


def kind_warning(kind: UnitKind, parent: UnitVersion, place: str = "") -> Problem | None:
    """A thôn below a phường, a tổ dân phố below a xã: possible while names are being changed, but worth a look."""
    if (kind in _OF_XA and parent.kind == UnitKind.PHUONG) or (kind in _OF_PHUONG and parent.kind == UnitKind.XA):
        message = f"{kind.vietnamese.capitalize()} đặt dưới {parent.name_in_sentence}."
        return Problem("loai_khac_cap", message, place, "Kiểm tra loại của khu dân cư.", "warning")
    return None
