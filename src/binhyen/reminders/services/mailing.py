"""The daily letters: what a person's units owe, 30, 10 and 5 days before the day and every week after it.

May be asked as often as one likes: each dossier is written of once for each mark before each deadline, also when two
processes ask at once or one of them dies. Letters hold counts and the names of cycles, no unit.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.codes import new_id
from binhyen.kernel.text import day, number
from binhyen.reminders.models import MailedReminder, OwedStep, Wish
from binhyen.reminders.selectors.owed import Owed
from binhyen.reminders.selectors.wishes import owed_by_units_of

logger = logging.getLogger(__name__)
MARKS = (5, 10, 30)
_WEEK = 7
_WEEKS_AFTER = 8
# A claim that no letter followed within this time belongs to a process that died.
_DEAD_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Something owed of which a letter is to be written now."""

    owed: Owed
    deadline: date
    mark: int


def mark_of(deadline: date, today: date) -> int | None:
    """Which letter the day asks for: 30, 10 or 5 days before, below zero the first, eighth … day after. A letter that
    could not go on its own day goes on the next. None: no letter now."""
    left = clock.days_left(deadline, today)
    if left < 0:
        week = (-left - 1) // _WEEK
        return -(week * _WEEK + 1) if week < _WEEKS_AFTER else None
    return next((mark for mark in MARKS if left <= mark), None)


def letters_send(*, today: date | None = None) -> int:
    """Write to everybody who wishes it and whom something concerns today; how many letters the mail server took.

    A letter that was not taken is tried again at the next call. Does nothing where no mail server is set.
    """
    if not settings.EMAIL_HOST:
        return 0
    wishes = Wish.objects.filter(by_mail=True, user__is_active=True).exclude(user__email="").select_related("user")
    now = today or clock.today()
    return sum(_write_to(one.user, now) for one in wishes)


def _write_to(person: User, today: date) -> bool:
    due = [
        Due(one, one.deadline, mark)
        for one in owed_by_units_of(person)
        if one.deadline and (mark := mark_of(one.deadline, today)) is not None
    ]
    letter = new_id()
    claimed = _claim(person, due, letter)
    if not claimed:
        return False
    try:
        _letter(person, claimed, letter, today, get_connection()).send()
    except OSError as error:
        # Every failure of a mail server is one: refused, gone, too slow.
        logger.warning("letter to %s was not taken: %s", person.username, error)
        MailedReminder.objects.filter(letter=letter).delete()
        return False
    _sent(person, letter, len(claimed))
    return True


@transaction.atomic
def _claim(person: User, due: Sequence[Due], letter: UUID) -> list[Due]:
    """Those of which no other letter was written or is being written."""
    if not due:
        return []
    now = clock.now()
    MailedReminder.objects.filter(user=person, sent_at=None, claimed_at__lt=now - _DEAD_AFTER).delete()
    MailedReminder.objects.bulk_create(
        (
            MailedReminder(
                user=person, dossier=one.owed.dossier, step=one.owed.step, deadline=one.deadline, mark=one.mark,
                letter=letter, claimed_at=now,
            )
            for one in due
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    ours = set(MailedReminder.objects.filter(letter=letter).values_list("dossier", flat=True))
    return [one for one in due if one.owed.dossier.pk in ours]


@transaction.atomic
def _sent(person: User, letter: UUID, count: int) -> None:
    MailedReminder.objects.filter(letter=letter).update(sent_at=clock.now())
    payload = {"dossiers": count}
    audit.record(by=None, verb="reminders.mailed", subjects=[("user", person.pk)], payload=payload)


def _letter(person: User, due: Sequence[Due], letter: UUID, today: date, connection: BaseEmailBackend) -> EmailMessage:
    lines = "\n".join(f"- {line}" for line in _lines(due, today))
    link = f"\n\nXem việc của anh/chị: {settings.PUBLIC_URL}{reverse('work')}" if settings.PUBLIC_URL else ""
    stop = "Muốn thôi nhận thư: mở mục “Nhắc qua thư và lịch” sau khi đăng nhập."
    return EmailMessage(
        subject=f"Bình Yên: {number(len(due))} hồ sơ đến hạn hoặc quá hạn",
        body=f"Tính đến ngày {day(today)}, trong phạm vi của anh/chị:\n\n{lines}{link}\n\n{stop}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={"Message-ID": f"<{letter}@binhyen>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _lines(due: Sequence[Due], today: date) -> list[str]:
    counts = Counter((one.deadline, one.owed.dossier.cycle.name, OwedStep(one.owed.step)) for one in due)
    return [
        f"{cycle}: {number(count)} đơn vị {step.label}; hạn {day(until)}, {_left(until, today)}."
        for (until, cycle, step), count in sorted(counts.items(), key=lambda item: item[0])
    ]


def _left(until: date, today: date) -> str:
    left = clock.days_left(until, today)
    if left == 0:
        return "hôm nay"
    return f"còn {number(left)} ngày" if left > 0 else f"quá hạn {number(-left)} ngày"
