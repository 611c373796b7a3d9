"""What units still owe in their cycles: to register, to report, to hand in, to answer. Few statements, whatever their
number. Whether a unit passes is never asked here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.selectors.entry import EntryColumn, entry_columns
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.figures.models import FigureValue, Source
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.kept import Kept
from binhyen.reminders.models import OwedStep
from binhyen.reminders.selectors.deadlines import deadlines_for
from binhyen.rules.model.rulebook import Rulebook

# Waiting for the unit, not for the office: a registration that was sent is the office's to accept.
_UNREGISTERED = (S.DRAFT, S.REGISTRATION_REFUSED)
_WAITING = (*_UNREGISTERED, S.REGISTERED, S.SELF_ASSESSED, S.RETURNED)


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit and what it owes first in one cycle. `missing` are figures without a value, of how many `asked`;
    `deadline` is the last day, None where none is set."""

    dossier: Dossier
    step: OwedStep
    deadline: date | None
    missing: int = 0
    asked: int = 0

    @property
    def kind(self) -> SubjectKind:
        """What rulebooks call the unit."""
        return SubjectKind(self.dossier.subject_kind)

    @property
    def words(self) -> str:
        """ "chưa đăng ký", "chưa báo đủ số liệu (còn 3/7)"."""
        counted = f" (còn {self.missing}/{self.asked})" if self.missing else ""
        return f"{OwedStep(self.step).label}{counted}"

    def is_late(self, on: date | None = None) -> bool:
        """Whether the deadline has passed on that day (today unless said)."""
        return self.deadline is not None and self.deadline < (on or clock.today())


def owed_of(dossiers: QuerySet[Dossier]) -> list[Owed]:
    """What each of these dossiers still owes, in the order of the list; those that owe nothing are left out.

    Three statements, and those of the calendar: the dossiers, rulebooks not yet known, the figures that have a value.
    """
    waiting = list(dossiers.filter(state__in=_WAITING).select_related("cycle__programme").order_by("position"))
    missing = _missing([one for one in waiting if one.state == S.REGISTERED])
    steps = {one.pk: _step(one, missing) for one in waiting}
    deadlines = deadlines_for(waiting)
    return [
        Owed(one, steps[one.pk], deadlines.get((one.pk, steps[one.pk])), *missing.get(one.pk, (0, 0)))
        for one in waiting
    ]


def _step(dossier: Dossier, missing: Mapping[UUID, tuple[int, int]]) -> OwedStep:
    if dossier.state in _UNREGISTERED:
        return OwedStep.REGISTRATION
    if dossier.state == S.RETURNED:
        return OwedStep.ANSWER
    return OwedStep.FIGURES if missing.get(dossier.pk, (0, 0))[0] else OwedStep.HANDING_IN


def _missing(dossiers: Sequence[Dossier]) -> dict[UUID, tuple[int, int]]:
    """By dossier: how many of the figures that the unit itself reports have no value, and how many there are."""
    asked = {one.pk: frozenset(column.figure.key for column in own_columns(one)) for one in dossiers}
    known = _known(dossiers, frozenset().union(*asked.values()))
    return {
        one.pk: (len(asked[one.pk] - known.get((one.unit_id, one.starts, one.ends), frozenset())), len(asked[one.pk]))
        for one in dossiers
    }


def own_columns(dossier: Dossier) -> tuple[EntryColumn, ...]:
    """The figures of this window that the unit itself reports, in the order in which the criteria ask for them."""
    rules = rules_of(dossier)
    return _own(Kept(rules.content_hash, rules), SubjectKind(dossier.subject_kind))


@lru_cache(maxsize=64)
def _own(kept: Kept[Rulebook], kind: SubjectKind) -> tuple[EntryColumn, ...]:
    columns = entry_columns(kept.thing, kind)
    return tuple(column for column in columns if not column.previous and column.figure.counts != "owner")


def _known(dossiers: Sequence[Dossier], keys: frozenset[str]) -> dict[tuple[UUID, date, date], frozenset[str]]:
    if not keys:
        return {}
    rows = FigureValue.objects.filter(
        unit__in={one.unit_id for one in dossiers},
        figure__key__in=keys,
        starts__in={one.starts for one in dossiers},
        source=Source.SELF,
        is_current=True,
        withdrawn=False,
    ).values_list("unit_id", "starts", "ends", "figure__key")
    found: dict[tuple[UUID, date, date], set[str]] = {}
    for unit, starts, ends, key in rows:
        found.setdefault((unit, starts, ends), set()).add(key)
    return {window: frozenset(values) for window, values in found.items()}


def counted(owed: Iterable[Owed]) -> Counter[OwedStep]:
    """How many units owe what."""
    return Counter(OwedStep(one.step) for one in owed)
