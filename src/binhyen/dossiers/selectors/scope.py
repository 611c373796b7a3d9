"""What a person may see: cycles, dossiers and decisions inside the parts of the tree that they may read.

Every page fetches through here; what lies outside is not found, as if it did not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import Powers, powers_of
from binhyen.dossiers.lifecycle import Step, Where
from binhyen.dossiers.models import Cycle, Dossier, DossierSuccession, LostGround
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel import clock
from binhyen.recognition.models import Decision, Recognition
from binhyen.rules.model.rulebook import Rulebook
from binhyen.units.selectors import in_scope, path_ids, units_as_of
from binhyen.units.selectors.reach import acting_paths, may, scopes_of


def dossiers_for(user: User, act: Act = Act.READ, where: Where | None = None) -> QuerySet[Dossier]:
    """Dossiers on which the person may do the act, asked of the unit, of whoever judges it, or of either."""
    scopes = scopes_of(user, act)
    if not scopes:
        return Dossier.objects.none()
    of_unit, of_judge = Q(unit__in=in_scope(scopes)), Q(judged_by__in=in_scope(scopes))
    wanted = of_unit | of_judge if where is None else of_unit if where is Where.UNIT else of_judge
    return Dossier.objects.filter(wanted)


def cycles_for(user: User) -> QuerySet[Cycle]:
    """Cycles of the person's parts of the tree, and those in which a unit of theirs is judged."""
    scopes = scopes_of(user, Act.READ)
    if not scopes:
        return Cycle.objects.none()
    within = Q(scope__in=in_scope(scopes)) | Q(pk__in=dossiers_for(user).values("cycle"))
    return Cycle.objects.filter(within).select_related("programme")


def decisions_for(user: User) -> QuerySet[Decision]:
    """Decisions of units that the person may read, and numbered ones that speak of a unit of theirs."""
    scopes = scopes_of(user, Act.READ)
    if not scopes:
        return Decision.objects.none()
    about = Recognition.objects.filter(unit__in=in_scope(scopes))
    speaking = Q(pk__in=about.values("decision")) | Q(pk__in=about.values("cancelled_by"))
    issued = speaking & Q(state=Decision.State.NUMBERED)
    return Decision.objects.filter(Q(deciding_unit__in=in_scope(scopes)) | issued)


def outcomes_for(user: User, decision: Decision) -> QuerySet[Recognition]:
    """What a decision says, as far as the person may know: the paper names who is recognised; of the others only the
    deciding body's own part of the tree hears, and each unit of itself."""
    scopes = scopes_of(user, Act.READ)
    if may(user, Act.READ, path_ids(decision.deciding_unit_id)):
        return decision.recognitions.all()
    return decision.recognitions.filter(Q(granted=True) | Q(unit__in=in_scope(scopes)))


@dataclass(frozen=True)
class SeenCycle:
    """A cycle as one person sees it: `dossiers` are those that they may read."""

    cycle: Cycle
    reader: User
    dossiers: QuerySet[Dossier]

    @property
    def powers(self) -> Powers:
        """What the person may do at all."""
        return powers_of(self.reader)

    @property
    def rules(self) -> Rulebook:
        """What the cycle judges its open dossiers by."""
        return rules_of(self.cycle)

    @property
    def is_whole(self) -> bool:
        """Whether the person reads everything in it."""
        return self.may(Act.READ)

    def may(self, act: Act) -> bool:
        """Whether the person may do the act on the unit for which the cycle was opened."""
        # Most work on the very unit that was entrusted to them: then the tree need not be asked.
        return self.cycle.scope_id in self.powers.scopes(act) or may(self.reader, act, self._path)

    @cached_property
    def _path(self) -> tuple[UUID, ...]:
        return path_ids(self.cycle.scope_id)


def cycle_seen(user: User, cycle_id: UUID) -> SeenCycle | None:
    """The cycle, unless nothing in it is for this person to read."""
    cycle = Cycle.objects.filter(pk=cycle_id).order_by().first()
    if cycle is None:
        return None
    # Whoever reads the unit at the top reads all that was listed below it.
    seen = SeenCycle(cycle, user, Dossier.objects.filter(cycle=cycle))
    if seen.is_whole:
        return seen
    dossiers = dossiers_for(user).filter(cycle=cycle)
    return SeenCycle(cycle, user, dossiers) if dossiers.exists() else None


@dataclass(frozen=True, slots=True)
class SeenDossier:
    """A dossier, and what one person may do with it."""

    dossier: Dossier
    reader: User
    paths: Mapping[Where, tuple[UUID, ...]]
    # Whether a recognition that it stood on, or its own, was cancelled: told by the same statement.
    has_lost: bool = False
    # Whether its unit has ended, or its case came from another dossier or goes on in one.
    has_passed: bool = False

    @property
    def rules(self) -> Rulebook:
        """What the dossier is judged by."""
        return rules_of(self.dossier)

    def may(self, step: Step) -> bool:
        """Whether the person may take the step, whatever the state of the dossier."""
        return self.may_do(step.act, step.where)

    def may_do(self, act: Act, where: Where = Where.UNIT) -> bool:
        """Whether the person may do the act on the unit, or on whoever judges it."""
        return may(self.reader, act, self.paths[where])


def dossier_seen(user: User, dossier_id: UUID) -> SeenDossier | None:
    """The dossier, unless neither its unit nor whoever judges it is for this person to read."""
    own = Recognition.objects.filter(
        unit=OuterRef("unit"), programme=OuterRef("cycle__programme"), year=OuterRef("cycle__year")
    )
    lost = Exists(LostGround.objects.filter(dossier=OuterRef("pk"))) | Exists(own.filter(cancelled_by__isnull=False))
    dossier = (
        Dossier.objects.select_related("cycle")
        .filter(pk=dossier_id)
        .annotate(has_lost=lost, has_passed=_passed())
        .first()
    )
    if dossier is None:
        return None
    judge = dossier.judged_by_id
    paths = acting_paths([dossier.unit_id, *([judge] if judge else [])])
    of = {Where.UNIT: paths.get(dossier.unit_id, ()), Where.JUDGE: paths.get(judge, ()) if judge else ()}
    seen = SeenDossier(dossier, user, of, dossier.has_lost, dossier.has_passed)
    return seen if any(seen.may_do(Act.READ, where) for where in seen.paths) else None


def _passed() -> Q:
    links = DossierSuccession.objects.filter(Q(before=OuterRef("pk")) | Q(after=OuterRef("pk")))
    standing = units_as_of(clock.today()).filter(unit=OuterRef("unit"))
    return Q(Exists(links)) | ~Q(Exists(standing))
