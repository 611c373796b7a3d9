"""A dossier as it stood at an earlier moment: what was recorded by then, and the verdict that followed from it.

Nothing is stored for it. States and the committee's words are told by the log, values by their own history; from the
decision on the verdict is the frozen one. Units, and what letters and amendments changed, are taken as of the moment.
"""

import copy
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from binhyen.audit.models import LogEntry, LogSubject
from binhyen.audit.selectors import Line, lines
from binhyen.dossiers.lifecycle import DECIDED, STEPS, UNREGISTERED
from binhyen.dossiers.models import Basis, Dossier, DossierState, EarlierVerdict, Standing
from binhyen.dossiers.selectors.calendar import letters_until
from binhyen.dossiers.selectors.facts import FactsOfCycle, Given, Slot, counted_as, facts_of
from binhyen.dossiers.selectors.judging import standings_from
from binhyen.dossiers.selectors.lists import JUDGED, basis_shown
from binhyen.dossiers.selectors.pages import Figures, Past, Verdicts, figures_from, happenings, past_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.figures.selectors import values_then
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import Decision, Recognition
from binhyen.rules.model.facts import Value
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.shell.parts import Happening

DECIDED_BY = "decision.made"
_TARGETS: Mapping[str, str] = {step.verb: step.target for step in STEPS}
_SPEAKING = ("dossier.reviewed", "dossier.committee_answered")


@dataclass(frozen=True, slots=True)
class Then:
    """A dossier at a moment. `dossier` is a copy that is never stored."""

    at: datetime
    dossier: Dossier
    verdicts: Verdicts
    figures: Figures
    past: Past
    decision: Decision | None
    timeline: list[Happening]


def dossier_then(dossier: Dossier, at: datetime) -> Then:
    """The dossier as whoever opened it at that moment saw it; what was recorded at that very moment included."""
    told = _told(dossier, at)
    one = _copy(dossier, told, at)
    rules = rules_of(one)
    verdicts = _frozen(dossier, one) or _living(dossier, one, rules, at)
    decision = Decision.objects.filter(recognitions=one.recognition_id).first() if one.recognition_id else None
    return Then(
        at=at,
        dossier=one,
        verdicts=verdicts,
        figures=figures_from(rules, one, _values(rules, one, [one.unit_id], at)),
        past=_past(one, at),
        decision=decision,
        timeline=happenings(reversed(_about(dossier, at))),
    )


# ---------------------------------------------------------------- what the log tells


def _told(dossier: Dossier, at: datetime) -> list[Line]:
    return lines(_about(dossier, at))


def _about(dossier: Dossier, at: datetime) -> list[LogEntry]:
    """Every act on the dossier by then, first to last; an act on more units than the log indexes names them too."""
    own = LogSubject.objects.filter(kind="dossier", subject_id=dossier.pk)
    of_cycle = LogSubject.objects.filter(kind="cycle", subject_id=dossier.cycle_id)
    entries = LogEntry.objects.filter(Q(seq__in=own.values("entry")) | Q(seq__in=of_cycle.values("entry")), at__lte=at)
    name = f"dossier:{dossier.pk}"
    return [entry for entry in entries.order_by("seq") if name in entry.subjects]


def states_then(cycle_id: UUID, dossiers: Mapping[UUID, str], at: datetime) -> Mapping[UUID, str]:
    """The state of each dossier of a cycle at a moment, from the log; `dossiers` are their states now. Two statements."""
    about = Q(kind="cycle", subject_id=cycle_id) | Q(kind="dossier", subject_id__in=dossiers)
    verbs = [*_TARGETS, DECIDED_BY]
    entries = LogEntry.objects.filter(seq__in=LogSubject.objects.filter(about).values("entry"), verb__in=verbs)
    found: dict[UUID, str] = dict.fromkeys(dossiers, DossierState.DRAFT)
    changed_later: set[UUID] = set()
    for entry_at, verb, subjects in entries.order_by("seq").values_list("at", "verb", "subjects"):
        for named in _dossiers_in(subjects, dossiers):
            if entry_at > at:
                changed_later.add(named)
            else:
                # Of the decided only the recognised ever move on; the others are today what they became then.
                found[named] = _TARGETS.get(verb, DossierState.RECOGNISED)
    return {one: found[one] if one in changed_later else now for one, now in dossiers.items()}


def _dossiers_in(subjects: Iterable[str], wanted: Collection[UUID]) -> Iterable[UUID]:
    for subject in subjects:
        kind, _, name = subject.partition(":")
        if kind == "dossier" and (one := UUID(name)) in wanted:
            yield one


def _copy(dossier: Dossier, told: Iterable[Line], at: datetime) -> Dossier:
    one = copy.copy(dossier)
    one._state = copy.copy(dossier._state)
    one._state.fields_cache = dict(dossier._state.fields_cache)
    one.state = states_then(dossier.cycle_id, {dossier.pk: dossier.state}, at)[dossier.pk]
    if rulebook := _rulebook_then(dossier, at):
        one.rulebook = rulebook
    registered = [line for line in told if line.verb in ("dossier.registered", "dossier.registration_sent")]
    if not registered or one.state in UNREGISTERED - {DossierState.REGISTRATION_SENT}:
        one.registered_on, one.registration_paper = None, None
    else:
        one.registered_on = date.fromisoformat(registered[-1].payload["on"])
    submitted = [line.at for line in told if line.verb == "dossier.submitted"]
    one.submitted_at = submitted[-1] if submitted else None
    one.recognition_id = _recognition_then(dossier, one.state, at)
    return one


def _rulebook_then(dossier: Dossier, at: datetime) -> Any:
    """What it was judged by, where an amendment came later."""
    found = None
    for adoption in dossier.cycle.adoptions.filter(applied_at__gt=at).order_by("-seq").select_related("before"):
        if (found.pk if found else dossier.rulebook_id) == adoption.after_id:
            found = adoption.before
    return found


def _recognition_then(dossier: Dossier, state: str, at: datetime) -> UUID | None:
    if state not in DECIDED:
        return None
    own = Recognition.objects.filter(
        unit=dossier.unit_id,
        programme=dossier.cycle.programme_id,
        year=dossier.cycle.year,
        decision__decided_at__lte=at,
    )
    return own.order_by("-decision__decided_at").values_list("pk", flat=True).first()


# ---------------------------------------------------------------- verdicts


def _frozen(dossier: Dossier, then: Dossier) -> Verdicts | None:
    """From the decision on: the verdicts that it froze, also when the recognition was cancelled later."""
    if then.state not in DECIDED or then.recognition_id is None:
        return None
    if dossier.recognition_id == then.recognition_id:
        kept = {one.basis: one for one in Standing.objects.filter(dossier=dossier, is_frozen=True)}
    else:
        earlier = EarlierVerdict.objects.filter(dossier=dossier, recognition=then.recognition_id)
        kept = {one.basis: _as_standing(one) for one in earlier}
    return Verdicts(kept[Basis.REVIEW], kept.get(Basis.SELF)) if Basis.REVIEW in kept else None


def _as_standing(earlier: EarlierVerdict) -> Standing:
    outcomes = [one["outcome"] for one in earlier.explanation if one["depth"] == 0]
    return Standing(
        dossier_id=earlier.dossier_id,
        basis=earlier.basis,
        verdict=earlier.verdict,
        level=earlier.level,
        possible_level=earlier.level,
        met=outcomes.count(Outcome.MET),
        not_met=outcomes.count(Outcome.NOT_MET),
        unknown=outcomes.count(Outcome.UNKNOWN),
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
        facts=earlier.facts,
        explanation=earlier.explanation,
        rulebook_hash=earlier.rulebook_hash,
        evaluator_version=earlier.evaluator_version,
        computed_at=earlier.computed_at,
        is_frozen=True,
    )


def _living(dossier: Dossier, then: Dossier, rules: Rulebook, at: datetime) -> Verdicts:
    facts = _facts(dossier, then, rules, at)
    found = {one.basis: one for one in standings_from(facts, cycle=dossier.cycle, dossiers=[then])}
    return Verdicts(found[basis_shown(then.state)], found[Basis.SELF] if then.state in JUDGED else None)


def _facts(dossier: Dossier, then: Dossier, rules: Rulebook, at: datetime) -> FactsOfCycle:
    """Today's facts, with everything that has changed since put back."""
    now = facts_of(
        cycle=dossier.cycle,
        rulebook=rules,
        dossiers=[then],
        among=Dossier.objects.filter(pk=dossier.pk),
        letters=letters_until(dossier.cycle, at),
        at=at,
    )
    units = {then.unit_id}.union(*(origin.whole for origin in now.origins.values()))
    return replace(
        now,
        values=_by_slot(_values(rules, then, units, at)),
        counts=_counts(dossier, at) if now.counts else {},
        answers={then.pk: _words(dossier, rules, at)},
    )


def _values(rules: Rulebook, one: Dossier, units: Iterable[UUID], at: datetime) -> list[Any]:
    periods = [one.window, one.window.one_year_earlier()]
    found = values_then(units=list(units), keys=list(rules.figures), periods=periods, at=at)
    return list(found.select_related("figure", "typed_by", "paper"))


def _by_slot(values: Iterable[Any]) -> dict[Slot, Mapping[str, Given]]:
    found: dict[Slot, dict[str, Given]] = defaultdict(dict)
    for one in values:
        given = Given(one.number, one.word, one.day, one.withdrawn)
        found[one.unit_id, one.figure.key, one.starts, one.ends][one.source] = given
    return dict(found)


def _counts(dossier: Dossier, at: datetime) -> Mapping[UUID, Mapping[str, int]]:
    """How the dossiers that this unit judges stood."""
    judged = Dossier.objects.filter(cycle=dossier.cycle_id, judged_by=dossier.unit_id).order_by()
    rows = {pk: (kind, state) for pk, kind, state in judged.values_list("pk", "subject_kind", "state")}
    states = states_then(dossier.cycle_id, {pk: state for pk, (_, state) in rows.items()}, at)
    counts: dict[str, int] = defaultdict(int)
    for pk, (kind, _) in rows.items():
        for counted in counted_as(states[pk]):
            counts[counted] += 1
            counts[f"{kind}.{counted}"] += 1
    return {dossier.unit_id: counts}


def _words(dossier: Dossier, rules: Rulebook, at: datetime) -> Mapping[str, Value]:
    """The committee's words by then, as the log tells them: the table of answers keeps only the last of each."""
    criteria = rules.subjects[SubjectKind(dossier.subject_kind)].by_code
    said: dict[str, Value] = {}
    for line in _told(dossier, at):
        if line.verb in _SPEAKING:
            said |= {code: _word(word) for code, word in line.payload["words"].items()}
    return {_column(code, word): word for code, word in said.items() if code in criteria}


def _word(said: object) -> Value:
    return said if isinstance(said, bool) else Decimal(str(said)) if said is not None else None


def _column(code: str, word: Value) -> str:
    return f"score.{code}" if isinstance(word, Decimal) else f"criterion.{code}"


# ---------------------------------------------------------------- the rest of the page


def _past(one: Dossier, at: datetime) -> Past:
    """Meetings, requests and words by then; a request that was answered later was open."""
    kept = past_of(one)
    requests = []
    for request in kept.requests:
        if request.asked_at <= at:
            seen = copy.copy(request)
            seen.answered_at = seen.answered_at if seen.answered_at and seen.answered_at <= at else None
            requests.append(seen)
    return replace(
        kept,
        reviews=tuple(review for review in kept.reviews if review.recorded_at <= at),
        requests=tuple(requests),
        # A word that was given anew later stands here no more; its paper belongs to the later one.
        answers=tuple(answer for answer in kept.answers if answer.recorded_at <= at),
    )


def moment_after(seq: int) -> datetime:
    """The last moment before the next act: what an act wrote beside its entry in the log bears a later instant."""
    following = LogEntry.objects.filter(seq=seq + 1).values_list("at", flat=True).first()
    return following - timedelta(microseconds=1) if following else clock.now()


@dataclass(frozen=True, slots=True)
class Moment:
    """An act on the dossier, after which it can be looked at. `seq` is its number in the log."""

    seq: int
    at: datetime
    title: str
    actor: str
    is_decision: bool


def moments_of(dossier: Dossier) -> list[Moment]:
    """Every act on the dossier, newest first."""
    told = _told(dossier, clock.now())
    return [
        Moment(line.seq, line.at, line.text.partition(": ")[0], line.actor, line.verb == DECIDED_BY)
        for line in reversed(told)
    ]


def end_of(day: date) -> datetime:
    """The last moment of a day in Việt Nam, or now when that lies ahead."""
    return min(clock.end_of_day(day) - timedelta(microseconds=1), clock.now())
