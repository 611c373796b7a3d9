"""A sign-in that ends in the middle of a form loses nothing typed, and hands it to nobody else."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.figures.models import FigureValue
from tests.builders import AREA, PASSWORD, dossiers_of, make_commune, make_cycle, make_office, make_user, register

pytestmark = [pytest.mark.django_db]
HOST = "http://testserver"


class Story:
    """An officer before the grid, with a form that was shown while the sign-in held."""

    def __init__(self, client: Client | None = None) -> None:
        commune = make_commune(2)
        self.office = make_office(commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=commune)
        register(by=self.office, dossiers=dossiers_of(self.cycle))
        self.page = reverse("grid", args=[self.cycle.pk, AREA.value])
        self.client = client or Client()
        sign_in(self.client, self.office)
        shown = self.client.get(self.page).content.decode()
        self.box = re.findall(r'name="(v:[^"]+)"', shown)[0]
        self.key = re.findall(r'name="act_key" value="([^"]+)"', shown)[0]

    def send(self, client: Client | None = None, **more: object) -> object:
        data = {self.box: "2.412", "reported_by": "Trưởng thôn", "channel": "phone", "act_key": self.key}
        return (client or self.client).post(self.page, data | more, headers={"referer": HOST + self.page})


def sign_in(client: Client, user: User) -> None:
    address = reverse("account_login")
    client.get(address)
    answer = client.post(address, {"login": user.username, "password": PASSWORD} | token(client))
    assert answer.status_code == 302


def token(client: Client) -> dict[str, str]:
    cookie = client.cookies.get("csrftoken")
    return {"csrfmiddlewaretoken": cookie.value} if cookie else {}


def end(client: Client) -> None:
    """As when twelve hours are over: the browser has no session any more."""
    client.cookies.pop("sessionid")


def test_what_was_typed_comes_back_after_signing_in_again_and_nothing_was_recorded() -> None:
    story = Story()
    end(story.client)
    sent = story.send()
    assert sent["Location"].startswith(reverse("account_login"))  # type: ignore[index]
    assert "được giữ lại" in story.client.get(sent["Location"]).content.decode()  # type: ignore[index]
    sign_in(story.client, story.office)
    shown = story.client.get(story.page).content.decode()
    assert "còn nguyên, chưa ghi" in shown
    assert f'name="{story.box}" value="2.412"' in shown
    assert not FigureValue.objects.exists()


def test_it_is_gone_once_a_form_was_sent() -> None:
    story = Story()
    end(story.client)
    story.send()
    sign_in(story.client, story.office)
    story.send()
    assert FigureValue.objects.get().number == 2412
    assert "còn nguyên" not in story.client.get(story.page).content.decode()


def test_another_person_at_the_same_machine_does_not_see_it() -> None:
    story = Story()
    end(story.client)
    story.send()
    sign_in(story.client, make_office(story.cycle.scope))
    assert "còn nguyên" not in story.client.get(story.page).content.decode()


@pytest.mark.parametrize("key", ["", "x", "x.y:z"])
def test_a_form_that_no_page_of_ours_made_is_not_kept(key: str) -> None:
    story = Story()
    end(story.client)
    story.key = key
    story.send()
    assert "sessionid" not in story.client.cookies


def kept(client: Client) -> str:
    """All that the server keeps of what was sent."""
    return json.dumps(client.session["typed_again"], ensure_ascii=False)


def test_passwords_files_and_tables_are_never_kept_and_the_person_is_told() -> None:
    story = Story()
    end(story.client)
    story.send(password1="bi mat 1", pasted="Mẫu\t1", tep=SimpleUploadedFile("bang-mau.xlsx", b"x"))
    assert not any(what in kept(story.client) for what in ("bi mat", "bang-mau", "Mẫu"))
    sign_in(story.client, story.office)
    shown = story.client.get(story.page).content.decode()
    assert "2.412" in shown
    assert "xin chọn lại, nhập lại" in shown


@pytest.mark.parametrize("text", ["001090123456", "gọi 0912 345 678", "Tối mật", "ông Nguyễn Văn Mẫu"])
def test_what_a_form_refuses_is_not_kept_before_it_is_refused(text: str) -> None:
    story = Story()
    end(story.client)
    story.send(note=text, reported_by="bà Trần Thị Mẫu")
    assert text not in kept(story.client)
    assert "Trần Thị Mẫu" in kept(story.client)


def test_what_nobody_signs_in_for_is_kept_half_an_hour() -> None:
    story = Story()
    end(story.client)
    story.send()
    assert story.client.session.get_expiry_age() == 1800
    sign_in(story.client, story.office)
    story.client.get(story.page)
    assert story.client.session.get_expiry_age() > 1800


def test_a_form_with_a_token_from_before_the_last_sign_in_opens_anew_with_what_was_typed() -> None:
    story = Story(Client(enforce_csrf_checks=True))
    sent = story.send(csrfmiddlewaretoken="a" * 64)
    assert sent.status_code == 302  # type: ignore[attr-defined]
    assert sent["Location"] == story.page  # type: ignore[index]
    assert "2.412" in story.client.get(story.page).content.decode()
    assert not FigureValue.objects.exists()


def test_a_form_from_elsewhere_is_refused_as_before() -> None:
    story = Story(Client(enforce_csrf_checks=True))
    sent = story.client.post(
        story.page, {story.box: "1", "act_key": story.key}, headers={"origin": "http://mau.example"}
    )
    assert sent.status_code == 403
    assert "còn nguyên" not in story.client.get(story.page).content.decode()


def test_a_fragment_sends_the_whole_page_to_sign_in() -> None:
    client = Client()
    answer = client.post(reverse("work"), headers={"hx-request": "true"})
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_somebody_without_any_role_is_told_whom_to_ask() -> None:
    client = Client()
    sign_in(client, make_user(None))
    shown = client.get(reverse("work"))
    assert shown.status_code == 200
    assert "Chưa được giao vai trò nào" in shown.content.decode()
