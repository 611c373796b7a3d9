"""The invented accounts, one for each job, and the note in the data folder that says how to sign in."""

import secrets
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import NewAccount, accounts_create, grant_give
from binhyen.config.demo.tables import rows
from binhyen.units.models import Unit

NOTE = "demo-accounts.txt"
# No letters or digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_MARK = "Mật khẩu chung: "


@transaction.atomic
def ensure_people(units: Mapping[str, Unit], folder: Path) -> dict[str, User]:
    """The accounts by the name they sign in with, each with its roles; all share the password of the note."""
    password = _password(folder)
    accounts = _accounts()
    people = {user.username: user for user in User.objects.filter(username__in=accounts)}
    missing = [account for username, account in accounts.items() if username not in people]
    people |= {user.username: user for user in accounts_create(by=None, people=missing, password=password)}
    for line in _lines():
        person, scope = people[line["username"]], units[line["scope"]].pk
        grant_give(by=None, user=person, role=Role(line["role"]), scope=scope, owner=line["owner"])
    return people


def _lines() -> list[dict[str, str]]:
    return rows("accounts.csv")


def _accounts() -> dict[str, NewAccount]:
    """One for each name; somebody with two roles stands in two lines."""
    return {line["username"]: NewAccount(line["username"], line["full_name"], line["position"]) for line in _lines()}


def _password(folder: Path) -> str:
    """The password in the note; the first time one is made. The note is readable by its owner only."""
    note = folder / NOTE
    if not note.exists():
        note.touch(mode=0o600)
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    else:
        told = note.read_text(encoding="utf-8").splitlines()
        password = next(line for line in told if line.startswith(_MARK)).removeprefix(_MARK)
    note.write_text(_note(password), encoding="utf-8")
    return password


def _note(password: str) -> str:
    width = max(len(line["username"]) for line in _lines()) + 2
    groups = [
        "\n".join([f"{heading}:", *(f"  {name:<{width}}{position}" for name, position in _jobs(lines).items())])
        for heading, lines in groupby(_lines(), key=lambda line: line["group"])
    ]
    told = "\n\n".join(groups)
    return f"Tài khoản dùng thử của Bình Yên (đơn vị Mẫu, không có thật).\n{_MARK}{password}\n\n{told}\n"


def _jobs(lines: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {line["username"]: line["position"] for line in lines}
