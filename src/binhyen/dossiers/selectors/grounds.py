"""What a verdict stands on outside its own dossier: recognitions of the unit elsewhere, and of the units it judges."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Basis, Dossier, EarlierVerdict, LostGround, Standing
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import Recognition
from binhyen.rules.model import nodes
from binhyen.rules.model.types import UnitState


@dataclass(frozen=True, slots=True)
class Stood:
    """A dossier whose verdict stands on a recognition."""

    dossier: Dossier
    recognition: Recognition


def standing_on(recognitions: Iterable[Recognition]) -> list[Stood]:
    """The dossiers whose verdicts stand on these recognitions, decided ones too.

    Those of the same unit that used the recognition as a fact, and those of the units that judge the recognised ones
    where their rules count how many are recognised. A few statements, whatever the number of recognitions.
    """
    asked = [one for one in recognitions if one.granted]
    return [*_using(asked), *_counting(asked)] if asked else []


def _using(recognitions: Sequence[Recognition]) -> Iterator[Stood]:
    of_unit: dict[UUID, list[Recognition]] = {}
    for one in recognitions:
        of_unit.setdefault(one.unit_id, []).append(one)
    codes = {one.programme_id: one.programme.code for one in recognitions}
    found: set[tuple[UUID, UUID]] = set()
    standings = Standing.objects.filter(dossier__unit__in=of_unit).select_related("dossier").defer("explanation")
    for standing in standings.order_by("dossier__position"):
        dossier = standing.dossier
        for one in of_unit[dossier.unit_id]:
            is_new = (dossier.pk, one.pk) not in found
            if is_new and one.starts < dossier.ends <= one.ends and _is_used(standing, codes[one.programme_id]):
                found.add((dossier.pk, one.pk))
                yield Stood(dossier, one)


def _is_used(standing: Standing, programme: str) -> bool:
    head = f"recognised.{programme}."
    return any(name.startswith(head) and value is True for name, value in standing.facts.items())


def _counting(recognitions: Sequence[Recognition]) -> Iterator[Stood]:
    own = Dossier.objects.filter(recognition__in=recognitions, judged_by__isnull=False)
    below = {dossier.recognition_id: dossier for dossier in own}
    judges = Q(pk__in=())
    for cycle, judge in {(dossier.cycle_id, dossier.judged_by_id) for dossier in below.values()}:
        judges |= Q(cycle=cycle, unit=judge)
    counting = {(one.cycle_id, one.unit_id): one for one in Dossier.objects.filter(judges).select_related("rulebook")}
    for recognition in recognitions:
        part = below.get(recognition.pk)
        whole = counting.get((part.cycle_id, part.judged_by_id)) if part and part.judged_by_id else None
        if part and whole and _counts_kind(whole, SubjectKind(part.subject_kind)):
            yield Stood(whole, recognition)


def _counts_kind(dossier: Dossier, kind: SubjectKind) -> bool:
    subject = rules_of(dossier).subjects[SubjectKind(dossier.subject_kind)]
    return any(
        isinstance(node, nodes.Units) and node.state is UnitState.RECOGNISED and node.kind in (None, kind)
        for node in subject.nodes()
    )


def lost_grounds(dossier: Dossier) -> list[LostGround]:
    """Cancelled recognitions on which the dossier stood and that nobody has looked at again; of a decided dossier, all
    of them. One statement."""
    noted = dossier.lost_grounds.select_related("recognition__programme", "recognition__cancelled_by")
    light = noted.defer("recognition__cancelled_by__content")
    return list(light if dossier.state in DECIDED else light.filter(reviewed_at=None))


def to_look_at_again(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Of these, the open ones that stood on a cancelled recognition and wait for a person."""
    waiting = LostGround.objects.filter(reviewed_at=None).values("dossier")
    return dossiers.filter(pk__in=waiting).exclude(state__in=DECIDED)


def shaken(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Of these, all that stand on a cancelled recognition: open ones that wait for a person, and decided ones."""
    noted = LostGround.objects.filter(Q(reviewed_at=None) | Q(dossier__state__in=DECIDED))
    return dossiers.filter(pk__in=noted.values("dossier"))


def earlier_verdicts(dossier: Dossier, basis: Basis = Basis.REVIEW) -> list[EarlierVerdict]:
    """How the dossier stood when recognitions that were cancelled later were granted, newest first."""
    kept = dossier.earlier_verdicts.filter(basis=basis).select_related("recognition__decision")
    return list(kept.defer("facts", "recognition__decision__content").order_by("-computed_at"))


def cancelled_recognitions(dossier: Dossier) -> QuerySet[Recognition]:
    """Recognitions of the unit in the dossier's own programme and year that were taken back. `cycle` is read along."""
    cycle = dossier.cycle
    of_year = Recognition.objects.filter(unit=dossier.unit_id, programme=cycle.programme_id, year=cycle.year)
    taken = of_year.filter(cancelled_by__isnull=False)
    return taken.select_related("decision", "cancelled_by").defer("decision__content", "cancelled_by__content")
