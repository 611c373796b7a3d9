"""Letters that remind, through a real mail server on loopback, and the calendar behind a secret address."""

import email
import socket
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.config.commands import remind
from binhyen.dossiers.models import Cycle, YearStep
from binhyen.dossiers.services.calendar import steps_set
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems
from binhyen.reminders.models import MailedReminder, Wish
from binhyen.reminders.services.mailing import letters_send
from binhyen.reminders.services.wishes import mail_wish
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_user, register, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DEADLINE = date(2021, 3, 31)


class Postbox:
    """What the mail server does with a letter: keeps it, or refuses it."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.is_full = False

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.is_full:
            return "452 4.2.2 full"
        assert isinstance(envelope.content, bytes)
        parsed = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.letters.append((list(envelope.rcpt_tos), parsed))
        return "250 OK"

    def last(self) -> str:
        """The text of the letter that came last."""
        return str(self.letters[-1][1].get_content())


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_URL = "https://mau.example"
    yield box
    server.stop()


@pytest.fixture
def cycle() -> Cycle:
    """Three villages and the commune itself; one village has registered, the others are to until the end of March."""
    commune = make_commune(3)
    office = make_office(commune)
    opened = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(opened)[:1])
    steps_set(by=office, cycle=opened, step=YearStep.REGISTER, day=DEADLINE, citation="KH 15/KH-UBND")
    return opened


@pytest.fixture
def officer(cycle: Cycle) -> User:
    """Somebody with an office address who asked for letters."""
    person = make_user(Role.COMMUNE_OFFICER, cycle.scope_id)
    person.email = "tonghop@xamau.example"
    person.save()
    mail_wish(by=person, wanted=True)
    return person


def before(days: int) -> date:
    return DEADLINE - timedelta(days=days)


def test_a_letter_comes_thirty_ten_and_five_days_before_and_every_week_after(postbox: Postbox, officer: User) -> None:
    came = [left for left in range(35, -16, -1) if letters_send(today=before(left))]
    assert came == [30, 10, 5, -1, -8, -15]
    assert {tuple(to) for to, _ in postbox.letters} == {("tonghop@xamau.example",)}


def test_a_letter_counts_units_and_names_none(postbox: Postbox, officer: User) -> None:
    letters_send(today=before(30))
    assert "3 đơn vị chưa đăng ký; hạn 31/03/2021, còn 30 ngày." in postbox.last()
    assert "https://mau.example/viec/" in postbox.last()
    assert "Thôn Mẫu" not in postbox.last()
    assert postbox.letters[0][1]["Auto-Submitted"] == "auto-generated"


def test_the_pass_may_be_asked_every_hour_and_writes_once(postbox: Postbox, officer: User) -> None:
    assert [letters_send(today=before(10)) for _ in range(3)] == [1, 0, 0]
    assert len(postbox.letters) == 1
    assert LogEntry.objects.filter(verb="reminders.mailed").count() == 1


def test_a_letter_that_could_not_go_on_its_day_goes_on_the_next(postbox: Postbox, officer: User) -> None:
    postbox.is_full = True
    assert letters_send(today=before(10)) == 0
    assert not MailedReminder.objects.exists()
    postbox.is_full = False
    assert letters_send(today=before(9)) == 1
    assert "còn 9 ngày" in postbox.last()


def test_a_process_that_died_over_a_letter_is_followed_by_another_after_an_hour(
    postbox: Postbox, officer: User
) -> None:
    letters_send(today=before(10))
    MailedReminder.objects.update(sent_at=None)
    assert letters_send(today=before(10)) == 0
    MailedReminder.objects.update(claimed_at=clock.now() - timedelta(hours=2))
    assert letters_send(today=before(10)) == 1


def test_nobody_gets_letters_who_did_not_ask_or_left(postbox: Postbox, officer: User, cycle: Cycle) -> None:
    other = make_user(Role.COMMUNE_OFFICER, cycle.scope_id)
    other.email = "khac@xamau.example"
    other.save()
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert letters_send(today=before(10)) == 0


def test_a_head_hears_of_the_own_unit_alone(postbox: Postbox, cycle: Cycle) -> None:
    head = make_user(Role.UNIT_HEAD, dossiers_of(cycle)[1].unit_id)
    head.email = "thon2@xamau.example"
    head.save()
    mail_wish(by=head, wanted=True)
    letters_send(today=before(5))
    assert "1 đơn vị chưa đăng ký" in postbox.last()


def test_without_a_mail_server_the_command_sends_nothing_and_says_nothing(
    officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remind.run(Namespace(by_day=False)) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("hour", "letters"), [(6, 0), (7, 1), (20, 1), (21, 0)])
def test_the_hourly_pass_writes_by_day_alone(
    postbox: Postbox, officer: User, monkeypatch: pytest.MonkeyPatch, hour: int, letters: int
) -> None:
    morning = datetime(2021, 3, 26, hour, 59, tzinfo=clock.VIETNAM)
    monkeypatch.setattr(clock, "now", lambda: morning.astimezone(UTC))
    monkeypatch.setattr(clock, "today", morning.date)
    assert remind.run(Namespace(by_day=True)) == 0
    assert len(postbox.letters) == letters


def test_letters_without_an_office_address_are_refused(cycle: Cycle) -> None:
    with pytest.raises(InputProblems):
        mail_wish(by=make_user(Role.COMMUNE_OFFICER, cycle.scope_id), wanted=True)


def feed_address(client: Client) -> str:
    shown = client.post(reverse("reminder_wishes"), {"viec": "lich"}).content.decode()
    return shown.split('id="dia-chi-lich"')[1].split(">")[1].split("<")[0].removeprefix("http://testserver")


def feed_of(officer: User) -> tuple[Client, str]:
    client = signed_in(officer)
    return client, feed_address(client)


def test_the_calendar_holds_days_and_counts_for_whoever_has_its_address(
    officer: User, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: before(10))
    _, address = feed_of(officer)
    answer = Client().get(address)
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20210331" in lines
    assert "DTEND;VALUE=DATE:20210401" in lines
    titles = [line for line in lines if line.startswith("SUMMARY:")]
    assert titles == [f"SUMMARY:Hạn đăng ký: {cycle.name} (còn 3 đơn vị)".replace(",", "\\,")]
    assert "Thôn Mẫu" not in answer.content.decode()


def test_a_new_address_ends_the_old_one_and_a_revoked_one_shows_nothing(officer: User) -> None:
    client, first = feed_of(officer)
    second = feed_address(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client.post(reverse("reminder_wishes"), {"viec": "thu-hoi"})
    assert Client().get(second).status_code == 404
    assert first.split("/")[-1].removesuffix(".ics") not in str(Wish.objects.values_list("feed_digest", flat=True))


def test_whoever_guesses_addresses_or_asks_without_end_is_told_to_wait(officer: User) -> None:
    cache.clear()
    _, address = feed_of(officer)
    answers = [Client().get(address).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    guesses = [Client().get(f"/lich/doan-{at}.ics").status_code for at in range(31)]
    assert guesses == [404] * 30 + [429]
    cache.clear()
