"""Facts about many dossiers at once, in the columns that rules speak of, with a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When

from binhyen.dossiers.lifecycle import DECIDED, PASSED_ON, UNREGISTERED
from binhyen.dossiers.models import Basis, CommitteeAnswer, Cycle, Dossier, DossierState, UnitListEntry
from binhyen.dossiers.selectors.calendar import RULE, Moved, letters_of, rule_days
from binhyen.dossiers.selectors.rulebooks import rules_of, same_criteria
from binhyen.figures.across import combined
from binhyen.figures.models import Source
from binhyen.figures.selectors import current_values
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.recognition.models import Recognition
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.rulebook import Rulebook, Subject
from binhyen.rules.model.types import Answer
from binhyen.units.selectors.origins import Origin, origins_of

# On each basis, whose value counts: the first of these that was given. A figure with an owner counts only from the owner.
_ORDER = {
    Basis.SELF: (Source.SELF,),
    Basis.REVIEW: (Source.REVIEW, Source.SELF),
}
# Unit, figure, first day and first day after: windows that begin together are not the same window.
Slot = tuple[UUID, str, date, date]


class Given(NamedTuple):
    """What was answered, without the rest of the value: thousands are read at once."""

    number: Decimal | None
    word: str
    day: date | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class FactsOfCycle:
    """What was read once for a set of dossiers; `of` puts together the facts of one of them."""

    rulebook: Rulebook
    columns: Mapping[SubjectKind, tuple[Column, ...]]
    values: Mapping[Slot, Mapping[str, Given]]
    counts: Mapping[UUID, Mapping[str, int]]
    recognised: Mapping[tuple[UUID, str], bool]
    answers: Mapping[UUID, Mapping[str, Value]]
    # Units of which a figure was corrected by the committee.
    corrected: Set[UUID]
    attributes: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    # What the units were made from, for windows in which they were not there yet.
    origins: Mapping[UUID, Origin] = field(default_factory=dict)
    # What official letters moved, first to last.
    letters: Sequence[Moved] = ()

    def of(self, dossier: Dossier, basis: Basis) -> dict[str, Value]:
        """The facts of a dossier on one basis; what is unknown is left out."""
        facts: dict[str, Value] = {}
        window = dossier.window
        for column in self.columns[SubjectKind(dossier.subject_kind)]:
            value = self._value(dossier, basis, column, window)
            if value is not None:
                facts[column.name] = value
        return facts

    def _value(self, dossier: Dossier, basis: Basis, column: Column, window: Period) -> Value:
        name = column.name
        head, _, rest = name.partition(".")
        if name.startswith(RULE):
            return rule_days(self.letters, dossier).get(name)
        if head == "units":
            return self.counts.get(dossier.unit_id, {}).get(rest, 0)
        if head == "recognised":
            return self.recognised.get((dossier.unit_id, rest))
        if head in ("criterion", "score"):
            # The committee's word exists on its own basis only: a unit does not confirm what it is judged by.
            return self.answers.get(dossier.id, {}).get(name) if basis == Basis.REVIEW else None
        if head == "previous":
            return self._figure(dossier, basis, rest, window.one_year_earlier())
        if rest == "date":
            found = self._find(dossier.unit_id, basis, head, window)
            return found.day if found else None
        return self._figure(dossier, basis, name, window)

    def _figure(self, dossier: Dossier, basis: Basis, key: str, period: Period) -> Value:
        if key not in self.rulebook.figures:
            return None
        value = self._reported(dossier.unit_id, basis, key, period)
        return self.attributes.get(dossier.unit_id, {}).get(key) if value is None else value

    def _reported(self, unit: UUID, basis: Basis, key: str, period: Period) -> Value:
        """What the unit reported; for a window before it was made, what those reported that it was made from."""
        figure = self.rulebook.figures[key]
        if (found := self._find(unit, basis, key, period)) is not None:
            return typed(figure.answer, found)
        origin = self.origins.get(unit)
        if origin is None or origin.divided or origin.began <= period.start:
            return None
        return combined(figure.answer, [self._reported(each, basis, key, period) for each in origin.whole])

    def is_reviewed(self, dossier: Dossier) -> bool:
        """Whether the committee said anything that could make its facts differ from the unit's own."""
        unit = dossier.unit_id
        # Of a unit that was made from others, those may have been corrected.
        return dossier.pk in self.answers or unit in self.corrected or unit in self.origins

    def not_comparable(self, dossier: Dossier) -> tuple[str, ...]:
        """Why figures of the year before cannot be compared: the divided units that this one was made from."""
        return _divided(self.origins, dossier)

    def _find(self, unit: UUID, basis: Basis, key: str, period: Period) -> Given | None:
        figure = self.rulebook.figures[key]
        by_source = self.values.get((unit, key, period.start, period.end), {})
        order = (Source.OWNER,) if figure.counts == "owner" else _ORDER[basis]
        return next((by_source[source] for source in order if source in by_source), None)


def typed(answer: Answer, value: Given) -> Value:
    """A stored value in the type that rules use."""
    if value.withdrawn:
        return None
    match answer:
        case Answer.COUNT:
            return int(value.number) if value.number is not None else None
        case Answer.AMOUNT | Answer.SCORE:
            return value.number
        case Answer.YES_NO | Answer.DOCUMENT | Answer.CONFIRMATION:
            return value.word == "yes" if value.word else None
        case Answer.DATE:
            return value.day
        case _:
            return value.word or None


def facts_of(
    *,
    cycle: Cycle,
    rulebook: Rulebook,
    dossiers: Sequence[Dossier],
    among: QuerySet[Dossier],
    letters: Sequence[Moved] | None = None,
    at: datetime | None = None,
) -> FactsOfCycle:
    """Read everything that these rules ask about these dossiers: eight statements at most, whatever their number, and
    a few more for each merger that lies inside the windows.

    `among` finds the same dossiers in the database; the windows are taken from `dossiers`, which need not be stored so.
    `letters` stand for those of the cycle, as when one more is tried; `at` asks for recognitions as they stood then.
    """
    subjects = list(rulebook.subjects.values())
    windows = {dossier.window for dossier in dossiers}
    origins = _origins(dossiers)
    values = _values(rulebook, windows, among) | _earlier(rulebook, windows, origins)
    return FactsOfCycle(
        rulebook=rulebook,
        columns={subject.kind: _columns(rulebook, subject) for subject in subjects},
        values=values,
        counts=_counts(cycle) if asks_units(subjects) else {},
        recognised=_recognised(subjects, {dossier.unit_id: dossier.ends for dossier in dossiers}, among, at),
        answers=_answers(rulebook, among),
        corrected={unit for (unit, *_), by_source in values.items() if Source.REVIEW in by_source},
        attributes=_attributes(cycle) if any(subject.eligible for subject in subjects) else {},
        origins=origins,
        letters=letters if letters is not None else letters_of(cycle) if asks_deadlines(subjects) else (),
    )


def not_comparable_of(dossiers: Sequence[Dossier]) -> Mapping[UUID, tuple[str, ...]]:
    """Why figures of the year before cannot be compared ("Xã Mẫu chia ngày 01/07/2025"), by dossier; the rest is left
    out. One statement, and a few more for each merger and division that lies inside the windows."""
    origins = _origins(dossiers)
    said = {dossier.pk: _divided(origins, dossier) for dossier in dossiers} if origins else {}
    return {dossier: words for dossier, words in said.items() if words}


def _divided(origins: Mapping[UUID, Origin], dossier: Dossier) -> tuple[str, ...]:
    earlier = dossier.window.one_year_earlier()
    waiting: list[UUID] = [dossier.unit_id]
    said: list[str] = []
    while waiting:
        origin = origins.get(waiting.pop())
        if origin is not None and origin.began > earlier.start:
            said += origin.divided
            waiting += origin.whole
    return tuple(dict.fromkeys(said))


def _origins(dossiers: Sequence[Dossier]) -> Mapping[UUID, Origin]:
    """What the units were made from since the first day that is asked about."""
    if not dossiers:
        return {}
    first = min(dossier.window.one_year_earlier().start for dossier in dossiers)
    return origins_of([dossier.unit_id for dossier in dossiers], first)


def _earlier(
    rulebook: Rulebook, windows: Set[Period], origins: Mapping[UUID, Origin]
) -> dict[Slot, Mapping[str, Given]]:
    """The values of those that the units were made from."""
    units = {unit for origin in origins.values() for unit in origin.whole}
    return _given(rulebook, windows, units) if units else {}


def _columns(rulebook: Rulebook, subject: Subject) -> tuple[Column, ...]:
    """What criteria ask, then what only checks do."""
    asked = {column.name: column for column in (*rulebook.check_columns(subject.kind), *subject.facts_columns())}
    return tuple(asked.values())


def _values(rulebook: Rulebook, windows: Set[Period], among: QuerySet[Dossier]) -> dict[Slot, Mapping[str, Given]]:
    return _given(rulebook, windows, among.order_by().values("unit"))


def _given(
    rulebook: Rulebook, windows: Set[Period], units: Iterable[UUID] | QuerySet[Any, Any]
) -> dict[Slot, Mapping[str, Given]]:
    periods = windows | {window.one_year_earlier() for window in windows}
    values = current_values(units=units, keys=rulebook.figures, periods=periods)
    found: dict[Slot, dict[str, Given]] = defaultdict(dict)
    rows = values.values_list("unit", "figure__key", "starts", "ends", "source", "number", "word", "day", "withdrawn")
    for unit, key, starts, ends, source, number, word, day, withdrawn in rows:
        found[unit, key, starts, ends][source] = Given(number, word, day, withdrawn)
    return dict(found)


def asks_units(subjects: Iterable[Subject]) -> bool:
    """Whether any of these kinds is judged by counts of the units below."""
    return any(isinstance(node, nodes.Units) for subject in subjects for node in subject.nodes())


def asks_deadlines(subjects: Iterable[Subject]) -> bool:
    """Whether any of these kinds is judged by a day that a letter can move."""
    return any(isinstance(node, nodes.Deadline) for subject in subjects for node in subject.nodes())


def _counts(cycle: Cycle) -> Mapping[UUID, Mapping[str, int]]:
    """Per judging unit: how many are listed, registered, recognised and still open, in all and per kind."""
    rows = (
        Dossier.objects.filter(cycle=cycle, judged_by__isnull=False)
        .exclude(state__in=PASSED_ON)
        .order_by()
        .values_list("judged_by", "subject_kind", "state")
        .annotate(number=Count("pk"))
    )
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for judge, kind, state, number in rows:
        for counted in counted_as(state):
            counts[judge][counted] += number
            counts[judge][f"{kind}.{counted}"] += number
    return counts


def counted_as(state: str) -> Iterable[str]:
    """As what a dossier in this state counts among the units that a committee judges."""
    yield "listed"
    if state in UNREGISTERED:
        return
    yield "registered"
    if state == DossierState.RECOGNISED:
        yield "recognised"
    elif state not in DECIDED:
        yield "open"


def _recognised(
    subjects: Iterable[Subject], ends_of: Mapping[UUID, date], among: QuerySet[Dossier], at: datetime | None
) -> Mapping[tuple[UUID, str], bool]:
    asked = {
        (node.programme, node.level)
        for subject in subjects
        for node in subject.nodes()
        if isinstance(node, nodes.Recognised)
    }
    if not asked:
        return {}
    rows = Recognition.objects.filter(
        programme__code__in={programme for programme, _ in asked}, unit__in=among.order_by().values("unit")
    )
    if at is not None:
        later = Q(cancelled_by__signed_on__gt=clock.local(at).date())
        known = rows.filter(decision__decided_at__lte=at)
        rows = known.annotate(taken_back=Case(When(later, then=None), default=F("cancelled_by")))
    else:
        rows = rows.annotate(taken_back=F("cancelled_by"))
    told = rows.values_list("unit", "programme__code", "level", "level_rank", "granted", "taken_back", "starts", "ends")
    return _in_force(list(told), asked, ends_of)


def _in_force(
    rows: list[tuple[UUID, str, str, int, bool, UUID | None, date, date]],
    asked: set[tuple[str, str]],
    ends_of: Mapping[UUID, date],
) -> Mapping[tuple[UUID, str], bool]:
    ranks = {(programme, level): rank for _, programme, level, rank, granted, *_ in rows if granted}
    found: dict[tuple[UUID, str], bool] = {}
    for unit, programme, level, rank, granted, cancelled, starts, ends in rows:
        # The last day of the dossier's window must lie in the period of the recognition.
        if not starts < ends_of[unit] <= ends:
            continue
        holds = granted and cancelled is None
        for asked_programme, asked_level in asked:
            if asked_programme == programme:
                enough = holds and (level == asked_level or rank >= ranks.get((programme, asked_level), rank + 1))
                key = (unit, f"{asked_programme}.{asked_level}")
                found[key] = found.get(key, False) or enough
    return found


def _answers(rulebook: Rulebook, among: QuerySet[Dossier]) -> Mapping[UUID, Mapping[str, Value]]:
    """The committee's words, as far as they were given on what this rulebook asks."""
    found: dict[UUID, dict[str, Value]] = defaultdict(dict)
    given = CommitteeAnswer.objects.filter(dossier__in=among.order_by().values("pk"))
    kept: dict[tuple[UUID, str], frozenset[str]] = {}
    for answer in given.annotate(kind=F("dossier__subject_kind")):
        asked = answer.rulebook_id, answer.kind
        if asked not in kept:
            kept[asked] = same_criteria(rules_of(answer), rulebook, SubjectKind(answer.kind))
        if answer.criterion not in kept[asked]:
            continue
        if answer.points is not None:
            found[answer.dossier_id][f"score.{answer.criterion}"] = Decimal(answer.points)
        else:
            found[answer.dossier_id][f"criterion.{answer.criterion}"] = answer.met
    return found


def _attributes(cycle: Cycle) -> Mapping[UUID, Mapping[str, str]]:
    rows = UnitListEntry.objects.filter(unit_list__cycle=cycle).exclude(attributes={})
    return dict(rows.order_by("unit_list__seq").values_list("unit", "attributes"))


def facts_from_data(rulebook: Rulebook, kind: SubjectKind, data: Mapping[str, object]) -> dict[str, Value]:
    """The facts that `facts_as_data` wrote, in the types that rules use."""
    answers = {column.name: column.answer for column in _columns(rulebook, rulebook.subjects[kind])}
    return {name: _revived(answers.get(name), value) for name, value in data.items()}


def _revived(answer: Answer | None, value: object) -> Value:
    if answer is Answer.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if answer in (Answer.AMOUNT, Answer.SCORE) and isinstance(value, str):
        return Decimal(value)
    return value if isinstance(value, bool | int | str) else None


def facts_as_data(facts: Facts) -> dict[str, object]:
    """Facts in JSON, as they are kept with a verdict."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
        for name, value in facts.items()
    }
