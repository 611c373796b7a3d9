"""What the services share: who may record about a unit, which paper proves it, and how a record is made or taken out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.movement.models import Activity, Recorded
from binhyen.units.models import Unit
from binhyen.units.selectors import paths_ids

FIRST_YEAR, YEARS_AHEAD = 1990, 10


def require_edit(by: User, units: Iterable[UUID]) -> None:
    """Raise NotAllowed unless the person may record about every one of these units."""
    asked = list(units)
    powers, paths = powers_of(by), paths_ids(asked)
    for unit in asked:
        powers.require(Act.MOVEMENT_EDIT, paths.get(unit, ()))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise InputProblems when there are any."""
    found = list(problems)
    if found:
        raise InputProblems(found)


def year_problems(place: str, year: int | None) -> Iterable[Problem]:
    """A year that nobody here can mean."""
    last = clock.today().year + YEARS_AHEAD
    if year is not None and not FIRST_YEAR <= year <= last:
        yield Problem("nam_la", f"Năm từ {FIRST_YEAR} đến {last}.", place, "Kiểm tra lại năm.")


def is_sample(units: Iterable[Unit]) -> bool:
    """Whether the record is invented: all of its units are. Raises InputProblems for a mixture."""
    kinds = {unit.is_sample for unit in units}
    if len(kinds) > 1:
        message = "Đơn vị Mẫu không đứng cùng đơn vị có thật."
        raise InputProblems([Problem("lan_don_vi_mau", message, "đơn vị", "Chọn lại đơn vị.")])
    return kinds.pop()


def recorded(by: User) -> dict[str, Any]:
    """The columns that say who entered a record and when."""
    return {"recorded_at": clock.now(), "recorded_by": by.id}


def units_about(record: Recorded) -> list[UUID]:
    """The units that a record speaks for: whoever may edit all of them may change it."""
    hosts = getattr(record, "hosts", None)
    if hosts is not None:
        return list(hosts.values_list("unit_id", flat=True))
    return [getattr(record, "host_id", None) or record.unit_id]  # type: ignore[attr-defined]  # every other record has one


def title_of(record: Recorded) -> str:
    """What a record is called in a sentence."""
    if isinstance(record, Activity):
        return record.title or str(record.get_kind_display())
    return str(getattr(record, "title", "") or getattr(record, "name", "") or record.word)
