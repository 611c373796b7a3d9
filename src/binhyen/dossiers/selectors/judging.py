"""What verdicts would be: worked out from what is recorded now, stored by nobody here."""

from collections.abc import Sequence

from django.db.models import QuerySet

from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.calendar import Moved
from binhyen.dossiers.selectors.facts import FactsOfCycle, facts_as_data, facts_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import EVALUATOR_VERSION
from binhyen.rules.model.facts import Facts
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
    judge = _Judge(facts.rulebook, cycle.year)
    return [_standing(dossier, basis, facts, judge) for dossier in dossiers for basis in Basis]


class _Judge:
    """Assesses, and remembers what was asked: most units of a fresh cycle have the same facts."""

    def __init__(self, rulebook: Rulebook, year: int) -> None:
        self.rulebook = rulebook
        self.year = year
        self._known: dict[object, Assessment] = {}

    def __call__(self, dossier: Dossier, facts: Facts) -> Assessment:
        key = (dossier.subject_kind, dossier.starts, dossier.ends, frozenset(facts.items()))
        if key not in self._known:
            kind = SubjectKind(dossier.subject_kind)
            self._known[key] = assess(self.rulebook, kind, facts, year=self.year, period=dossier.window)
        return self._known[key]


def _standing(dossier: Dossier, basis: Basis, facts_of_cycle: FactsOfCycle, judge: _Judge) -> Standing:
    facts = facts_of_cycle.of(dossier, basis)
    assessment = judge(dossier, facts)
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
        facts=facts_as_data(facts),
        rulebook_hash=judge.rulebook.content_hash,
        evaluator_version=EVALUATOR_VERSION,
        computed_at=clock.now(),
    )
