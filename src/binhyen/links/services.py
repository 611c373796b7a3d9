"""Giving links, taking them back, and entering by one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.services import lent_account
from binhyen.audit import services as audit
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Dossier
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.links.errors import ShutForNow, WrongPin
from binhyen.links.models import Link
from binhyen.links.selectors import GIVING, SHUT_FOR, WRONG_PINS_BEFORE_SHUT, hash_of
from binhyen.units.selectors import paths_ids

# Hashing a PIN is slow on purpose: so many are still made while somebody waits.
MOST_AT_ONCE = 200
LONGEST = timedelta(days=370)
_TOKEN_BYTES = 16
_PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class GivenLink:
    """A link with its secrets, which exist only here: shown or printed once, never stored."""

    dossier: Dossier
    token: str
    pin: str


@transaction.atomic
def links_give(*, by: User, dossiers: Sequence[Dossier], valid_to: date, act_key: str | None = None) -> list[GivenLink]:
    """Make a link with a PIN for each dossier; links that they had end with it.

    Raises NotAllowed, OutOfOrder where something is decided already, InputProblems.
    """
    audit.refuse_repeat(act_key)
    _check(dossiers, valid_to)
    _require(by, [dossier.unit_id for dossier in dossiers])
    moment = clock.now()
    ids = [dossier.pk for dossier in dossiers]
    Link.objects.filter(dossier__in=ids, revoked_at=None).update(revoked_at=moment, revoked_by=by.id)
    given = [GivenLink(dossier, secrets.token_urlsafe(_TOKEN_BYTES), _pin()) for dossier in dossiers]
    Link.objects.bulk_create(
        Link(
            dossier=one.dossier, holder=lent_account(name=_holder_name(one.dossier, by)), token_hash=hash_of(one.token),
            pin_hash=make_password(one.pin), valid_to=valid_to, given_at=moment, given_by=by.id,
            giver_name=by.get_full_name(),
        )
        for one in given
    )  # fmt: skip
    audit.record(
        by=by,
        verb="link.given",
        subjects=[("cycle", dossiers[0].cycle_id), *(("dossier", pk) for pk in ids)],
        payload={
            "units": len(dossiers),
            "unit": dossiers[0].unit_name if len(dossiers) == 1 else "",
            "valid_to": valid_to.isoformat(),
        },
        act_key=act_key,
    )
    return given


@transaction.atomic
def link_revoke(*, by: User, link: Link, act_key: str | None = None) -> None:
    """Take a link back: from now on it leads nowhere. Doing it again changes nothing."""
    audit.refuse_repeat(act_key)
    _require(by, [link.dossier.unit_id])
    if not Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=by.id):
        return
    audit.record(by=by, verb="link.revoked", subjects=_about(link), payload=_payload(link), act_key=act_key)


def link_enter(*, link: Link, pin: str, by: User) -> None:
    """Enter with the PIN. Raises WrongPin, and ShutForNow from the fifth wrong one on, for a quarter of an hour.

    What is counted of wrong PINs is kept although the act is refused.
    """
    refusal = _try(link, pin, by)
    if refusal:
        raise refusal


@transaction.atomic
def _try(link: Link, pin: str, by: User) -> WrongPin | ShutForNow | None:
    # Locked while it is tried: guesses that arrive together are counted one after the other.
    kept = Link.objects.select_for_update().get(pk=link.pk)
    moment = clock.now()
    if kept.locked_until and moment < kept.locked_until:
        return ShutForNow(kept.locked_until)
    if check_password(pin, kept.pin_hash):
        Link.objects.filter(pk=kept.pk).update(wrong_pins=0, locked_until=None, last_entered_at=moment)
        audit.record(by=by, verb="link.entered", subjects=_about(link), payload=_payload(link))
        return None
    wrong = kept.wrong_pins + 1
    if wrong < WRONG_PINS_BEFORE_SHUT:
        Link.objects.filter(pk=kept.pk).update(wrong_pins=wrong)
        return WrongPin(WRONG_PINS_BEFORE_SHUT - wrong)
    until = moment + SHUT_FOR
    Link.objects.filter(pk=kept.pk).update(wrong_pins=0, locked_until=until)
    audit.record(by=None, verb="link.locked", subjects=_about(link), payload={**_payload(link), "wrong": wrong})
    return ShutForNow(until)


def _check(dossiers: Sequence[Dossier], valid_to: date) -> None:
    problems = []
    if not dossiers:
        problems.append(Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Chọn ít nhất một đơn vị."))
    if len(dossiers) > MOST_AT_ONCE:
        problems.append(Problem("qua_nhieu", f"Mỗi lần cấp tối đa {MOST_AT_ONCE} liên kết.", "danh sách", "Chia ra."))
    if not clock.today() <= valid_to <= clock.today() + LONGEST:
        message = "Ngày hết hạn phải từ hôm nay và không quá một năm."
        problems.append(Problem("het_han", message, "dùng đến hết ngày", "Sửa ngày."))
    if problems:
        raise InputProblems(problems)
    decided = tuple(dossier.unit_name for dossier in dossiers if dossier.state in DECIDED)
    if decided:
        raise OutOfOrder("cấp liên kết cho hồ sơ đã quyết định", decided)


def _require(by: User, units: Sequence[UUID]) -> None:
    powers, paths = powers_of(by), paths_ids(units)
    if not all(powers.may(GIVING, paths.get(unit, ())) for unit in units):
        raise NotAllowed(GIVING.value)


def _pin() -> str:
    return f"{secrets.randbelow(10**_PIN_DIGITS):0{_PIN_DIGITS}}"


def _holder_name(dossier: Dossier, giver: User) -> str:
    return f"{dossier.unit_name[:60]}, liên kết có mã PIN do {giver.get_full_name()[:34]} cấp"


def _about(link: Link) -> list[tuple[str, UUID]]:
    return [("cycle", link.dossier.cycle_id), ("dossier", link.dossier_id), ("link", link.pk)]


def _payload(link: Link) -> dict[str, object]:
    return {"unit": link.dossier.unit_name, "giver": link.giver_name, "channel": "link"}
