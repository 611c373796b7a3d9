"""What an attacker tries through the web pages: other people's units, forged fields, hostile text, guessed passwords."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import rulebook_import, rulebook_issue
from binhyen.recognition.models import Decision
from binhyen.recognition.services import decision_number
from binhyen.sheets.reading import read_table
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, unit_create, units_create_many
from tests.builders import MEETING, PASSWORD, dossiers_of, make_cycle, make_office, make_user, typist_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULEBOOK = """
programme: mau-an-ninh
version: "1"
name: Phong trào Mẫu
word: phong trào
basis:
  - {title: Văn bản Mẫu, date: 2020-01-01}
valid_from: 2020-01-01
figures:
  so_ho: {name: Số hộ, answer: count, unit: hộ}
  so_vu: {name: Số vụ, answer: count, unit: vụ, owner: police, counts: owner}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Có hộ, rule: so_ho > 0}
      - {code: "2", text: Không có vụ, rule: so_vu = 0}
      - {code: "3", text: Ban Chỉ đạo xác nhận, status: to_confirm}
    levels:
      - {code: dat, name: Đạt tiêu chuẩn, rule: all_met}
"""
SCRIPT = "<script>alert(1)</script>"
READERS = (Role.FRONT, Role.INSPECTOR, Role.REGISTRY, Role.PROVINCE_OFFICER)


@dataclass(frozen=True)
class Place:
    """A commune with two villages, the people of its office, and its cycle of 2021."""

    commune: Unit
    office: User
    cycle: Cycle

    @property
    def dossiers(self) -> list[Dossier]:
        return dossiers_of(self.cycle)


def make_place(name: str, rulebook: Rulebook, *, villages: tuple[str, ...] = ("Mẫu 1", "Mẫu 2")) -> Place:
    commune = unit_create(by=None, name=name, kind=UnitKind.XA, parent=None, is_sample=True)
    rows = [NewUnit(village, UnitKind.THON) for village in villages]
    units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    office = make_office(commune)
    return Place(commune, office, make_cycle(by=office, commune=commune, rulebook=rulebook))


@pytest.fixture
def rulebook() -> Rulebook:
    return rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=RULEBOOK))


@pytest.fixture
def ours(rulebook: Rulebook) -> Place:
    return make_place("Mẫu P", rulebook)


@pytest.fixture
def theirs(rulebook: Rulebook) -> Place:
    return make_place("Mẫu Q", rulebook)


def browser(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return response.content.decode()


def registered(place: Place) -> list[Dossier]:
    acts.register(by=place.office, dossiers=place.dossiers, on=date(2021, 1, 12))
    return place.dossiers


def submitted(place: Place) -> list[Dossier]:
    dossiers = registered(place)
    cells = [Cell(dossier, "so_ho", Answer(number=Decimal(10))) for dossier in dossiers]
    cells += [Cell(dossier, "so_vu", Answer(number=Decimal(at))) for at, dossier in enumerate(dossiers)]
    figures_report(by=place.office, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
    acts.self_assess(by=typist_of(place.office), dossiers=dossiers, meeting=MEETING)
    acts.submit(by=place.office, dossiers=place.dossiers)
    return place.dossiers


def reviewed(place: Place) -> list[Dossier]:
    dossiers = submitted(place)
    said = [acts.CommitteeWord("3", met=True)]
    acts.review(by=place.office, dossiers=dossiers, meeting=MEETING, words=said)
    return place.dossiers


MEETING_FIELDS = {"held_on": "05/11/2021", "form": "meeting", "invited": "9", "present": "8", "agreed": "7"}
REPORTER = {"reported_by": "Trưởng thôn", "channel": "phone"}


@dataclass(frozen=True)
class World:
    """How much there is of everything that an act could change."""

    log: int
    values: int
    papers: int
    decisions: int
    states: tuple[tuple[UUID, str, int], ...]


def world() -> World:
    states = tuple(Dossier.objects.order_by("pk").values_list("pk", "state", "version"))
    counts = (model.objects.count() for model in (LogEntry, FigureValue, Paper, Decision))
    return World(*counts, states)


# ---------------------------------------------------------------- scope, in what is posted


def test_cells_named_for_dossiers_of_another_commune_are_not_stored(ours: Place, theirs: Place) -> None:
    foreign = registered(theirs)[0]
    registered(ours)
    before = world()
    fields = REPORTER | {f"v:{foreign.pk}:so_ho": "99", f"s:{foreign.pk}:so_ho": "", f"n:{foreign.pk}:so_ho": "1/BC"}
    response = browser(ours.office).post(reverse("grid", args=[ours.cycle.pk, "residential_area"]), fields)
    assert response.status_code == 302
    assert world() == before


def test_a_bulk_act_with_one_dossier_of_another_commune_is_refused_as_a_whole(ours: Place, theirs: Place) -> None:
    before = world()
    chosen = [str(ours.dossiers[0].pk), str(theirs.dossiers[0].pk)]
    fields = {"viec": "dang-ky", "loai": "residential_area", "ho_so": chosen, "on": "12/01/2021"}
    response = browser(ours.office).post(reverse("cycle_acts", args=[ours.cycle.pk]), fields)
    assert response.status_code == 404
    assert world() == before


def test_another_communes_cycle_dossier_and_decision_are_not_found_by_any_method(ours: Place, theirs: Place) -> None:
    dossier = reviewed(theirs)[0]
    chosen = {"word": "quyết định", "body": "UBND", "signatory": "Chủ tịch", "ho_so": [str(dossier.pk)]}
    client = browser(ours.office)
    targets: list[tuple[str, dict[str, Any]]] = [
        (reverse("dossier_act", args=[dossier.pk, "yeu-cau-bo-sung"]), {"reason": "x"}),
        (reverse("figures_form", args=[dossier.pk]), REPORTER | {f"v:{dossier.pk}:so_ho": "9"}),
        (reverse("cycle_acts", args=[theirs.cycle.pk]), {"viec": "dang-ky", "loai": "residential_area"}),
        (reverse("decision_room", args=[theirs.cycle.pk]), chosen | {"co-quan": str(theirs.commune.pk)}),
        (reverse("grid", args=[theirs.cycle.pk, "residential_area"]), REPORTER),
        (reverse("figures_import", args=[theirs.cycle.pk]), REPORTER | {"pasted": "Đơn vị\tso_ho\nThôn Mẫu 1\t9"}),
        (reverse("figures_template", args=[theirs.cycle.pk, "residential_area"]), {}),
        (reverse("cycle_log", args=[theirs.cycle.pk]), {}),
    ]
    before = world()
    for address, fields in targets:
        assert client.get(address).status_code == 404, address
        assert client.post(address, fields).status_code in (404, 405), address
    assert world() == before


def test_the_room_of_another_judge_cannot_be_entered_through_ones_own_cycle(ours: Place, theirs: Place) -> None:
    reviewed(theirs)
    address = reverse("decision_room", args=[ours.cycle.pk])
    client = browser(ours.office)
    assert client.get(address, {"co-quan": str(theirs.commune.pk)}).status_code == 404
    fields = {"co-quan": str(theirs.commune.pk), "word": "quyết định", "ho_so": [str(theirs.dossiers[0].pk)]}
    assert client.post(address, fields).status_code == 404
    assert not Decision.objects.exists()


def test_a_foreign_dossier_in_ones_own_room_is_not_decided(ours: Place, theirs: Place) -> None:
    foreign, (first, _) = reviewed(theirs)[0], reviewed(ours)
    fields = {"word": "quyết định", "body": "UBND xã Mẫu P", "signatory": "Chủ tịch", "ho_so": [str(foreign.pk), str(first.pk)]}  # fmt: skip
    browser(ours.office).post(reverse("decision_room", args=[ours.cycle.pk]), fields)
    assert Dossier.objects.get(pk=first.pk).state == DossierState.RECOGNISED
    assert Dossier.objects.get(pk=foreign.pk).state == DossierState.REVIEWED


def test_a_cycle_is_not_opened_for_a_unit_outside_the_persons_reach(
    ours: Place, theirs: Place, rulebook: Rulebook
) -> None:
    before = world()
    fields = {"bo_tieu_chi": str(rulebook.pk), "nam": "2022", "don_vi": str(theirs.commune.pk), "tim": ""}
    client = browser(ours.office)
    shown = client.get(reverse("cycle_open"), fields)
    assert "Mẫu Q" not in words(shown)
    client.post(reverse("cycle_open"), fields)
    assert world() == before
    assert not Cycle.objects.filter(year=2022).exists()


def test_a_unit_is_not_made_below_another_commune(ours: Place, theirs: Place) -> None:
    before = Unit.objects.count()
    client = browser(ours.office)
    for parent in (str(theirs.commune.pk), "Xã Mẫu Q", "Mẫu Q"):
        client.post(reverse("unit_new"), {"name": "Mẫu lạ", "kind": "thon", "parent": parent})
    assert Unit.objects.count() == before


def test_the_log_of_another_unit_is_not_read_through_the_filter(ours: Place, theirs: Place) -> None:
    registered(theirs)
    response = browser(ours.office).get(
        reverse("cycle_log", args=[ours.cycle.pk]), {"don-vi": str(theirs.dossiers[0].unit_id)}
    )
    assert "đăng ký" not in re.sub(r"<nav.*?</nav>", "", words(response), flags=re.DOTALL).partition("<main")[2]


def test_the_head_of_a_village_reaches_neither_the_neighbour_nor_the_police_figure(ours: Place) -> None:
    mine, neighbour = registered(ours)
    head = browser(make_user(Role.UNIT_HEAD, mine.unit_id))
    assert head.get(reverse("dossier", args=[neighbour.pk])).status_code == 404
    page = reverse("grid", args=[ours.cycle.pk, "residential_area"])
    assert neighbour.unit_name not in words(head.get(page))
    names = [f"v:{mine.pk}:so_vu", f"v:{neighbour.pk}:so_ho", f"v:{neighbour.pk}:so_vu"]
    head.post(page, REPORTER | dict.fromkeys(names, "0"))
    assert not FigureValue.objects.exists()
    head.post(page, REPORTER | {f"v:{mine.pk}:so_ho": "7"})
    assert FigureValue.objects.get().unit_id == mine.unit_id


def test_the_police_enter_their_figure_and_no_other(ours: Place) -> None:
    dossier = registered(ours)[0]
    police = browser(make_user(Role.DATA_OWNER, ours.commune.pk, owner="police"))
    health = browser(make_user(Role.DATA_OWNER, ours.commune.pk, owner="health"))
    fields = REPORTER | {f"v:{dossier.pk}:so_ho": "5", f"v:{dossier.pk}:so_vu": "0"}
    health.post(reverse("figures_form", args=[dossier.pk]), fields)
    assert not FigureValue.objects.exists()
    police.post(reverse("figures_form", args=[dossier.pk]), fields)
    assert [value.figure.key for value in FigureValue.objects.select_related("figure")] == ["so_vu"]


def test_the_police_do_not_import_a_figure_of_the_village(ours: Place) -> None:
    registered(ours)
    police = browser(make_user(Role.DATA_OWNER, ours.commune.pk, owner="police"))
    fields = REPORTER | {"pasted": "Đơn vị\tso_ho\nThôn Mẫu 1\t9", "confirm": "1"}
    response = police.post(reverse("figures_import", args=[ours.cycle.pk]), fields)
    assert response.status_code == 422
    assert not FigureValue.objects.exists()


@pytest.mark.parametrize("role", READERS)
def test_who_only_reads_changes_nothing(ours: Place, role: Role) -> None:
    first, second = submitted(ours)
    reader = browser(make_user(role, ours.commune.pk))
    before = world()
    meeting = MEETING_FIELDS | {"word_3": "yes"}
    kinds = {"loai": "residential_area", "ho_so": [str(first.pk)]}
    posts: list[tuple[str, dict[str, Any]]] = [
        (reverse("dossier_act", args=[first.pk, slug]), meeting | {"reason": "x", "on": "12/01/2021"})
        for slug in ("dang-ky", "khong-dang-ky", "tu-danh-gia", "nop", "xet-duyet", "yeu-cau-bo-sung", "y-kien")
    ]
    posts += [
        (reverse("cycle_acts", args=[ours.cycle.pk]), kinds | meeting | {"viec": slug})
        for slug in ("dang-ky", "tu-danh-gia", "nop", "xet-duyet")
    ]
    posts += [
        (reverse("figures_form", args=[second.pk]), REPORTER | {f"v:{second.pk}:so_ho": "5", f"v:{second.pk}:so_vu": "0"}),
        (reverse("grid", args=[ours.cycle.pk, "residential_area"]), REPORTER | {f"v:{second.pk}:so_vu": "0"}),
        (reverse("decision_room", args=[ours.cycle.pk]), {"word": "quyết định", "ho_so": [str(first.pk)]}),
    ]  # fmt: skip
    for address, fields in posts:
        reader.post(address, fields)
    assert world() == before


def test_a_grant_that_ended_or_has_not_begun_gives_nothing(ours: Place) -> None:
    today = clock.today()
    ended, future = make_user(None), make_user(None)
    role, scope = Role.COMMUNE_OFFICER, ours.commune.pk
    grant_give(by=None, user=ended, role=role, scope=scope, valid_to=today - timedelta(days=1))
    grant_give(by=None, user=future, role=role, scope=scope, valid_from=today + timedelta(days=1))
    for user in (ended, future):
        client = browser(user)
        assert client.get(reverse("cycle", args=[ours.cycle.pk])).status_code == 404
        assert client.get(reverse("unit_new")).status_code == 404
    assert Grant.objects.filter(user__in=[ended, future]).count() == 2


def test_somebody_whose_account_was_closed_is_out_at_once(ours: Place) -> None:
    client = browser(ours.office)
    assert client.get(reverse("work")).status_code == 200
    User.objects.filter(pk=ours.office.pk).update(is_active=False)
    assert client.get(reverse("work")).status_code == 302


def test_the_head_of_a_village_does_not_learn_who_else_was_not_recognised(ours: Place) -> None:
    first, second = reviewed(ours)
    fields = {"word": "quyết định", "body": "UBND xã Mẫu P", "signatory": "Chủ tịch", "ho_so": [str(first.pk), str(second.pk)]}  # fmt: skip
    browser(ours.office).post(reverse("decision_room", args=[ours.cycle.pk]), fields)
    made = Decision.objects.get()
    decision_number(by=ours.office, decision=made, number="1/QĐ", signed_on=date(2021, 12, 1))
    address = reverse("decision", args=[made.pk])
    assert second.unit_name in words(browser(ours.office).get(address))
    of_first, of_second = (browser(make_user(Role.UNIT_HEAD, one.unit_id)) for one in (first, second))
    assert second.unit_name not in words(of_first.get(address))
    assert second.unit_name in words(of_second.get(address))


def test_a_key_of_somebody_elses_submission_does_not_swallow_mine(ours: Place, theirs: Place) -> None:
    key = str(uuid4())
    for place in (ours, theirs):
        fields = {"on": "12/01/2021", "act_key": key}
        browser(place.office).post(reverse("dossier_act", args=[place.dossiers[0].pk, "dang-ky"]), fields)
    assert [place.dossiers[0].state for place in (ours, theirs)] == [DossierState.REGISTERED] * 2


def test_the_same_submission_sent_twice_counts_once(ours: Place) -> None:
    registered(ours)
    client, address = browser(ours.office), reverse("figures_form", args=[ours.dossiers[0].pk])
    fields = REPORTER | {f"v:{ours.dossiers[0].pk}:so_ho": "7", "act_key": "k" * 500}
    client.post(address, fields)
    before = world()
    client.post(address, fields | {f"v:{ours.dossiers[0].pk}:so_ho": "8"})
    assert world() == before


# ---------------------------------------------------------------- what a browser is told


def pages_of(place: Place) -> list[str]:
    """One address of every page that a signed-in person has."""
    dossier = place.dossiers[0]
    one, cycle = [dossier.pk], [place.cycle.pk]
    named = ("work", "cycles", "cycle_open", "unit_search", "unit_new", "rulebook_list", "rulebook_check", "home")
    return [
        *(reverse(name) for name in named),
        *(reverse(name, args=cycle) for name in ("cycle", "dossier_list", "cycle_log", "decision_room", "figures_import")),
        *(reverse(name, args=one) for name in ("dossier", "figures_form")),
        reverse("dossier_act", args=[dossier.pk, "dang-ky"]),
        reverse("grid", args=[place.cycle.pk, "residential_area"]),
        reverse("cycle_acts", args=cycle) + "?viec=dang-ky&loai=residential_area",
        reverse("unit_page", args=[place.commune.pk]),
        reverse("public_unit", args=[place.commune.pk]),
        reverse("rulebook_page", args=[place.cycle.rulebook_id]),
        *(reverse(name) for name in ("mfa_index", "account_change_password", "account_email", "mfa_activate_totp")),
    ]  # fmt: skip


INLINE = re.compile(r"<script(?![^>]*\b(?:src|nonce)=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def guarded(response: HttpResponse, address: str) -> None:
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'", address
    assert "unsafe" not in response["Content-Security-Policy"], address
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", address
    assert response["X-Content-Type-Options"] == "nosniff", address
    assert response["X-Frame-Options"] == "DENY", address
    if response["Content-Type"].startswith("text/html"):
        assert not INLINE.search(response.content.decode()), address


def test_every_page_is_under_the_strict_policy_and_holds_nothing_inline(ours: Place) -> None:
    client = browser(ours.office)
    for address in pages_of(ours):
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        guarded(response, address)


def test_answers_that_are_no_pages_are_guarded_as_well(ours: Place) -> None:
    reviewed(ours)
    client = browser(ours.office, raise_request_exception=False)
    room = {"word": "quyết định", "body": "UBND", "signatory": "Chủ tịch", "ho_so": [str(ours.dossiers[0].pk)]}
    client.post(reverse("decision_room", args=[ours.cycle.pk]), room)
    template = reverse("figures_template", args=[ours.cycle.pk, "residential_area"])
    pdf = reverse("decision_pdf", args=[Decision.objects.get().pk])
    for address, status in ((template, 200), (pdf, 200), ("/khong-co/", 404), (f"/ho-so/{uuid4()}/", 404)):
        response = client.get(address)
        assert response.status_code == status
        guarded(response, address)
    assert "no-store" in client.get(pdf)["Cache-Control"]
    guarded(client.get("/", headers={"host": "xau.example"}), "a host that is not ours")
    guarded(Client(enforce_csrf_checks=True).post(reverse("account_login")), "a forged request")


def test_pages_of_signed_in_people_are_not_kept_by_the_browser(ours: Place) -> None:
    client = browser(ours.office)
    for name in ("work", "cycles", "unit_search", "rulebook_list"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_no_post_is_taken_without_the_token(ours: Place) -> None:
    client = browser(ours.office, enforce_csrf_checks=True)
    before = world()
    for address in pages_of(ours):
        assert client.post(address, {"act_key": "x"}).status_code in (403, 405), address
    assert world() == before


def test_signing_in_leads_to_our_own_pages_only(ours: Place) -> None:
    for target in ("https://xau.example/", "//xau.example/", "javascript:alert(1)", "/\\xau.example"):
        fields = {"login": ours.office.username, "password": PASSWORD, "next": target}
        response = Client().post(reverse("account_login"), fields)
        assert response["Location"] == reverse("work")


def test_signing_in_gives_a_new_session(ours: Place) -> None:
    client = Client()
    client.get(reverse("account_login"))
    client.session["planted"] = "1"
    session = client.session
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(reverse("account_login"), {"login": ours.office.username, "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(ours: Place) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": ours.office.username, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# ---------------------------------------------------------------- guessing


@pytest.fixture
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(name: str, password: str = "sai mat khau") -> str:
    return words(Client().post(reverse("account_login"), {"login": name, "password": password}))


@pytest.mark.usefixtures("empty_cache")
def test_guessing_a_password_is_stopped_even_with_the_right_one_at_last(ours: Place) -> None:
    for _ in range(5):
        sign_in(ours.office.username)
    assert "Đã thử sai nhiều lần" in sign_in(ours.office.username, PASSWORD)


def test_every_process_counts_the_same_failures(settings: Any) -> None:
    assert "locmem" not in settings.CACHES["default"]["BACKEND"]
    assert "dummy" not in settings.CACHES["default"]["BACKEND"]


@pytest.mark.usefixtures("empty_cache")
def test_a_wrong_password_and_an_unknown_name_sound_the_same(ours: Place) -> None:
    def said(page: str) -> list[str]:
        return re.findall(r"Tên đăng nhập hoặc mật khẩu[^<]*", page)

    known, unknown = said(sign_in(ours.office.username)), said(sign_in("khong-co-ai"))
    assert known == unknown != []


@pytest.mark.usefixtures("empty_cache")
@pytest.mark.parametrize("address", ["mau@mau.example", "khong-co@mau.example"])
def test_no_password_is_reset_by_mail(ours: Place, address: str, mailoutbox: list[object]) -> None:
    User.objects.filter(pk=ours.office.pk).update(email="mau@mau.example")
    response = Client().post(reverse("account_reset_password"), {"email": address})
    assert response.status_code in (200, 302, 404, 405)
    assert not mailoutbox


def test_nobody_changes_the_address_that_the_administrator_keeps(ours: Place, mailoutbox: list[object]) -> None:
    client = browser(ours.office)
    for fields in ({"action_add": "", "email": "moi@mau.example"}, {"email": "moi@mau.example"}):
        client.post(reverse("account_email"), fields)
    assert User.objects.get(pk=ours.office.pk).email == ""
    assert not mailoutbox


def test_nobody_signs_up() -> None:
    before = User.objects.count()
    fields = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), fields)
    assert User.objects.count() == before


# ---------------------------------------------------------------- hostile text


def test_text_that_people_type_is_never_markup(rulebook: Rulebook) -> None:
    place = make_place("Mẫu P", rulebook, villages=(SCRIPT, "=1+1"))
    first, _ = submitted(place)
    client = browser(place.office)
    more = {"reason": SCRIPT, "criterion": ""}
    client.post(reverse("dossier_act", args=[first.pk, "yeu-cau-bo-sung"]), more)
    seen = FigureValue.objects.get(unit=first.unit_id, figure__key="so_ho").pk
    paper = {
        f"v:{first.pk}:so_ho": "11",
        f"s:{first.pk}:so_ho": str(seen),
        f"n:{first.pk}:so_ho": SCRIPT,
        f"i:{first.pk}:so_ho": SCRIPT,
    }
    fields = paper | {"reported_by": SCRIPT, "channel": "phone"}
    assert client.post(reverse("figures_form", args=[first.pk]), fields).status_code == 302
    bad = client.post(reverse("figures_form", args=[first.pk]), fields | {f"v:{first.pk}:so_ho": SCRIPT})
    pasted = REPORTER | {"pasted": f"Đơn vị\tso_ho\t{SCRIPT}\n{SCRIPT} x\t{SCRIPT}\n"}
    import_page = client.post(reverse("figures_import", args=[place.cycle.pk]), pasted)
    shown = [client.get(address) for address in (*pages_of(place), reverse("public_unit", args=[first.unit_id]))]
    for response in (*shown, bad, import_page):
        assert "<script>alert" not in words(response), response.request["PATH_INFO"]


def test_a_workbook_of_the_product_holds_no_formula(rulebook: Rulebook) -> None:
    place = make_place("Mẫu P", rulebook, villages=("=HYPERLINK(1)", "+1"))
    content = browser(place.office).get(reverse("figures_template", args=[place.cycle.pk, "residential_area"])).content
    assert b"<f>" not in BytesIO(content).getvalue()
    assert "Thôn =HYPERLINK(1)" in list(read_table(content, filename="m.xlsx").values(0))


HOSTILE = {
    "a NUL": "a\x00b",
    "a very long text": "x" * 20_000,
    "line breaks": "một\r\nhai\nba",
    "invisible direction": "\u202eabc\u2066",
    "not UTF-8": b"\xff\xfe\xc3\x28",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_any_field_is_answered_without_a_fault(ours: Place, text: Any) -> None:
    first, _ = registered(ours)
    client = browser(ours.office)
    one, cycle = str(first.pk), [ours.cycle.pk]
    names = (f"v:{one}:so_ho", f"n:{one}:so_ho", f"i:{one}:so_ho", f"k:{one}:so_ho", f"s:{one}:so_ho")
    posts: list[tuple[str, dict[str, Any]]] = [
        (reverse("figures_form", args=[first.pk]), REPORTER | {f"v:{one}:so_ho": "5", name: text}) for name in names
    ]
    posts += [
        (reverse("figures_form", args=[first.pk]), {"channel": "phone", f"v:{one}:so_ho": "6", "reported_by": text}),
        (reverse("figures_form", args=[first.pk]), REPORTER | {f"v:{one}:so_ho": "7", "act_key": text}),
        (reverse("figures_form", args=[first.pk]), {"reported_by": "x", f"v:{one}:so_ho": "8", "channel": text}),
        (reverse("figures_import", args=cycle), REPORTER | {"pasted": text}),
        (reverse("figures_import", args=cycle), REPORTER | {"table": text}),
        (reverse("figures_import", args=cycle), {"kind": text, "pasted": "a\tb\n1\t2"}),
        (reverse("figures_import", args=cycle), {"channel": "file", "reported_by": text, "confirm": "1", "pasted": "Đơn vị\tso_ho\nThôn Mẫu 1\t9"}),
        (reverse("cycle_acts", args=cycle), {"viec": text, "loai": text, "ho_so": text}),
        (reverse("cycle_acts", args=cycle), {"viec": "dang-ky", "loai": "residential_area", "ho_so": text}),
        (reverse("decision_room", args=cycle), {"co-quan": text, "word": text}),
        (reverse("unit_new"), {"name": text, "kind": "thon", "parent": str(ours.commune.pk)}),
        (reverse("unit_new"), {"name": "Mẫu 9", "kind": "thon", "parent": text, "tax": text}),
        (reverse("cycle_open"), {"bo_tieu_chi": text, "nam": text, "tim": text, "don_vi": text}),
        (reverse("cycle_open"), {"bo_tieu_chi": str(ours.cycle.rulebook_id), "nam": "2022", "tim": text, "name": text}),
        (reverse("account_login"), {"login": text, "password": text}),
        (reverse("rulebook_confirm", args=[ours.cycle.rulebook_id]), {"place": text, "citation": text}),
        (reverse("dossier_act", args=[first.pk, "tu-danh-gia"]), MEETING_FIELDS | {"number": text, "place_kept": text}),
        (reverse("dossier_act", args=[first.pk, "tu-danh-gia"]), MEETING_FIELDS | {"invited": text, "held_on": text}),
    ]  # fmt: skip
    for address, fields in posts:
        assert client.post(address, fields).status_code < 500, (address, list(fields))
    gets = (
        ("home", [], ("q",)), ("unit_search", [], ("q", "ngay")), ("unit_new", [], ("cha",)), ("cycle_open", [], ("nam", "tim", "don_vi")),
        ("dossier_list", cycle, ("trang-thai", "loai", "ket-qua", "q", "trang")), ("cycle_log", cycle, ("don-vi", "trang")),
        ("decision_room", cycle, ("co-quan",)), ("cycle_acts", cycle, ("viec", "loai")), ("grid", [*cycle, "residential_area"], ("trang",)),
        ("unit_page", [ours.commune.pk], ("ngay", "loai", "trang")), ("rulebook_page", [ours.cycle.rulebook_id], ("loai",)),
        ("figures_import", cycle, ("loai",)), ("account_login", [], ("next",)),
    )  # fmt: skip
    for name, args, asked in gets:
        for key in asked:
            assert client.get(reverse(name, args=args), {key: text}).status_code < 500, (name, key)


@pytest.mark.parametrize("day", ["29/02/2021", "01/01/0001", "31/12/9999", "00/00/0000", "1/1/99999", "2021-13-01"])
def test_a_day_that_cannot_be_is_refused_or_answered(ours: Place, day: str) -> None:
    dossier = ours.dossiers[0]
    client = browser(ours.office)
    response = client.post(reverse("dossier_act", args=[dossier.pk, "dang-ky"]), {"on": day})
    assert response.status_code == 422
    assert ours.dossiers[0].state == DossierState.DRAFT
    for address in (reverse("unit_page", args=[ours.commune.pk]), reverse("unit_search")):
        assert client.get(address, {"ngay": day, "q": "mau"}).status_code == 200
    new = {"name": "Mẫu 9", "kind": "thon", "parent": str(ours.commune.pk), "valid_from": day}
    assert client.post(reverse("unit_new"), new).status_code in (200, 302, 422)


@pytest.mark.parametrize("number", ["9" * 5000, "1e9", "0," + "1" * 500, "-1", "NaN", "Infinity", "1.000.000.000.001"])
def test_a_number_that_cannot_be_is_refused_at_its_cell(ours: Place, number: str) -> None:
    dossier = registered(ours)[0]
    fields = REPORTER | {f"v:{dossier.pk}:so_ho": number}
    response = browser(ours.office).post(reverse("figures_form", args=[dossier.pk]), fields)
    assert response.status_code == 422
    assert not FigureValue.objects.exists()


BOMB = "a: &a [x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a,*a]\n" for n in range(50))
FILES = {
    "a bomb of aliases": BOMB.encode(),
    "a lone surrogate": b'programme: "\\ud800"\n',
    "deep nesting": b"[" * 100_000,
    "an object tag": b"!!python/object/apply:os.system ['id']",
    "a NUL": b"programme: a\x00b",
    "not UTF-8": b"\xff\xfe\x00",
    "a long key": b"x" * 1_000_000 + b": 1",
    "markup": f"programme: '{SCRIPT}'\n{SCRIPT}: 1\n".encode(),
    "SQL": b'programme: "x\'); DROP TABLE accounts_user;--"\n',
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_hostile_rulebook_is_answered_with_problems(ours: Place, content: bytes) -> None:
    file = BytesIO(content)
    file.name = "../../etc/bo.yaml<script>"
    response = browser(ours.office).post(reverse("rulebook_check"), {"file": file})
    assert response.status_code == 422
    assert "<script>alert" not in words(response)
    assert len(response.content) < 300_000
