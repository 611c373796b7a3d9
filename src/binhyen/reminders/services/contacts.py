"""Contacts with units: recorded with what was told on the way, withdrawn where they were a mistake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit import services as audit
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.reminders.models import Contact
from binhyen.reminders.selectors.contacts import may_chase
from binhyen.units.models import Unit
from binhyen.units.selectors import version_of

_FARTHEST = timedelta(days=366)
_CHANNEL_OF = {
    Contact.Channel.PHONE: Channel.PHONE,
    Contact.Channel.ZALO: Channel.ZALO,
    Contact.Channel.PAPER: Channel.PAPER,
    Contact.Channel.MEETING: Channel.MEETING,
    # A letter, whatever carried it.
    Contact.Channel.MAIL: Channel.PAPER,
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of speaking with a unit on a day."""

    unit: Unit
    channel: Contact.Channel
    result: Contact.Result
    on: date
    promised_on: date | None = None
    cycle: Cycle | None = None


@transaction.atomic
def contact_record(*, by: User, spoken: Spoken, act_key: str | None = None) -> Contact:
    """Record a contact. Raises NotAllowed for a unit that is not the person's to chase, InputProblems for days that
    cannot be."""
    audit.refuse_repeat(act_key)
    if not may_chase(by, spoken.unit.pk):
        raise NotAllowed(Act.CHASE.value)
    problems = list(_problems(spoken))
    if problems:
        raise InputProblems(problems)
    version = version_of(spoken.unit.pk)
    contact = Contact.objects.create(
        unit=spoken.unit, cycle=spoken.cycle, unit_name=version.full_name if version else "", on=spoken.on,
        channel=spoken.channel, result=spoken.result, promised_on=spoken.promised_on, recorded_at=clock.now(),
        recorded_by=by.pk,
    )  # fmt: skip
    audit.record(
        by=by, verb="contact.recorded", subjects=_subjects(contact), payload=_payload(contact), act_key=act_key
    )
    return contact


@transaction.atomic
def call_record(
    *, by: User, spoken: Spoken, cells: Sequence[Cell] = (), reported_by: str = "", act_key: str | None = None
) -> Contact:
    """Record a contact and the figures that were told in it, both or neither.

    Raises what `contact_record` and `dossiers.services.reporting.figures_report` raise.
    """
    contact = contact_record(by=by, spoken=spoken, act_key=act_key)
    figures_report(by=by, cells=cells, reported_by=reported_by, channel=_CHANNEL_OF[spoken.channel])
    return contact


@transaction.atomic
def contact_withdraw(*, by: User, contact: Contact, act_key: str | None = None) -> None:
    """Take back a contact that was recorded by mistake; it stays readable and counts no longer."""
    audit.refuse_repeat(act_key)
    if not may_chase(by, contact.unit_id):
        raise NotAllowed(Act.CHASE.value)
    if not Contact.objects.filter(pk=contact.pk, withdrawn=False).update(withdrawn=True):
        raise RefusedByState("Lần liên hệ này đã được rút.", cure="Tải lại trang.")
    payload = {"unit": contact.unit_name}
    audit.record(by=by, verb="contact.withdrawn", subjects=_subjects(contact), payload=payload, act_key=act_key)


def _problems(spoken: Spoken) -> Iterator[Problem]:
    place = "hẹn trước hết ngày"
    if spoken.on > clock.today():
        yield Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày", "Ghi ngày đã liên hệ.")
    if spoken.promised_on is None:
        return
    if spoken.result != Contact.Result.PROMISED:
        yield Problem(
            "khong_phai_hen", "Có ngày hẹn thì kết quả là hẹn nộp.", place, "Bấm “Hẹn nộp”, hoặc xóa ngày hẹn."
        )
    elif not spoken.on <= spoken.promised_on <= spoken.on + _FARTHEST:
        yield Problem(
            "ngay_hen", "Ngày hẹn không trước ngày liên hệ, không quá một năm sau.", place, "Kiểm tra lại ngày."
        )


def _subjects(contact: Contact) -> list[tuple[str, UUID]]:
    about = [("contact", contact.pk), ("unit", contact.unit_id)]
    return [*about, *([("cycle", contact.cycle_id)] if contact.cycle_id else [])]


def _payload(contact: Contact) -> dict[str, str | None]:
    return {
        "unit": contact.unit_name,
        "on": contact.on.isoformat(),
        "channel": str(Contact.Channel(contact.channel).label),
        "result": str(Contact.Result(contact.result).label),
        "promised_on": contact.promised_on.isoformat() if contact.promised_on else None,
    }
