"""A roster holds running numbers and nothing of a household; counts are for everybody, numbers for who types them."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import verify_chain
from binhyen.dossiers.models import Dossier
from binhyen.figures.models import FigureValue
from binhyen.kernel.errors import Conflict, NotAllowed, RefusedByState
from binhyen.units.models import Roster, RosterLine
from binhyen.units.services.rosters import roster_erase, roster_open, roster_resize, roster_tick
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_user, register, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SRC = Path(__file__).resolve().parents[2] / "src" / "binhyen"
DAY = date(2021, 3, 15)
PAPER, MEETING = RosterLine.Channel.PAPER, RosterLine.Channel.MEETING


@pytest.fixture
def dossier() -> Dossier:
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    return dossiers_of(cycle)[0]


@pytest.fixture
def head(dossier: Dossier) -> User:
    return make_user(Role.UNIT_HEAD, dossier.unit_id)


def opened(head: User, dossier: Dossier) -> Roster:
    return roster_open(by=head, unit=dossier.unit_id, year=2021, households=12)


def page(roster: Roster) -> str:
    return f"/don-vi/{roster.unit_id}/so-ho/{roster.year}/"


def send(client: Client, roster: Roster, **typed: object) -> int:
    form = {"viec": "ghi", "ban": str(roster.version), "day": "15/03/2021", "channel": "paper", "numbers": ""}
    return client.post(page(roster), form | typed).status_code


def ticked(roster: Roster) -> list[int]:
    return list(roster.lines.filter(registered=True).values_list("number", flat=True))


def test_numbers_are_ticked_and_typed_and_unticked(head: User, dossier: Dossier) -> None:
    roster, client = opened(head, dossier), signed_in(head)
    assert send(client, roster, so=["12"], numbers="1-3, 5") == 302
    roster.refresh_from_db()
    assert (ticked(roster), roster.registered) == ([1, 2, 3, 5, 12], 5)
    assert send(client, roster, so=["1", "2", "7"], channel="meeting", day="20/03/2021") == 302
    roster.refresh_from_db()
    assert ticked(roster) == [1, 2, 7]
    ways = dict(roster.lines.filter(registered=True).values_list("number", "channel"))
    assert ways == {1: PAPER, 2: PAPER, 7: MEETING}


def test_the_log_tells_counts_and_no_number(head: User, dossier: Dossier) -> None:
    roster = opened(head, dossier)
    roster_tick(by=head, roster=roster, registered=[11], day=DAY, channel=PAPER, seen=1)
    entries = LogEntry.objects.filter(verb__startswith="roster.").order_by("seq")
    assert [entry.payload for entry in entries] == [
        '{"households":12,"registered":0,"year":2021}', '{"households":12,"registered":1,"year":2021}',
    ]  # fmt: skip
    assert all(entry.subjects == [f"unit:{roster.unit_id}"] for entry in entries)
    assert verify_chain() == LogEntry.objects.count()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE, Role.CHAIR, Role.FRONT])
def test_readers_see_counts_and_never_a_number(head: User, dossier: Dossier, role: Role) -> None:
    roster = opened(head, dossier)
    roster_tick(by=head, roster=roster, registered=[11], day=DAY, channel=PAPER, seen=1)
    parent = dossier.unit.versions.get().parent_id
    client = signed_in(make_user(role, parent))
    shown = client.get(page(roster)).content.decode()
    assert "1/12 hộ đã đăng ký" in shown
    assert 'name="so"' not in shown
    assert "15/03/2021" not in shown
    roster.refresh_from_db()
    assert send(client, roster, so=["1"]) == 404


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(head: User, dossier: Dossier) -> None:
    roster, client = opened(head, dossier), signed_in(head)
    roster_tick(by=head, roster=roster, registered=[4], day=DAY, channel=PAPER, seen=1)
    answer = client.post(page(roster), {"viec": "ghi", "ban": "1", "day": "15/03/2021", "channel": "qr", "so": ["9"]})
    assert answer.status_code == 409
    assert 'value="9" checked' in answer.content.decode()
    assert ticked(roster) == [4]
    with pytest.raises(Conflict):
        roster_resize(by=head, roster=roster, households=20, seen=1)


def test_a_strange_number_or_a_day_to_come_changes_nothing(head: User, dossier: Dossier) -> None:
    roster, client = opened(head, dossier), signed_in(head)
    for typed in ({"so": ["13"]}, {"so": ["x"]}, {"numbers": "1-13"}, {"so": ["1"], "day": "01/01/2999"}):
        assert send(client, roster, **typed) == 422
    assert ticked(roster) == []


def test_households_come_and_go_at_the_end(head: User, dossier: Dossier) -> None:
    roster = opened(head, dossier)
    roster = roster_resize(by=head, roster=roster, households=14, seen=1)
    roster = roster_tick(by=head, roster=roster, registered=[14], day=DAY, channel=PAPER, seen=2)
    with pytest.raises(RefusedByState):
        roster_resize(by=head, roster=roster, households=13, seen=3)
    roster = roster_tick(by=head, roster=roster, registered=[1], day=DAY, channel=PAPER, seen=3)
    assert roster_resize(by=head, roster=roster, households=1, seen=4).lines.count() == 1


def test_erasing_leaves_the_counts_alone(head: User, dossier: Dossier) -> None:
    roster = opened(head, dossier)
    roster = roster_tick(by=head, roster=roster, registered=[1, 2], day=DAY, channel=PAPER, seen=1)
    roster = roster_tick(by=head, roster=roster, registered=[1, 2, 3], day=DAY, channel=MEETING, seen=2)
    roster = roster_erase(by=head, roster=roster, seen=3)
    assert not RosterLine.objects.exists()
    assert (roster.registered, roster.by_channel) == (3, {"paper": 2, "meeting": 1})
    with pytest.raises(RefusedByState):
        roster_tick(by=head, roster=roster, registered=[1], day=DAY, channel=PAPER, seen=4)
    shown = signed_in(head).get(page(roster)).content.decode()
    assert "3/12 hộ đã đăng ký" in shown
    assert "chỉ còn số đếm" in shown


def test_the_head_of_the_next_village_has_no_part_in_it(head: User, dossier: Dossier) -> None:
    roster = opened(head, dossier)
    other = make_user(Role.UNIT_HEAD, dossiers_of(dossier.cycle)[1].unit_id)
    assert signed_in(other).get(page(roster)).status_code == 404
    with pytest.raises(NotAllowed):
        roster_tick(by=other, roster=roster, registered=[1], day=DAY, channel=PAPER, seen=1)


def test_a_count_becomes_a_figure_when_somebody_presses_and_says_where_from(head: User, dossier: Dossier) -> None:
    roster = opened(head, dossier)
    roster_tick(by=head, roster=roster, registered=range(1, 10), day=DAY, channel=PAPER, seen=1)
    address, client = f"/so-ho/{roster.unit_id}/2021/ghi-so-lieu/", signed_in(head)
    assert "9/12 hộ đã đăng ký" in client.get(address).content.decode()
    form = {
        "dossier": str(dossier.pk),
        "registered_as": "ho_ky_cam_ket",
        "households_as": "ho_cu_tru",
        "reported_by": "Trưởng thôn",
    }
    assert client.post(address, form).status_code == 302
    values = {value.figure.key: value for value in FigureValue.objects.filter(unit=dossier.unit_id, is_current=True)}
    assert {key: int(value.number or 0) for key, value in values.items()} == {"ho_ky_cam_ket": 9, "ho_cu_tru": 12}
    assert {value.reason for value in values.values()} == {"Theo sổ số hộ năm 2021: 9/12 hộ đăng ký"}
    assert client.post(address, form | {"households_as": "ho_ky_cam_ket"}).status_code == 422
    assert client.post(address, form | {"registered_as": "tngt_so_vu"}).status_code == 422
    assert client.post(address, form | {"dossier": str(roster.pk)}).status_code == 409


def test_nothing_but_the_roster_itself_reads_its_numbers() -> None:
    readers = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if "RosterLine" in path.read_text("utf-8") and "migrations" not in path.parts
    }
    assert readers == {
        "units/models.py",
        "units/services/roster_importing.py",
        *(f"units/{layer}/rosters.py" for layer in ("forms", "selectors", "services", "views")),
    }
