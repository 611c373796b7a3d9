"""Verdicts of living dossiers, worked out again whenever something they stand on changes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.facts import FactsOfCycle, facts_as_data, facts_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import EVALUATOR_VERSION
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Assessment
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess

_UPDATED = [
    "verdict", "level", "possible_level", "met", "not_met", "unknown", "not_applicable", "facts", "rulebook_hash",
    "evaluator_version", "computed_at",
]  # fmt: skip


def standings_refresh(*, cycle: Cycle, dossiers: QuerySet[Dossier]) -> list[Standing]:
    """Work out the verdicts of these dossiers again, on both bases; decided ones keep their frozen verdict.

    A fixed number of statements. Dossiers with the same facts are judged once.
    """
    among = dossiers.exclude(state__in=DECIDED)
    living = list(among)
    standings = standings_of(cycle=cycle, rulebook=rules_of(cycle), dossiers=living, among=among)
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["dossier", "basis"], update_fields=_UPDATED
    )
    return standings


def standings_of(
    *, cycle: Cycle, rulebook: Rulebook, dossiers: Sequence[Dossier], among: QuerySet[Dossier]
) -> list[Standing]:
    """What the verdicts of these open dossiers are by a rulebook, on both bases; nothing is stored.

    `among` finds the same dossiers in the database, where they may still have other windows.
    """
    facts = facts_of(cycle=cycle, rulebook=rulebook, dossiers=dossiers, among=among)
    judge = _Judge(rulebook, cycle.year)
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


def refresh_after_change_of(*, cycle: Cycle, dossiers: Iterable[Dossier]) -> None:
    """Refresh these dossiers and those of the units that judge them, whose counts they enter."""
    changed = list(dossiers)
    units = {dossier.judged_by_id for dossier in changed if dossier.judged_by_id}
    touched = Q(pk__in=[dossier.pk for dossier in changed]) | Q(unit__in=units)
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(touched, cycle=cycle))


def refresh_after_figures(*, units: Iterable[UUID]) -> None:
    """Refresh every living dossier of these units, in all cycles: a value belongs to no dossier."""
    wanted = set(units)
    touched = Dossier.objects.filter(unit__in=wanted).exclude(state__in=DECIDED)
    cycles = Cycle.objects.filter(dossiers__in=touched).select_related("rulebook").distinct()
    for cycle in cycles:
        standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle, unit__in=wanted))
