"""A person says what they wish to be reminded by; nobody says it for them."""

import secrets

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.reminders.models import Wish
from binhyen.reminders.selectors.wishes import digest_of

_TOKEN_BYTES = 32


@transaction.atomic
def mail_wish(*, by: User, wanted: bool, act_key: str | None = None) -> None:
    """Begin or end letters to the person's office address. Raises InputProblems where the account has none."""
    audit.refuse_repeat(act_key)
    if wanted and not by.email:
        message = "Tài khoản chưa có thư điện tử cơ quan."
        raise InputProblems(
            [Problem("thieu_thu", message, "nhận thư nhắc việc", "Nhờ quản trị ghi địa chỉ của cơ quan.")]
        )
    Wish.objects.update_or_create(user=by, defaults={"by_mail": wanted})
    payload = {"answer": "có" if wanted else "không"}
    audit.record(by=by, verb="reminders.mail_wished", subjects=[("user", by.pk)], payload=payload, act_key=act_key)


@transaction.atomic
def feed_make(*, by: User, act_key: str | None = None) -> str:
    """A new secret address for the person's calendar, shown this once; an earlier one ends."""
    audit.refuse_repeat(act_key)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Wish.objects.update_or_create(user=by, defaults={"feed_digest": digest_of(token), "feed_made_at": clock.now()})
    audit.record(by=by, verb="reminders.feed_made", subjects=[("user", by.pk)], payload={}, act_key=act_key)
    return token


@transaction.atomic
def feed_revoke(*, by: User, act_key: str | None = None) -> None:
    """End the secret address. Raises RefusedByState where there is none."""
    audit.refuse_repeat(act_key)
    standing = Wish.objects.filter(user=by, feed_digest__isnull=False)
    if not standing.update(feed_digest=None, feed_made_at=None):
        raise RefusedByState("Không có địa chỉ lịch nào để thu hồi.", cure="Tải lại trang.")
    audit.record(by=by, verb="reminders.feed_revoked", subjects=[("user", by.pk)], payload={}, act_key=act_key)
