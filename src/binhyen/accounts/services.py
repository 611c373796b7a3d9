"""Accounts and grants are given, never taken by oneself."""

from datetime import date
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Role
from binhyen.audit import services as audit
from binhyen.kernel.errors import InputProblems, Problem


@transaction.atomic
def account_create(
    *, by: User | None, username: str, full_name: str, password: str, position: str = "", email: str = ""
) -> User:
    """Make an account. `by=None` is the installation itself, as when the first administrator is made."""
    user = User(username=username, full_name=full_name, position=position, email=email)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputProblems(Problem("mat_khau", message, "mật khẩu") for message in error.messages) from error
    if User.objects.filter(username__iexact=username).exists():
        raise InputProblems(
            [Problem("trung_ten", f"Đã có tài khoản {username}.", "tên đăng nhập", "Chọn tên đăng nhập khác.")]
        )
    user.set_password(password)
    user.save()
    audit.record(by=by, verb="account.created", subjects=[("user", user.id)], payload={"username": username})
    return user


@transaction.atomic
def grant_give(
    *,
    by: User | None,
    user: User,
    role: Role,
    scope: UUID,
    owner: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Grant:
    """Give a role over a unit and everything below it; giving it again changes nothing."""
    start = {"valid_from": valid_from} if valid_from else {}
    grant, is_new = Grant.objects.get_or_create(
        user=user, role=role.value, scope=scope, owner=owner, **start, defaults={"valid_to": valid_to}
    )
    if is_new:
        payload = {"username": user.username, "role": role.value, "scope": str(scope)}
        audit.record(by=by, verb="grant.given", subjects=[("user", user.id), ("unit", scope)], payload=payload)
    return grant
