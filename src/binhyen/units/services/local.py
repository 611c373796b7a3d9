"""Units that no national list contains: residential areas, schools, agencies, enterprises, and invented ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from binhyen.accounts import selectors as accounts
from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit import services as audit
from binhyen.kernel import text
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.units.models import Identifier, Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import key, named, searchable
from binhyen.units.selectors.paths import paths_ids
from binhyen.units.services.writing import Row, insert_rows
from binhyen.units.spans import OPEN_END, Ancestry, Link, Span, Step

_LISTED = (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made. `parent` overrides the one given for all; `place` is where problems point to."""

    name: str
    kind: UnitKind
    parent: UUID | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    identifiers: tuple[tuple[str, str], ...] = ()
    place: str = ""


def unit_create(
    *,
    by: User | None,
    name: str,
    kind: UnitKind,
    parent: UUID | None,
    valid_from: date | None = None,
    attributes: Mapping[str, Any] | None = None,
    identifiers: Sequence[tuple[str, str]] = (),
    is_sample: bool = False,
) -> Unit:
    """Make one local unit; see `units_create_many`."""
    row = NewUnit(name, kind, parent, attributes or {}, tuple(identifiers))
    return units_create_many(by=by, rows=[row], parent=parent, valid_from=valid_from, is_sample=is_sample)[0]


@transaction.atomic
def units_create_many(
    *,
    by: User | None,
    rows: Sequence[NewUnit],
    parent: UUID | None,
    valid_from: date | None = None,
    is_sample: bool = False,
    act_key: str | None = None,
) -> list[Unit]:
    """Make local units below `parent` (or below each row's own), in a handful of statements; in the order of `rows`.

    Without `valid_from` a unit begins with its parent. Where the parent wholly became part of one successor since, the
    unit stands below that from then on. What hangs below an invented unit is invented too; only an invented unit may
    stand at the top of a tree, or be of a kind that the national lists hold.
    `by=None` is the installation itself. Raises NotAllowed, or InputProblems that name each row's place.
    """
    rows = [_placed(row, parent) for row in rows]
    above = _Above.of({row.parent for row in rows if row.parent})
    _require_edit(by, above.ids)
    plans = [_Plan.of(row, above, valid_from, is_sample=is_sample) for row in rows]
    problems = [problem for plan in plans for problem in plan.problems]
    problems += _repeated(plans) + _taken(plans)
    if problems:
        raise InputProblems(problems)
    _store(plans, above)
    payload = {"count": len(plans), "names": [plan.full_name for plan in plans[:20]]}
    subjects = [("unit", each) for each in (*above.ids, *(plan.unit.id for plan in plans))][: audit.MOST_SUBJECTS]
    audit.record(by=by, verb="units.created", subjects=subjects, payload=payload, act_key=act_key)
    return [plan.unit for plan in plans]


def _placed(row: NewUnit, parent: UUID | None) -> NewUnit:
    own = row.parent or parent
    return NewUnit(row.name, row.kind, own, row.attributes, row.identifiers, row.place)


def _require_edit(by: User | None, parents: Iterable[UUID]) -> None:
    if by is None:
        return
    powers, paths = accounts.powers_of(by), paths_ids(parents)
    if not paths:
        raise NotAllowed(Act.UNITS_EDIT.value)
    for parent in parents:
        powers.require(Act.UNITS_EDIT, paths.get(parent, ()))


@dataclass(frozen=True, slots=True)
class _Above:
    """The parents of new units, and who follows them: their lives, what stands above them, whether invented."""

    ids: tuple[UUID, ...]
    versions: dict[UUID, list[UnitVersion]]
    links: dict[UUID, list[Link]]
    heirs: dict[UUID, UUID]
    invented: frozenset[UUID]

    @classmethod
    def of(cls, parents: Iterable[UUID]) -> "_Above":
        asked = tuple(dict.fromkeys(parents))
        heirs = _heirs(asked)
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


def _heirs(units: Iterable[UUID]) -> dict[UUID, UUID]:
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
class _Plan:
    """One unit about to be made."""

    unit: Unit
    row: NewUnit
    name: str
    full_name: str
    steps: list[Step]
    problems: list[Problem]

    @classmethod
    def of(cls, row: NewUnit, above: _Above, valid_from: date | None, *, is_sample: bool) -> "_Plan":
        name, full_name = named(row.kind, row.name)
        is_sample = is_sample or row.parent in above.invented
        problems = list(_name_problems(row, name))
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
    def folded(self) -> str:
        return searchable([self.name, self.full_name])


def _name_problems(row: NewUnit, name: str) -> Iterable[Problem]:
    if not key(name):
        yield Problem("thieu_ten", "Thiếu tên đơn vị.", row.place, "Ghi tên đơn vị.")
    if len(name) > _LONGEST_NAME:
        yield Problem(
            "ten_qua_dai", f"Tên đơn vị dài hơn {_LONGEST_NAME} ký tự.", row.place, "Ghi tên như trong văn bản."
        )


def _kind_problems(row: NewUnit, above: _Above, full_name: str, *, is_sample: bool) -> Iterable[Problem]:
    if row.parent in above.invented or (is_sample and row.parent is None):
        return
    if is_sample:
        yield Problem("mau_duoi_that", f"{full_name}: đơn vị minh hoạ không được đặt dưới đơn vị có thật.", row.place)
    elif row.parent is None:
        yield Problem("thieu_don_vi_cha", f"{full_name}: thiếu đơn vị cha.", row.place, "Chọn xã, phường, đặc khu.")
    elif row.kind.subject in _LISTED:
        yield Problem(
            "don_vi_hanh_chinh",
            f"{full_name}: {row.kind.vietnamese} thuộc danh mục quốc gia, không lập tại địa phương.",
            row.place,
            "Tìm đơn vị này trong danh mục.",
        )


def _steps(row: NewUnit, above: _Above, valid_from: date | None) -> tuple[list[Step], list[Problem]]:
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


def _repeated(plans: Sequence[_Plan]) -> list[Problem]:
    """Units that exist already, or stand twice in what was given: same parent, kind and name."""
    parents = {step.parent for plan in plans for step in plan.steps[-1:]}
    living = UnitVersion.objects.filter(parent__in=parents - {None}, valid_to__isnull=True)
    seen = {(row.parent_id, row.kind, key(row.name)) for row in living.only("parent_id", "kind", "name")}
    problems = []
    for plan in plans:
        if plan.steps and plan.steps[-1].parent:
            same = (plan.steps[-1].parent, plan.row.kind.value, key(plan.name))
            if same in seen:
                problems.append(
                    Problem("da_co_don_vi", f"Đã có {plan.full_name} ở đây.", plan.row.place, "Dùng đơn vị đã có.")
                )
            seen.add(same)
    return problems


def _taken(plans: Sequence[_Plan]) -> list[Problem]:
    """Identifiers that another unit holds, or that are given twice."""
    wanted = [(identifier, plan) for plan in plans for identifier in plan.row.identifiers]
    if not wanted:
        return []
    values = {value for (_, value), _ in wanted}
    held = set(Identifier.objects.filter(value__in=values).values_list("scheme", "value"))
    problems = []
    for identifier, plan in wanted:
        if identifier in held:
            what = Identifier.Scheme(identifier[0]).label
            problems.append(
                Problem(
                    "trung_ma_so",
                    f"{plan.full_name}: {what} {identifier[1]} đã có ở đơn vị khác.",
                    plan.row.place,
                    "Kiểm tra lại mã số, hoặc dùng đơn vị đã có.",
                )
            )
        held.add(identifier)
    return problems


def _store(plans: Sequence[_Plan], above: _Above) -> None:
    ancestry = Ancestry({plan.unit.id: plan.steps for plan in plans}, above.links)
    insert_rows(Unit, ((plan.unit.id, plan.unit.origin, plan.unit.is_sample) for plan in plans))
    insert_rows(UnitVersion, (_version(plan, step) for plan in plans for step in plan.steps))
    links = ((plan.unit.id, link) for plan in plans for link in ancestry.links(plan.unit.id))
    insert_rows(Lineage, (_lineage(unit, link) for unit, link in links))
    insert_rows(Identifier, ((plan.unit.id, *each) for plan in plans for each in plan.row.identifiers))


def _version(plan: _Plan, step: Step) -> Row:
    span = (step.span.valid_from, step.span.valid_to)
    names = (plan.name, plan.full_name, plan.row.kind.value, "")
    return (plan.unit.id, *names, step.parent, *span, "", plan.folded, dict(plan.row.attributes))


def _lineage(unit: UUID, link: Link) -> Row:
    return (link.ancestor, unit, link.depth, link.span.valid_from, link.span.valid_to, link.span.end == OPEN_END)
