"""Invented units, people and years, made through the services that people use; each builder returns what it made."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from django.test import Client

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.collection.models import Collection
from binhyen.collection.selectors.scope import groups_to_ask, units_of
from binhyen.collection.services.asking import Question, collection_open
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.papers.models import Paper
from binhyen.programmes.library import shipped_text
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import rulebook_of
from binhyen.programmes.services import rulebook_import, rulebook_issue
from binhyen.recognition.deciding import load_deciding_bodies
from binhyen.recognition.models import DecidingBody, Decision
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, unit_create, units_create_many

AREA = SubjectKind.RESIDENTIAL_AREA
HELD_ON = date(2021, 11, 5)
MEETING = MeetingRecord(HELD_ON, 34, 31, 29)
SIGNING = Signing("Ủy ban nhân dân xã Mẫu", "Chủ tịch")
PASSWORD = "mat khau cua Mau 2021"
_LONG = ("source", "canonical")
_numbers = count(1)
_typists: dict[UUID, User] = {}


def make_rulebook(programme: str = "an-toan-antt", version: str = "23/2012") -> Rulebook:
    """A shipped rulebook, issued; the same one when asked again."""
    known = rulebook_of(programme, version)
    if known and known.state != Rulebook.State.DRAFT:
        return known
    text = shipped_text(f"{programme}@{version}")
    return rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=text))


def issued(text: str) -> Rulebook:
    """A rulebook with this text, issued."""
    return rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=text))


def make_commune(areas: int = 25, *, name: str = "Mẫu P", kind: UnitKind = UnitKind.XA) -> Unit:
    """An invented commune with so many villages, "Thôn Mẫu 1" and on."""
    commune = unit_create(by=None, name=name, kind=kind, parent=None, is_sample=True)
    if areas:
        rows = [NewUnit(f"Mẫu {at}", UnitKind.THON) for at in range(1, areas + 1)]
        units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    return commune


def make_user(role: Role | None, scope: UUID | None = None, *, name: str = "", owner: str = "") -> User:
    """Somebody with one role over a unit and what is below it, or with none."""
    at = next(_numbers)
    full_name = name or f"Người Mẫu {at}"
    user = account_create(by=None, username=f"mau-{at}", full_name=full_name, password=PASSWORD)
    if role is not None and scope is not None:
        grant_give(by=None, user=user, role=role, scope=scope, owner=owner)
    return user


def make_office(commune: Unit) -> User:
    """One person with every role of a commune's office: handy where roles are not what is tested.

    Somebody else types the units' own assessments (`typist_of`): nobody reviews what they assessed.
    """
    user = make_user(Role.COMMUNE_OFFICER, commune.pk, name="Nguyễn Thị Mẫu")
    for role in (Role.COMMITTEE, Role.CHAIR, Role.REGISTRY):
        grant_give(by=None, user=user, role=role, scope=commune.pk)
    grant_give(by=None, user=user, role=Role.DATA_OWNER, scope=commune.pk, owner="police")
    _typists[user.pk] = make_user(Role.COMMUNE_OFFICER, commune.pk, name="Trần Văn Mẫu")
    return user


def typist_of(office: User) -> User:
    """Who types the units' assessments beside an office; whoever is no office types their own."""
    return _typists.get(office.pk, office)


def make_cycle(*, by: User, commune: Unit, year: int = 2021, rulebook: Rulebook | None = None) -> Cycle:
    """The cycle of a year for a commune and everything below it."""
    return cycle_open(by=by, rulebook=rulebook or make_rulebook(), year=year, scope=commune)


def dossiers_of(cycle: Cycle, kind: SubjectKind = AREA) -> list[Dossier]:
    """The dossiers of one kind, in the order of the list, as they are now."""
    chosen = Dossier.objects.filter(cycle=cycle, subject_kind=kind)
    known = chosen.select_related("cycle__rulebook", "cycle__programme", "rulebook").order_by("position")
    # The texts of a rulebook are as long as everything else together.
    return list(known.defer(*(f"{way}__{text}" for way in ("cycle__rulebook", "rulebook") for text in _LONG)))


def register(*, by: User, dossiers: list[Dossier], paper: Paper | None = None) -> None:
    """All register on the same day."""
    acts.register(by=by, dossiers=dossiers, on=date(2021, 1, 12), paper=paper)


def figures(households: int, *, pledged: int) -> Mapping[str, Answer]:
    """What a village reports under version 23/2012."""
    return {
        "ho_cu_tru": Answer(number=Decimal(households)),
        "ho_ky_cam_ket": Answer(number=Decimal(pledged)),
        "trien_khai_day_du": Answer(word="yes"),
        "khong_phuc_tap": Answer(word="yes"),
    }


def report(*, by: User, dossiers: Iterable[Dossier], passing: int) -> None:
    """The first `passing` villages report that every household pledged, the others that ten did not."""
    cells = [
        Cell(dossier, key, answer)
        for at, dossier in enumerate(dossiers)
        for key, answer in figures(100 + at, pledged=100 + at - (0 if at < passing else 10)).items()
    ]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


def hand_in(*, by: User, dossiers: list[Dossier]) -> None:
    """The meeting at the unit, then the dossiers are handed in."""
    acts.self_assess(by=typist_of(by), dossiers=dossiers, meeting=MEETING)
    acts.submit(by=by, dossiers=_again(dossiers))


def review(*, by: User, dossiers: list[Dossier], words: Iterable[str] = ("4", "5")) -> None:
    """The committee's meeting, with a yes on these criteria."""
    said = [CommitteeWord(criterion, met=True) for criterion in words]
    acts.review(by=by, dossiers=_again(dossiers), meeting=MEETING, words=said)


def decide_all(*, by: User, cycle: Cycle, commune: Unit, passing: int) -> Decision:
    """The chair decides on all villages: the first `passing` are recognised."""
    reviewed = dossiers_of(cycle)
    recognise = frozenset(dossier.pk for dossier in reviewed[:passing])
    return decide(by=by, cycle=cycle, judge=commune, dossiers=reviewed, recognise=recognise, signing=SIGNING)


def put_question(*, by: User, commune: Unit) -> Collection:
    """A count that every village of a commune is asked for until two hours from now."""
    villages = [group for group in groups_to_ask(by) if group.slug == f"{commune.pk}:{AREA.value}"]
    question = Question(
        scope=commune, text="Số lượt tuần tra trong tuần", kind=Collection.Kind.COUNT, measure="lượt",
        due_at=clock.now() + timedelta(hours=2), units=units_of(by, villages),
    )  # fmt: skip
    return collection_open(by=by, question=question)


def load_tables() -> None:
    """The table of who decides, with the rows of earlier years filled in as an administrator would."""
    load_deciding_bodies()
    silent = DecidingBody.objects.filter(valid_from__isnull=True, body="")
    silent.filter(managing_rank=SubjectKind.COMMUNE).update(body="Ủy ban nhân dân cấp xã", signatory="Chủ tịch")
    silent.filter(managing_rank=SubjectKind.DISTRICT).update(body="Ủy ban nhân dân cấp huyện", signatory="Chủ tịch")


def _again(dossiers: list[Dossier]) -> list[Dossier]:
    """The same dossiers as they are now."""
    wanted = {dossier.pk for dossier in dossiers}
    kind = SubjectKind(dossiers[0].subject_kind)
    return [dossier for dossier in dossiers_of(dossiers[0].cycle, kind) if dossier.pk in wanted]


def signed_in(user: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(user)
    return client
