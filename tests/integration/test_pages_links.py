"""A head with a telephone and a link: in by PIN, registers, reports, sees the verdict; and reaches nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import DossierState
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel import clock
from binhyen.links.models import Link
from binhyen.links.services import GivenLink, link_revoke, links_give
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, signed_in
from tests.integration import test_scope as scope

pytestmark = [pytest.mark.django_db]


def given() -> GivenLink:
    commune = make_commune(2)
    office = make_office(commune)
    dossiers = dossiers_of(make_cycle(by=office, commune=commune))
    return links_give(by=office, dossiers=dossiers[:1], valid_to=clock.today() + timedelta(days=9))[0]


def entered(one: GivenLink) -> Client:
    client = Client()
    answer = client.post(home(one), {"pin": one.pin})
    assert answer.status_code == 302
    return client


def home(one: GivenLink) -> str:
    return reverse("link_home", args=[one.token])


def screen(one: GivenLink, number: int = 1) -> str:
    return reverse("link_figures", args=[one.token, number])


def fields(page: str) -> dict[str, str]:
    """The hidden fields and the text boxes of a page."""
    inputs = re.findall(r"<input[^>]*>", page)
    pairs = [
        (re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs if "radio" not in one
    ]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def first_box(page: str) -> str:
    return next(name for name in fields(page) if name.startswith("v:"))


def test_without_the_pin_nothing_of_the_unit_is_told_but_that_there_is_a_door() -> None:
    one = given()
    shown = Client().get(home(one))
    assert shown.status_code == 200
    assert one.dossier.unit_name not in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_a_link_that_ended_and_one_that_never_was_answer_alike() -> None:
    one, client = given(), Client()
    link_revoke(by=make_office(one.dossier.cycle.scope), link=Link.objects.get())
    ended, never = client.get(home(one)), client.get(reverse("link_home", args=["x" * 22]))
    assert ended.status_code == never.status_code == 404
    assert ended.content == never.content


def test_the_head_registers_and_reports_and_the_log_says_by_which_way() -> None:
    one = given()
    client = entered(one)
    client.post(reverse("link_register", args=[one.token]), {"act_key": "a"})
    one.dossier.refresh_from_db()
    assert one.dossier.state == DossierState.REGISTRATION_SENT
    page = client.get(screen(one)).content.decode()
    answer = client.post(screen(one), fields(page) | {first_box(page): "2.412"})
    assert answer.status_code == 302
    value = FigureValue.objects.get()
    assert (value.number, value.channel) == (2412, Channel.LINK)
    assert "liên kết có mã PIN" in value.typed_by.full_name
    acts = LogEntry.objects.filter(verb__in=("dossier.registration_sent", "figures.recorded"))
    assert {"liên kết có mã PIN" in name for name in acts.values_list("actor_name", flat=True)} == {True}
    shown = client.get(home(one)).content.decode()
    assert "2.412" in shown
    assert "Tiêu chí" in shown


def test_sending_a_screen_twice_records_once() -> None:
    one = given()
    client = entered(one)
    page = client.get(screen(one)).content.decode()
    sent = fields(page) | {first_box(page): "12"}
    assert [client.post(screen(one), sent).status_code for _ in range(2)] == [302, 302]
    assert FigureValue.objects.count() == 1


def test_what_was_typed_before_the_pin_was_asked_again_comes_back_and_is_not_saved() -> None:
    one = given()
    client = entered(one)
    page = client.get(screen(one)).content.decode()
    sent = fields(page) | {first_box(page): "77"}
    stranger = Client()
    door = stranger.post(screen(one), sent).content.decode()
    assert 'value="77"' in door
    again = stranger.post(screen(one), fields(door) | {"pin": one.pin})
    assert again.status_code == 200
    assert 'value="77"' in again.content.decode()
    assert not FigureValue.objects.exists()
    assert stranger.post(screen(one), fields(again.content.decode())).status_code == 302
    assert FigureValue.objects.get().number == 77


def test_a_value_changed_meanwhile_is_shown_beside_the_typed_one() -> None:
    one = given()
    client, other = entered(one), entered(one)
    page = client.get(screen(one)).content.decode()
    box = first_box(page)
    other.post(screen(one), fields(page) | {box: "10", "act_key": "b"})
    late = client.post(screen(one), fields(page) | {box: "11"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Người khác vừa ghi “10”; anh/chị nhập “11”." in shown
    assert client.post(screen(one), fields(shown)).status_code == 302
    assert FigureValue.objects.get(is_current=True).number == 11


def test_a_percentage_is_answered_in_its_place() -> None:
    one = given()
    client = entered(one)
    page = client.get(screen(one)).content.decode()
    answer = client.post(screen(one), fields(page) | {first_box(page): "94,7 %"})
    assert answer.status_code == 422
    assert "94,7 %" in answer.content.decode()


def test_many_wrong_pins_from_one_address_are_refused_whatever_the_link() -> None:
    one, guesser = given(), Client(REMOTE_ADDR="10.0.0.8")
    for _ in range(4):
        for _ in range(5):
            guesser.post(home(one), {"pin": "x"})
        Link.objects.update(locked_until=None, wrong_pins=0)
    assert guesser.post(home(one), {"pin": one.pin}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post(home(one), {"pin": one.pin}).status_code == 302


def test_leaving_shuts_the_door() -> None:
    one = given()
    client = entered(one)
    client.post(reverse("link_out", args=[one.token]))
    assert one.dossier.unit_name not in client.get(home(one)).content.decode()


def test_the_cookie_of_one_link_opens_no_other() -> None:
    one, other = given(), given()
    client = entered(one)
    client.cookies["lien_ket"]["path"] = home(other)
    assert other.dossier.cycle.name not in client.get(home(other)).content.decode()


def test_whoever_came_by_a_link_reaches_no_other_page_of_the_product() -> None:
    world = scope.make_world("Mẫu A")
    client = entered(world.link)
    # As if the browser sent it everywhere.
    client.cookies["lien_ket"]["path"] = "/"
    for name, pages in scope.PAGES.items():
        for page in pages:
            address = reverse(name, args=page.args(world))
            for answer in (client.get(address), client.post(address, page.data(world))):
                assert answer.status_code == 302, name
                assert answer["Location"].startswith(reverse("account_login")), name


def test_the_officer_gives_links_once_and_prints_slips_from_that_page() -> None:
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    client = signed_in(office)
    chosen = [str(dossier.pk) for dossier in dossiers_of(cycle)]
    data = {"ho_so": chosen, "valid_to": f"{clock.today():%d/%m/%Y}", "act_key": "k"}
    shown = client.post(reverse("cycle_links", args=[cycle.pk]), data)
    page = shown.content.decode()
    tokens, pins = re.findall(r'name="token" value="([^"]+)"', page), re.findall(r'name="pin" value="(\d{6})"', page)
    assert len(tokens) == len(pins) == 2
    assert "no-store" in shown["Cache-Control"]
    made = client.post(reverse("link_slips", args=[cycle.pk]), {"token": tokens, "pin": pins})
    assert b"".join(made.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert client.post(reverse("cycle_links", args=[cycle.pk]), data).status_code == 302
    assert Link.objects.count() == 2
