"""Handing over an office: roles, open work and sessions in one act, with a record that names offices alone."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.services import grant_give
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.models import Handover
from binhyen.dossiers.selectors.handover import OpenWork, handovers_for, minutes_of, open_work
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.handover import handover_make
from binhyen.insight.services import year_export_ask
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, RefusedByState
from binhyen.links.models import Link
from binhyen.links.services import link_revoke, links_give
from binhyen.papers.models import Job
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from tests.builders import dossiers_of, make_commune, make_cycle, make_user, register, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = clock.today()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def admin(commune: Unit) -> User:
    return make_user(Role.ADMINISTRATOR, commune.pk)


@pytest.fixture
def giver(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk, name="Nguyễn Thị Mẫu")


@pytest.fixture
def taker(commune: Unit) -> User:
    return make_user(Role.FRONT, commune.pk, name="Trần Văn Mẫu")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def may(user: User, act: Act, unit: Unit, on: date | None = None) -> bool:
    return powers_of(fresh(user), on=on).may(act, [unit.pk])


def test_the_roles_pass_in_one_act_and_at_once(admin: User, giver: User, taker: User, commune: Unit) -> None:
    grant_give(by=None, user=giver, role=Role.DATA_OWNER, scope=commune.pk, owner="police")
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert not may(giver, Act.CYCLE_OPEN, commune)
    assert may(taker, Act.CYCLE_OPEN, commune)
    assert powers_of(fresh(taker)).owners([commune.pk]) == {"police"}
    assert may(taker, Act.FRONT_OPINION, commune)


def test_what_was_held_until_yesterday_stays_on_record(admin: User, giver: User, taker: User, commune: Unit) -> None:
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert may(giver, Act.CYCLE_OPEN, commune, on=YESTERDAY)
    assert not may(taker, Act.CYCLE_OPEN, commune, on=YESTERDAY)


def test_a_role_with_a_last_day_passes_until_that_day_and_one_given_today_leaves_nothing(
    admin: User, taker: User, commune: Unit
) -> None:
    last, newcomer = TODAY + timedelta(days=40), make_user(None)
    grant_give(by=None, user=newcomer, role=Role.CHAIR, scope=commune.pk, valid_from=TODAY, valid_to=last)
    handover_make(by=admin, giver=newcomer, taker=taker, scope=commune)
    assert not newcomer.grants.exists()
    held = Grant.objects.get(user=taker, role=Role.CHAIR)
    assert (held.valid_from, held.valid_to) == (TODAY, last)


def test_a_longer_hold_of_the_taker_is_not_cut(admin: User, taker: User, giver: User, commune: Unit) -> None:
    grant_give(by=None, user=taker, role=Role.COMMUNE_OFFICER, scope=commune.pk)
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert Grant.objects.filter(user=taker, role=Role.COMMUNE_OFFICER).count() == 1


def test_a_role_elsewhere_stays_with_whoever_has_it(admin: User, giver: User, taker: User, commune: Unit) -> None:
    other = make_commune(0, name="Mẫu Q")
    grant_give(by=None, user=giver, role=Role.COMMITTEE, scope=other.pk)
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert may(giver, Act.REVIEW, other)
    assert not may(taker, Act.REVIEW, other)


def test_the_giver_is_signed_out_and_nobody_else(admin: User, giver: User, taker: User, commune: Unit) -> None:
    there, here = signed_in(giver), signed_in(taker)
    assert there.get("/viec/").status_code == here.get("/viec/").status_code == 200
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert there.get("/viec/").status_code == 302
    assert here.get("/viec/").status_code == 200


def test_what_is_open_is_counted_and_kept_as_it_was(admin: User, giver: User, taker: User, commune: Unit) -> None:
    cycle = make_cycle(by=giver, commune=commune)
    register(by=giver, dossiers=dossiers_of(cycle)[:1])
    paper_record(by=giver, owner_unit=commune.pk, title="Kế hoạch Mẫu", number="1/KH-UBND")
    made = handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    shown = {(line["words"], line["count"]) for line in made.shown["lines"]}
    assert {("Hồ sơ: đã đăng ký", 1), ("Hồ sơ: chưa đăng ký", 2), ("Bản giấy lưu tại cơ quan", 1)} <= shown
    acts.register(by=taker, dossiers=dossiers_of(cycle)[1:], on=date(2021, 1, 12))
    kept = OpenWork.from_data(Handover.objects.get().shown)
    assert kept == OpenWork.from_data(made.shown) != open_work(taker, commune.pk)


def test_files_that_were_asked_for_pass_on(admin: User, giver: User, taker: User, commune: Unit) -> None:
    job = year_export_ask(by=giver, unit=commune.pk, year=2021)
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert Job.objects.get(pk=job.pk).asked_by == taker.pk


def test_whoever_keeps_a_role_elsewhere_keeps_the_files_about_it(
    admin: User, giver: User, taker: User, commune: Unit
) -> None:
    other = make_commune(0, name="Mẫu Q")
    grant_give(by=None, user=giver, role=Role.COMMUNE_OFFICER, scope=other.pk)
    here, there = (year_export_ask(by=fresh(giver), unit=one.pk, year=2021) for one in (commune, other))
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    assert [Job.objects.get(pk=one.pk).asked_by for one in (here, there)] == [taker.pk, giver.pk]


def test_links_and_open_questions_stay_with_the_units_and_are_counted(
    admin: User, giver: User, taker: User, commune: Unit
) -> None:
    cycle = make_cycle(by=giver, commune=commune)
    links_give(by=giver, dossiers=dossiers_of(cycle), valid_to=TODAY)
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    shown = {line["words"]: line["count"] for line in Handover.objects.get().shown["lines"]}
    assert shown["Liên kết có mã PIN đang dùng"] == 2
    links = Link.objects.select_related("dossier")
    link_revoke(by=fresh(taker), link=links[0])
    with pytest.raises(NotAllowed):
        link_revoke(by=fresh(giver), link=links[1])


def test_no_administrator_hands_over_outside_their_part(giver: User, taker: User, commune: Unit) -> None:
    elsewhere = make_commune(0, name="Mẫu Q")
    with pytest.raises(NotAllowed):
        handover_make(by=make_user(Role.ADMINISTRATOR, elsewhere.pk), giver=giver, taker=taker, scope=commune)
    assert may(giver, Act.CYCLE_OPEN, commune)


def test_a_stranger_takes_nothing_over(admin: User, giver: User, commune: Unit) -> None:
    stranger = make_user(Role.COMMUNE_OFFICER, make_commune(0, name="Mẫu Q").pk)
    with pytest.raises(NotAllowed):
        handover_make(by=admin, giver=giver, taker=stranger, scope=commune)


@pytest.mark.parametrize("who", ["giver", "admin", "closed"])
def test_nobody_takes_over_who_cannot_or_takes_for_themselves(
    admin: User, giver: User, taker: User, commune: Unit, who: str
) -> None:
    User.objects.filter(pk=taker.pk).update(is_active=False)
    chosen = {"giver": giver, "admin": admin, "closed": taker}[who]
    with pytest.raises(InputProblems) as caught:
        handover_make(by=admin, giver=giver, taker=chosen, scope=commune)
    assert caught.value.problems[0].place == "người nhận"
    assert may(giver, Act.CYCLE_OPEN, commune)


def test_what_changed_since_it_was_shown_is_shown_again(admin: User, giver: User, taker: User, commune: Unit) -> None:
    seen = open_work(giver, commune.pk).fingerprint
    make_cycle(by=giver, commune=commune)
    with pytest.raises(Conflict):
        handover_make(by=admin, giver=giver, taker=taker, scope=commune, seen=seen)


def test_nothing_is_handed_over_twice(admin: User, giver: User, taker: User, commune: Unit) -> None:
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    with pytest.raises(RefusedByState):
        handover_make(by=admin, giver=giver, taker=taker, scope=commune)


def test_the_minutes_name_roles_and_counts_and_leave_room_for_names(
    admin: User, giver: User, taker: User, commune: Unit
) -> None:
    make_cycle(by=giver, commune=commune)
    paper = minutes_of(handover_make(by=admin, giver=giver, taker=taker, scope=commune))
    said = str(asdict(paper))
    assert paper.illustrative
    assert [one.title for one in (*paper.co_signatures, paper.signature)] == [
        "Bên giao",
        "Bên nhận",
        "Người chứng kiến",
    ]
    assert "Cán bộ tổng hợp" in said
    assert "Ông (bà) …" in said
    assert not any(name in said for one in (giver, taker) for name in (one.full_name, one.username))


def test_the_log_tells_who_handed_what_over_to_whom(admin: User, giver: User, taker: User, commune: Unit) -> None:
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    told = [line.text for line in lines(LogEntry.objects.filter(verb="office.handed_over"))]
    accounts = f"tài khoản {giver.username} giao cho {taker.username}"
    assert told == [f"Bàn giao tại Xã Mẫu P: {accounts}: Cán bộ tổng hợp; 0 việc, văn bản"]


def test_who_may_read_the_record(admin: User, giver: User, taker: User, commune: Unit) -> None:
    handover_make(by=admin, giver=giver, taker=taker, scope=commune)
    readers = [admin, giver, taker, make_user(Role.INSPECTOR, commune.pk)]
    assert all(handovers_for(fresh(one)).count() == 1 for one in readers)
    assert not handovers_for(make_user(Role.DATA_OWNER, commune.pk, owner="police")).exists()


def test_the_administrator_hands_over_on_the_page_and_prints_the_minutes(
    admin: User, giver: User, taker: User, commune: Unit
) -> None:
    make_cycle(by=giver, commune=commune)
    client, address = signed_in(admin), reverse("handover_new", args=[giver.pk])
    page = client.get(address)
    assert "Hồ sơ: chưa đăng ký" in page.content.decode()
    sent = {
        "don_vi": str(commune.pk), "seen": page.context["work"].fingerprint, "taker": str(taker.pk),
        "title": "Quyết định phân công Mẫu", "number": "5/QĐ-UBND", "issued_on": f"{YESTERDAY:%d/%m/%Y}", "act_key": "k",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    made = Handover.objects.get()
    assert "5/QĐ-UBND" in client.get(reverse("handover", args=[made.pk])).content.decode()
    for suffix, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(reverse("handover_paper", args=[made.pk, suffix]))
        assert b"".join(answer).startswith(magic)
    assert Client().get(reverse("handover", args=[made.pk])).status_code == 302
