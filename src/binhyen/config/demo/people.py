"""The invented accounts, one for each job, and the note in the data folder that says how to sign in."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
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
    people = {user.username: user for user in User.objects.filter(username__in=[row["username"] for row in _lines()])}
    for line in _lines():
        if line["username"] not in people:
            people[line["username"]] = account_create(
                by=None,
                username=line["username"],
                full_name=line["full_name"],
                position=line["position"],
                password=password,
            )
        person, scope = people[line["username"]], units[line["scope"]].pk
        grant_give(by=None, user=person, role=Role(line["role"]), scope=scope, owner=line["owner"])
    return people


def _lines() -> list[dict[str, str]]:
    return rows("accounts.csv")


def _password(folder: Path) -> str:
    """The password in the note; the first time one is made and the note is written, readable by its owner only."""
    note = folder / NOTE
    if not note.exists():
        note.touch(mode=0o600)
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
        note.write_text(_note(password), encoding="utf-8")
    said = next(line for line in note.read_text(encoding="utf-8").splitlines() if line.startswith(_MARK))
    return said.removeprefix(_MARK)


def _note(password: str) -> str:
    accounts = {line["username"]: line["position"] for line in _lines()}
    width = max(map(len, accounts)) + 2
    listed = "\n".join(f"  {name:<{width}}{position}" for name, position in accounts.items())
    return f"Tài khoản dùng thử của Bình Yên (đơn vị Mẫu, không có thật).\n{_MARK}{password}\n\n{listed}\n"
