"""A committee's own rules for this year, who of it may not judge whom, and what a vote comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.ballots import Ballot, Outcome, outcome_of
from binhyen.dossiers.models import Basis, CommitteeRules, Dossier, Review


@dataclass(frozen=True, slots=True)
class Committee:
    """The rules in force of one committee, and how many members it has: in all, and by unit that they come from."""

    rules: CommitteeRules
    seats: int
    of_unit: Mapping[UUID, int]

    def members_for(self, unit: UUID) -> int:
        """How many may vote on this unit: those who hold office in it do not."""
        return self.seats - self.of_unit.get(unit, 0)

    def outcome(self, ballot: Ballot) -> Outcome:
        """What a vote comes to by these rules."""
        return outcome_of(self.rules.voting, ballot)


def committee_of(cycle: UUID, judge: UUID) -> Committee | None:
    """The committee's rules as they were entered last; None where none were."""
    return committees_of(cycle, [judge]).get(judge)


def committees_of(cycle: UUID, judges: Iterable[UUID]) -> dict[UUID, Committee]:
    """The same for several committees, by the unit that judges. Two statements, one where none has rules."""
    wanted = (
        CommitteeRules.objects.filter(cycle=cycle, judge__in=list(judges)).order_by("seq").prefetch_related("seats")
    )
    latest = {rules.judge_id: rules for rules in wanted}
    return {judge: _committee(rules) for judge, rules in latest.items()}


def _committee(rules: CommitteeRules) -> Committee:
    units = [seat.unit_id for seat in rules.seats.all()]
    of_unit = {unit: units.count(unit) for unit in units if unit is not None}
    return Committee(rules, len(units), of_unit)


def rules_so_far(cycle: UUID, judge: UUID) -> list[CommitteeRules]:
    """Every version of a committee's rules, the latest first, with their seats and papers."""
    found = CommitteeRules.objects.filter(cycle=cycle, judge=judge).select_related("paper")
    return list(found.prefetch_related("seats").order_by("-seq"))


def own_units(user: User, dossiers: Sequence[Dossier]) -> tuple[str, ...]:
    """Names of the units that this person may not judge: those entrusted to them by name, and those whose
    self-assessment they recorded. One statement."""
    entrusted = {grant.scope for grant in powers_of(user).grants}
    typed = Review.objects.filter(dossier__in=[one.pk for one in dossiers], basis=Basis.SELF, recorded_by=user.pk)
    recorded = set(typed.values_list("dossier", flat=True))
    return tuple(one.unit_name for one in dossiers if one.unit_id in entrusted or one.pk in recorded)
