"""Verdicts of living dossiers, worked out again whenever something they stand on changes."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, Dossier, Standing
from binhyen.dossiers.selectors.judging import standings_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.shell.writing import insert_objects

_UPDATED = [
    "verdict", "level", "possible_level", "met", "not_met", "unknown", "not_applicable", "facts", "rulebook_hash",
    "evaluator_version", "computed_at",
]  # fmt: skip


def standings_refresh(*, cycle: Cycle, dossiers: QuerySet[Dossier]) -> list[Standing]:
    """Work out the verdicts of these dossiers again, on both bases; decided ones keep their frozen verdict.

    Each is judged by its own rulebook: one that is considered again after an amendment keeps the text it was decided by.
    A fixed number of statements for each rulebook. Dossiers with the same facts are judged once.
    """
    among = dossiers.exclude(state__in=DECIDED)
    by_rulebook: dict[UUID, list[Dossier]] = defaultdict(list)
    for one in among:
        by_rulebook[one.rulebook_id].append(one)
    standings = [
        standing
        for rulebook, living in by_rulebook.items()
        for standing in standings_of(
            cycle=cycle,
            rulebook=rules_of(cycle if rulebook == cycle.rulebook_id else living[0]),
            dossiers=living,
            among=among.filter(rulebook=rulebook),
        )
    ]
    insert_objects(standings, once=["dossier_id", "basis"], update=_UPDATED)
    return standings


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
