"""The page from which one chases: who owes what in a cycle, when one last spoke, and the texts and papers to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers.lifecycle import Where
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import day
from binhyen.reminders.messages import Group, group_text, grouped
from binhyen.reminders.models import Contact, OwedStep
from binhyen.reminders.papers import LateUnit, call_sheet, chasing_letter
from binhyen.reminders.selectors.contacts import Agreed, agreed_with
from binhyen.reminders.selectors.owed import Owed, counted, owed_of
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import BLANK_LINE, OfficialPaper
from binhyen.units.selectors import version_of

NOT_SPOKEN, PROMISE_BROKEN = "chua-goi", "qua-hen"
SPOKEN_WORDS = {NOT_SPOKEN: "chưa liên hệ", PROMISE_BROKEN: "quá ngày hẹn"}


@dataclass(frozen=True, slots=True)
class ChaseFilter:
    """What the page is narrowed to; empty means everything."""

    step: str = ""
    kind: str = ""
    is_late: bool = False
    spoken: str = ""

    def keeps(self, row: "ChaseRow") -> bool:
        """Whether the row is shown."""
        owed, agreed = row.owed, row.agreed
        return (
            self.step in ("", owed.step)
            and self.kind in ("", owed.dossier.subject_kind)
            and (not self.is_late or owed.is_late())
            and (self.spoken != NOT_SPOKEN or agreed is None)
            and (self.spoken != PROMISE_BROKEN or (agreed is not None and agreed.is_broken))
        )


@dataclass(frozen=True, slots=True)
class ChaseRow:
    """A unit, what it owes, and when one last spoke with it."""

    owed: Owed
    agreed: Agreed | None

    @property
    def name(self) -> str:
        """The unit as it stands on the list."""
        return self.owed.dossier.unit_name

    @property
    def agreed_words(self) -> str:
        """ "hẹn nộp trước hết ngày 30/11/2026"; empty where nobody spoke."""
        return words_of(self.agreed.last) if self.agreed else ""


def words_of(contact: Contact) -> str:
    """What came of a contact, with the promised day."""
    till = f" trước hết ngày {day(contact.promised_on)}" if contact.promised_on else ""
    return f"{Contact.Result(contact.result).label}{till}"


@dataclass(frozen=True)
class Chase:
    """A cycle as the one sees it who chases its units: `listed` are the units that they may chase."""

    cycle: Cycle
    listed: int
    rows: tuple[ChaseRow, ...]
    at: datetime

    def narrowed(self, wanted: ChaseFilter) -> "Chase":
        """The same with fewer rows."""
        return Chase(self.cycle, self.listed, tuple(row for row in self.rows if wanted.keeps(row)), self.at)

    @cached_property
    def counts(self) -> list[tuple[OwedStep, int]]:
        """How many units owe what, in the order of the year."""
        found = counted(row.owed for row in self.rows)
        return [(step, found[step]) for step in OwedStep if found[step]]

    @cached_property
    def kinds(self) -> list[SubjectKind]:
        """The kinds of unit among the rows."""
        return sorted({row.owed.kind for row in self.rows}, key=lambda kind: kind.place)

    @cached_property
    def author(self) -> Author:
        """In whose name one chases: the unit for which the cycle was opened."""
        version = version_of(self.cycle.scope_id)
        if version is None:
            return Author(name=self.cycle.scope_name, place=BLANK_LINE, head="Người đứng đầu")
        kind = UnitKind(version.kind)
        return author_of(kind, full_name=version.full_name, name=version.name, place=version.name)

    @cached_property
    def groups(self) -> list[Group]:
        """Units that owe the same until the same day."""
        return grouped((str(OwedStep(row.owed.step).label), row.owed.deadline, row.name) for row in self.rows)

    @property
    def texts(self) -> list[tuple[Group, str]]:
        """For each group the text to paste."""
        office = self.author.name
        name = name_in_sentence(self.cycle)
        return [(one, group_text(name, one, listed=self.listed, office=office, at=self.at)) for one in self.groups]

    def paper(self, slug: str) -> OfficialPaper | None:
        """The sheet to call from (`phieu-goi`) or the letter (`cong-van`); None for another slug. Raises RefusedByState
        where nobody is to be chased."""
        compose = {"phieu-goi": call_sheet, "cong-van": chasing_letter}.get(slug)
        if compose is None:
            return None
        if not self.rows:
            raise RefusedByState("Không có đơn vị nào để đôn đốc.", cure="Bỏ bớt điều kiện lọc, hoặc chọn đợt khác.")
        units = [_late(row) for row in self.rows]
        year = clock.local(self.at).year
        cycle = name_in_sentence(self.cycle)
        return compose(self.author, cycle=cycle, units=units, at=self.at, year=year, illustrative=self.cycle.is_sample)


def name_in_sentence(cycle: Cycle) -> str:
    """ "đợt xét “An toàn về an ninh, trật tự” năm 2026"."""
    return f"đợt xét “{cycle.programme.name}” năm {cycle.year}"


def head_of(kind: str) -> str:
    """The office of whoever heads a unit of this kind: "Trưởng thôn"."""
    return author_of(UnitKind(kind), full_name="", name="", place="").head


def _late(row: ChaseRow) -> LateUnit:
    one = row.owed.dossier
    return LateUnit(
        name=one.unit_name,
        head=head_of(one.unit_kind),
        owes=row.owed.words,
        deadline=row.owed.deadline,
        agreed=row.agreed_words,
    )


def chase_of(person: User, cycle: Cycle) -> Chase | None:
    """Who owes what in the cycle; None where none of its units is this person's to chase. The unit in whose name one
    chases does not chase itself."""
    dossiers = dossiers_for(person, Act.CHASE, Where.UNIT).filter(cycle=cycle)
    if not dossiers.exists():
        return None
    others = dossiers.exclude(unit=cycle.scope_id)
    owed = owed_of(others)
    agreed = agreed_with(cycle.pk, [one.dossier.unit_id for one in owed])
    rows = tuple(ChaseRow(one, agreed.get(one.dossier.unit_id)) for one in owed)
    return Chase(cycle, others.count(), rows, clock.now())


def cycles_to_chase(person: User, *, most: int = 8) -> list[tuple[Cycle, Sequence[tuple[OwedStep, int]]]]:
    """The newest cycles in which a unit of the person's owes something, each with how many owe what."""
    dossiers = dossiers_for(person, Act.CHASE, Where.UNIT).exclude(unit=F("cycle__scope"))
    cycles = list(Cycle.objects.filter(pk__in=dossiers.order_by().values("cycle")).select_related("programme")[:most])
    owed: dict[UUID, list[Owed]] = {}
    for one in owed_of(dossiers.filter(cycle__in=cycles)):
        owed.setdefault(one.dossier.cycle_id, []).append(one)
    counts = {cycle: counted(of_cycle) for cycle, of_cycle in owed.items()}
    return [
        (cycle, [(step, counts[cycle.pk][step]) for step in OwedStep if counts[cycle.pk][step]])
        for cycle in cycles
        if cycle.pk in counts
    ]
