"""Opening a year from the year before (mở năm mới từ năm cũ): the list is read anew from the tree; days of steps and
the committee's rules come along. Figures, answers, registrations and letters never do."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.models import CommitteeRules, CommitteeSeat, Cycle, CycleStep, Dossier
from binhyen.dossiers.selectors.listing import Listing
from binhyen.dossiers.services.cycles import cycle_open, listing_to_open
from binhyen.kernel import clock
from binhyen.kernel.codes import new_id
from binhyen.kernel.period import same_day_in_year
from binhyen.movement.models import Model
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.units.selectors import path_ids


@dataclass(frozen=True, slots=True)
class BroughtOver:
    """What the new year would begin with. `steps` are last year's days with the day a year later; `joined` units are
    listed for the first time, `gone` ones no longer; `models` are kept and wait for this year's three numbers."""

    listing: Listing
    joined: tuple[str, ...]
    gone: tuple[str, ...]
    steps: tuple[tuple[CycleStep, date], ...]
    rules: tuple[CommitteeRules, ...]
    models: int


def next_cycle(cycle: Cycle) -> Cycle | None:
    """The same programme and place a year later, where it was opened."""
    found = Cycle.objects.filter(programme=cycle.programme_id, scope=cycle.scope_id, year=cycle.year + 1)
    return found.first()


def rulebooks_for_next(cycle: Cycle) -> QuerySet[Rulebook]:
    """Versions by which the next year can be judged: the newest in force first."""
    versions = Rulebook.objects.filter(programme=cycle.programme_id)
    usable = versions.exclude(state__in=(Rulebook.State.DRAFT, Rulebook.State.REPEALED))
    return usable.select_related("programme").defer("source", "canonical").order_by("-valid_from", "-version")


def brought_over(*, cycle: Cycle, rulebook: Rulebook) -> BroughtOver:
    """What opening the next year by this rulebook would bring; nothing is written. Raises what `cycle_open` does."""
    listing = listing_to_open(rulebook=rulebook, year=cycle.year + 1, scope=cycle.scope)
    before = dict(Dossier.objects.filter(cycle=cycle).order_by("position").values_list("unit", "unit_name"))
    now = {one.unit: one.name for one in listing.listed}
    kept = Model.objects.filter(unit__in=now, withdrawn=False, to_year__isnull=True)
    return BroughtOver(
        listing=listing,
        joined=tuple(name for unit, name in now.items() if unit not in before),
        gone=tuple(name for unit, name in before.items() if unit not in now),
        steps=tuple((step, _a_year_later(step.day)) for step in _steps(cycle, rulebook)),
        rules=tuple(_rules_in_force(cycle)),
        models=kept.count(),
    )


def _a_year_later(day: date) -> date:
    return same_day_in_year(day, day.year + 1)


def _steps(cycle: Cycle, rulebook: Rulebook) -> list[CycleStep]:
    """Last year's days for kinds that are still judged, as they were before any letter."""
    judged = {"", *(kind.value for kind in compiled(rulebook).subjects)}
    return [step for step in cycle.steps.all() if step.subject_kind in judged]


def _rules_in_force(cycle: Cycle) -> list[CommitteeRules]:
    """The latest rules of each committee."""
    latest = {one.judge_id: one for one in cycle.committee_rules.select_related("paper").order_by("seq")}
    return list(latest.values())


@transaction.atomic
def cycle_open_next(
    *,
    by: User,
    cycle: Cycle,
    rulebook: Rulebook,
    name: str = "",
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Cycle:
    """Open the next year of a cycle. Days of steps come as foreseen (a document of the new year has to say them before
    they can refuse anything), the committee's rules with the paper they stand on. Raises what `cycle_open` does, also
    where the year is open already.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(cycle.scope_id))
    opened = cycle_open(
        by=by, rulebook=rulebook, year=cycle.year + 1, scope=cycle.scope, name=name, paper=paper, act_key=act_key
    )
    steps = _carry_steps(by, opened, _steps(cycle, rulebook))
    rules = _carry_rules(by, opened, _rules_in_force(cycle))
    audit.record(
        by=by,
        verb="cycle.brought_over",
        subjects=[("cycle", opened.pk), ("cycle", cycle.pk)],
        payload={"name": opened.name, "before": cycle.name, "steps": steps, "rules": rules},
    )
    return opened


def _carry_steps(by: User, opened: Cycle, steps: Sequence[CycleStep]) -> int:
    made = CycleStep.objects.bulk_create(
        CycleStep(
            cycle=opened, step=one.step, subject_kind=one.subject_kind, day=_a_year_later(one.day),
            recorded_at=clock.now(), recorded_by=by.id,
        )
        for one in steps
    )  # fmt: skip
    return len(made)


def _carry_rules(by: User, opened: Cycle, rules: Sequence[CommitteeRules]) -> int:
    """The rules of committees that still judge somebody here, with their seats."""
    judging = set(Dossier.objects.filter(cycle=opened, judged_by__isnull=False).values_list("judged_by", flat=True))
    wanted = [one for one in rules if one.judge_id in judging]
    for one in wanted:
        seats = list(one.seats.all())
        fresh = copy.copy(one)
        fresh.pk, fresh.cycle, fresh.seq, fresh.recorded_at, fresh.recorded_by = new_id(), opened, 1, clock.now(), by.id
        fresh.save(force_insert=True)
        CommitteeSeat.objects.bulk_create(
            CommitteeSeat(rules=fresh, position=seat.position, office=seat.office, unit_id=seat.unit_id)
            for seat in seats
        )
    return len(wanted)
