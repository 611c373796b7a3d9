"""The numbers of a cycle added up, by kind of unit and figure: how many reported, what it comes to, what it was a year
before at the same units. Numbers of different windows are left apart, with the reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from binhyen.dossiers.lifecycle import PASSED_ON
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import entry_columns
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.figures.errors import WindowsDiffer
from binhyen.figures.models import Source
from binhyen.figures.selectors import current_values
from binhyen.figures.windows import Counted, change, total
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.types import Answer

_ADDED = (Answer.COUNT, Answer.AMOUNT)
# A commune's number holds those of its villages already, a village's those of its family groups: only kinds that stand
# side by side are added.
_SIDE_BY_SIDE = frozenset(
    {SubjectKind.RESIDENTIAL_AREA, SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.SCHOOL}
)
_Values = Mapping[tuple[UUID, str, Period], Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Change:
    """The same figure at the `units` that reported it in both years."""

    before: Decimal
    now: Decimal
    by: Decimal
    units: int


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over some units. `sum` is the total only where all reported; None where nobody did, or where `refused`
    says why their numbers are not added."""

    name: str
    measure: str
    units: int
    reported: int
    sum: Decimal | None = None
    window: Period | None = None
    change: Change | None = None
    refused: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether everybody reported: only then it is a total."""
        return self.reported == self.units


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one kind of unit, or of kinds that stand side by side (`kinds` more than one)."""

    kinds: tuple[SubjectKind, ...]
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The kinds as people call them."""
        return ", ".join(kind.vietnamese for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Read:
    """The dossiers of a cycle with every number that was reported for them or the year before."""

    dossiers: Mapping[SubjectKind, Sequence[Dossier]]
    values: _Values

    def line(self, figure: FigureDef, kinds: Sequence[SubjectKind]) -> Line:
        chosen = [one for kind in kinds for one in self.dossiers[kind]]
        told = {one.unit_id: found for one in chosen if (found := self._of(figure, one.unit_id, one.window))}
        about = Line(figure.name, figure.unit_of_measure, len(chosen), len(told))
        if not told:
            return about
        try:
            added = total(told.values())
        except WindowsDiffer as error:
            return replace(about, refused=error.message)
        compared = self._change(figure, told)
        return replace(about, sum=added.number, window=added.window, change=compared)

    def _change(self, figure: FigureDef, told: Mapping[UUID, Counted]) -> Change | None:
        earlier = {unit: self._of(figure, unit, now.window.one_year_earlier()) for unit, now in told.items()}
        both = [(before, told[unit]) for unit, before in earlier.items() if before]
        if not both:
            return None
        before, now = total(one for one, _ in both), total(one for _, one in both)
        return Change(before.number, now.number, change(before, now), len(both))

    def _of(self, figure: FigureDef, unit: UUID, window: Period) -> Counted | None:
        order = (Source.OWNER,) if figure.counts == "owner" else (Source.REVIEW, Source.SELF)
        by_source = self.values.get((unit, figure.key, window), {})
        return next((Counted(window, by_source[one]) for one in order if one in by_source), None)


def totals_of(seen: SeenCycle) -> list[Group]:
    """Every kind in its usual order, then kinds that stand side by side, where they report the same figure. Two statements."""
    rules = seen.rules
    read = _read(seen)
    kinds = sorted(read.dossiers, key=lambda kind: kind.place)
    asked = {kind: _figures(seen, kind) for kind in kinds}
    groups = [Group((kind,), tuple(read.line(one, [kind]) for one in asked[kind])) for kind in kinds]
    together: dict[str, list[SubjectKind]] = defaultdict(list)
    for kind in kinds:
        if kind in _SIDE_BY_SIDE:
            for figure in asked[kind]:
                together[figure.key].append(kind)
    shared: dict[tuple[SubjectKind, ...], list[str]] = defaultdict(list)
    for key, having in together.items():
        if len(having) > 1:
            shared[tuple(having)].append(key)
    groups += [
        Group(having, tuple(read.line(rules.figures[key], having) for key in keys)) for having, keys in shared.items()
    ]
    return [group for group in groups if group.lines]


def _figures(seen: SeenCycle, kind: SubjectKind) -> list[FigureDef]:
    if kind not in seen.rules.subjects:
        return []
    columns = entry_columns(seen.rules, kind)
    return [one.figure for one in columns if not one.previous and one.figure.answer in _ADDED]


def _read(seen: SeenCycle) -> _Read:
    dossiers: dict[SubjectKind, list[Dossier]] = defaultdict(list)
    for one in seen.dossiers.exclude(state__in=PASSED_ON).order_by("position"):
        dossiers[SubjectKind(one.subject_kind)].append(one)
    windows = {one.window for some in dossiers.values() for one in some}
    rows = current_values(
        units=seen.dossiers.order_by().values("unit"),
        keys=seen.rules.figures,
        periods=windows | {window.one_year_earlier() for window in windows},
    ).filter(withdrawn=False, number__isnull=False)
    values: dict[tuple[UUID, str, Period], dict[str, Decimal]] = defaultdict(dict)
    told: Iterable[tuple[UUID, str, Period, str, Decimal]] = (
        (unit, key, Period(starts, ends), source, number)
        for unit, key, starts, ends, source, number in rows.values_list(
            "unit", "figure__key", "starts", "ends", "source", "number"
        )
        if number is not None
    )
    for unit, key, window, source, number in told:
        values[unit, key, window][source] = number
    return _Read(dossiers, values)
