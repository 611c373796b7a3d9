"""What verdicts would be: worked out from what is recorded now, stored by nobody here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.calendar import Moved
from binhyen.dossiers.selectors.facts import FactsOfCycle, facts_as_data, facts_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import EVALUATOR_VERSION
from binhyen.rules.model.results import Assessment
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess


def standings_of(
    *,
    cycle: Cycle,
    rulebook: Rulebook,
    dossiers: Sequence[Dossier],
    among: QuerySet[Dossier],
    letters: Sequence[Moved] | None = None,
) -> list[Standing]:
    """What the verdicts of these open dossiers are by a rulebook, on both bases; nothing is stored.

    `among` finds the same dossiers in the database, where they may still have other windows. `letters` stand for those
    of the cycle, as when one more is tried.
    """
    facts = facts_of(cycle=cycle, rulebook=rulebook, dossiers=dossiers, among=among, letters=letters)
    return standings_from(facts, cycle=cycle, dossiers=dossiers)


def standings_from(facts: FactsOfCycle, *, cycle: Cycle, dossiers: Sequence[Dossier]) -> list[Standing]:
    """The verdicts that follow from facts read before, on both bases; nothing is stored."""
    judge, now = _Judge(facts, cycle.year), clock.now()
    standings = []
    for dossier in dossiers:
        own = judge(dossier, Basis.SELF)
        # Until the committee has said something of its own, both bases have the same facts.
        review = judge(dossier, Basis.REVIEW) if facts.is_reviewed(dossier) else own
        standings += [_standing(dossier, Basis.SELF, own, now), _standing(dossier, Basis.REVIEW, review, now)]
    return standings


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of some facts by a rulebook."""

    rulebook: Rulebook
    assessment: Assessment
    facts: dict[str, object]


class _Judge:
    """Assesses, and remembers what was asked: most units of a fresh cycle have the same facts."""

    def __init__(self, facts: FactsOfCycle, year: int) -> None:
        self._facts = facts
        self._year = year
        self._known: dict[object, Assessment] = {}

    def __call__(self, dossier: Dossier, basis: Basis) -> _Judged:
        rulebook, facts = self._facts.rulebook, self._facts.of(dossier, basis)
        key = (dossier.subject_kind, dossier.starts, dossier.ends, frozenset(facts.items()))
        if key not in self._known:
            kind = SubjectKind(dossier.subject_kind)
            self._known[key] = assess(rulebook, kind, facts, year=self._year, period=dossier.window)
        return _Judged(rulebook, self._known[key], facts_as_data(facts))


def _standing(dossier: Dossier, basis: Basis, judged: _Judged, at: datetime) -> Standing:
    assessment = judged.assessment
    return Standing(
        dossier=dossier,
        basis=basis,
        verdict=assessment.verdict.value,
        level=assessment.level or "",
        possible_level=assessment.possible_level or "",
        met=assessment.met,
        not_met=assessment.not_met,
        unknown=assessment.unknown,
        not_applicable=assessment.not_applicable,
        facts=judged.facts,
        rulebook_hash=judged.rulebook.content_hash,
        evaluator_version=EVALUATOR_VERSION,
        computed_at=at,
    )
