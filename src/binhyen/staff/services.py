"""Accounts are opened, corrected and closed, roles given and ended, by whoever looks after that part of the tree.

A password that is given here is known to two people; its owner must choose another at the first sign-in. It is
returned once to be told, and stands nowhere else: not in the log, not in a session, not in a message.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import require
from binhyen.accounts.services import NewAccount, account_create, grant_give
from binhyen.audit import services as audit
from binhyen.kernel import clock, text
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.staff.selectors import is_last_administrator, person_for
from binhyen.units.selectors import path_ids

# Told by telephone, copied from paper: nothing that is taken for something else.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class Duty:
    """A role over a unit and what is below it, until a last day if one is known."""

    role: Role
    unit: UUID
    owner: str = ""
    last_day: date | None = None


@transaction.atomic
def person_add(*, by: User, person: NewAccount, duty: Duty, act_key: str | None = None) -> tuple[User, str]:
    """Open an account with its first role; the account and the password to tell its owner.

    Raises InputProblems when the name to sign in with is taken, NotAllowed outside the administrator's part.
    """
    audit.refuse_repeat(act_key)
    _check_duty(by, duty)
    password = fresh_password()
    user = account_create(
        by=by,
        username=person.username,
        full_name=person.full_name,
        password=password,
        position=person.position,
        email=person.email,
    )
    User.objects.filter(pk=user.pk).update(password_is_given=True)
    _give(by, user, duty)
    payload = {"username": user.username}
    audit.record(by=by, verb="account.password_given", subjects=_about(user), payload=payload, act_key=act_key)
    return user, password


@transaction.atomic
def account_open_here(*, username: str, full_name: str, duty: Duty) -> tuple[User, str]:
    """Whoever holds the machine lets the first person in, or lets in again who forgot everything: an account with this
    role and a fresh password, made as the installation itself."""
    password = fresh_password()
    user = User.objects.filter(username=username).first()
    if user is None:
        user = account_create(by=None, username=username, full_name=full_name, password=password)
    User.objects.filter(pk=user.pk).update(password=make_password(password), password_is_given=True, is_active=True)
    grant_give(by=None, user=user, role=duty.role, scope=duty.unit, owner=duty.owner)
    _log(None, user, "account.password_given", None)
    return user, password


@transaction.atomic
def person_correct(*, by: User, user: User, person: NewAccount, act_key: str | None = None) -> None:
    """Correct the name, title and office address; the name to sign in with stays."""
    _require_whole(by, user)
    changed = {"full_name": person.full_name, "position": person.position, "email": person.email}
    User.objects.filter(pk=user.pk).update(**changed)
    _log(by, user, "account.corrected", act_key)


@transaction.atomic
def password_give(*, by: User, user: User, act_key: str | None = None) -> str:
    """A fresh password for somebody who forgot theirs; it is returned once, and every open session of theirs ends."""
    _require_whole(by, user)
    password = fresh_password()
    User.objects.filter(pk=user.pk).update(password=make_password(password), password_is_given=True)
    _log(by, user, "account.password_given", act_key)
    return password


@transaction.atomic
def account_close(*, by: User, user: User, act_key: str | None = None) -> None:
    """Stop an account: its sessions end, its roles and what it did stay on record."""
    _require_whole(by, user)
    if user.pk == by.pk:
        raise RefusedByState("Không tự ngừng tài khoản của chính mình được.", cure="Nhờ một quản trị khác.")
    if is_last_administrator(user):
        raise RefusedByState(
            "Đây là tài khoản quản trị cuối cùng của địa bàn.", cure="Giao vai trò Quản trị cho người khác trước."
        )
    User.objects.filter(pk=user.pk).update(is_active=False)
    _log(by, user, "account.closed", act_key)


@transaction.atomic
def account_reopen(*, by: User, user: User, act_key: str | None = None) -> None:
    """Use a stopped account again, with the roles it still holds."""
    _require_whole(by, user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    _log(by, user, "account.reopened", act_key)


@transaction.atomic
def duty_give(*, by: User, user: User, duty: Duty, act_key: str | None = None) -> Grant:
    """Give one more role; giving it again changes nothing."""
    audit.refuse_repeat(act_key)
    if person_for(by, user.pk) is None:
        raise NotAllowed(Act.ACCOUNTS.value)
    _check_duty(by, duty)
    return _give(by, user, duty)


@transaction.atomic
def duty_end(*, by: User, grant: Grant, last_day: date, act_key: str | None = None) -> None:
    """Set the last day of a role, today or later: a role that was held yesterday was held."""
    require(by, Act.ACCOUNTS, path_ids(grant.scope))
    first = max(clock.today(), grant.valid_from)
    if last_day < first:
        raise InputProblems(
            [Problem("ngay_cuoi", "Vai trò đã được giữ đến nay.", "ngày cuối", f"Chọn từ {text.day(first)} trở đi.")]
        )
    user = grant.user
    if grant.role == Role.ADMINISTRATOR and is_last_administrator(user):
        raise RefusedByState(
            "Đây là quản trị cuối cùng của địa bàn.", cure="Giao vai trò Quản trị cho người khác trước."
        )
    Grant.objects.filter(pk=grant.pk).update(valid_to=last_day)
    payload = {"username": user.username, "role": grant.role, "last_day": last_day.isoformat()}
    subjects = [*_about(user), ("unit", grant.scope)]
    audit.record(by=by, verb="grant.ended", subjects=subjects, payload=payload, act_key=act_key)


def _check_duty(by: User, duty: Duty) -> None:
    require(by, Act.ACCOUNTS, path_ids(duty.unit))
    problems = []
    if duty.role is Role.DATA_OWNER and not duty.owner:
        problems.append(
            Problem("thieu_co_quan", "Chưa chọn cơ quan cung cấp số liệu.", "cơ quan chủ quản số liệu", "Chọn một.")
        )
    if duty.last_day is not None and duty.last_day < clock.today():
        problems.append(Problem("ngay_cuoi", "Ngày cuối đã qua.", "ngày cuối", "Để trống nếu chưa biết."))
    if problems:
        raise InputProblems(problems)


def _give(by: User, user: User, duty: Duty) -> Grant:
    owner = duty.owner if duty.role is Role.DATA_OWNER else ""
    return grant_give(
        by=by,
        user=user,
        role=duty.role,
        scope=duty.unit,
        owner=owner,
        valid_from=clock.today(),
        valid_to=duty.last_day,
    )


def _require_whole(by: User, user: User) -> None:
    found = person_for(by, user.pk)
    if found is None:
        raise NotAllowed(Act.ACCOUNTS.value)
    if not found.is_whole:
        raise RefusedByState(
            "Tài khoản này còn giữ vai trò ở nơi khác.", cure="Nhờ quản trị của cấp trên chung thực hiện."
        )


def fresh_password() -> str:
    """A password that can be told by telephone: some 79 bits in four groups."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _log(by: User | None, user: User, verb: str, act_key: str | None) -> None:
    audit.record(by=by, verb=verb, subjects=_about(user), payload={"username": user.username}, act_key=act_key)


def _about(user: User) -> list[tuple[str, UUID]]:
    return [("user", user.pk)]
