"""Accounts and grants are given, never taken by oneself."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Role
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Somebody who shall be able to sign in."""

    username: str
    full_name: str
    position: str = ""
    email: str = ""


@transaction.atomic
def accounts_create(*, by: User | None, people: Sequence[NewAccount], password: str) -> list[User]:
    """Make accounts that all begin with one password, as for a course or a trial; in the order of `people`.

    The password is hashed once: hashing is slow on purpose, and who may know that these are equal was told the password.
    Raises InputProblems with the problems of all of them; none is made then.
    """
    problems = [problem for person in people for problem in _password_problems(password, person)] + _taken(people)
    if problems:
        raise InputProblems(problems)
    shared = make_password(password)
    return [_store(by, person, shared) for person in people]


@transaction.atomic
def account_create(
    *, by: User | None, username: str, full_name: str, password: str, position: str = "", email: str = ""
) -> User:
    """Make an account. `by=None` is the installation itself, as when the first administrator is made."""
    person = NewAccount(username, full_name, position, email)
    return accounts_create(by=by, people=[person], password=password)[0]


def _password_problems(password: str, person: NewAccount) -> list[Problem]:
    try:
        validate_password(password, _user(person))
    except ValidationError as error:
        return [Problem("mat_khau", message, "mật khẩu") for message in error.messages]
    return []


def _taken(people: Sequence[NewAccount]) -> list[Problem]:
    """Names that somebody has, or that are given twice; capital letters make no other name."""
    asked = [person.username.lower() for person in people]
    known = User.objects.annotate(lowered=Lower("username")).filter(lowered__in=asked)
    seen = set(known.values_list("lowered", flat=True))
    problems = []
    for person in people:
        if person.username.lower() in seen:
            message = f"Đã có tài khoản {person.username}."
            problems.append(Problem("trung_ten", message, "tên đăng nhập", "Chọn tên đăng nhập khác."))
        seen.add(person.username.lower())
    return problems


def _store(by: User | None, person: NewAccount, password_hash: str) -> User:
    user = _user(person)
    user.password = password_hash
    user.save(force_insert=True)
    audit.record(by=by, verb="account.created", subjects=[("user", user.id)], payload={"username": user.username})
    return user


def _user(person: NewAccount) -> User:
    return User(username=person.username, full_name=person.full_name, position=person.position, email=person.email)


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


@transaction.atomic
def lent_account(*, name: str) -> User:
    """An account in whose name the acts of somebody stand who has none of their own (a link with a PIN). Nobody can sign
    in with it and it holds no role; it makes no log entry of its own, whoever gives the link does."""
    user = User(username=f"lien-ket-{secrets.token_hex(8)}", full_name=name, is_active=False)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def grants_pass(*, grants: Sequence[Grant], taker: User) -> None:
    """End these roles of one account today and give them to another from today on, each until the day it had.

    What was held stays on record until yesterday; a role that began today or later was never held and goes with its row.
    The caller logs the act that this is part of, and holds a transaction.
    """
    today = clock.today()
    for one in grants:
        start = max(today, one.valid_from)
        held = Grant.objects.filter(user=taker, role=one.role, scope=one.scope, owner=one.owner)
        ends = Q(valid_to=None) if one.valid_to is None else Q(valid_to=None) | Q(valid_to__gte=one.valid_to)
        if not held.filter(ends, valid_from__lte=start).exists():
            Grant.objects.update_or_create(
                user=taker, role=one.role, scope=one.scope, owner=one.owner, valid_from=start,
                defaults={"valid_to": one.valid_to},
            )  # fmt: skip
    ids = [one.pk for one in grants]
    Grant.objects.filter(pk__in=ids, valid_from__lt=today).update(valid_to=today - timedelta(days=1))
    Grant.objects.filter(pk__in=ids, valid_from__gte=today).delete()


def sessions_end(*, user: User) -> int:
    """Sign somebody out everywhere; how many sessions ended. Whose a session is stands inside it, so each is opened."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=clock.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]
