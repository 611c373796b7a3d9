"""A commune as it is: its villages, offices, works and schools, the six people of its year, and a clock to turn."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import get_resolver

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.recognition.deciding import load_deciding_bodies
from binhyen.units.services import NewUnit, unit_create, units_create_many
from binhyen.units.services.authorities import authority_claim
from tests.builders import make_rulebook, make_user

AREAS, AGENCIES, ENTERPRISES, SCHOOLS = 25, 6, 31, 4
BEGAN = date(2025, 7, 1)
PROVINCES_SCHOOL = "Mẫu Tỉnh"


@dataclass(frozen=True)
class Commune:
    """The commune's committee and whoever works with it."""

    officer: User
    police: User
    front: User
    committee: User
    chair: User
    registry: User


def make_whole_commune() -> Commune:
    """ "Xã Mẫu Bình An" below "Tỉnh Mẫu": 25 villages, 6 agencies, 31 enterprises, 4 schools, one the province's."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=BEGAN, is_sample=True)
    commune = unit_create(by=None, name="Mẫu Bình An", kind=UnitKind.XA, parent=province.pk, is_sample=True)
    rows = [NewUnit(f"Mẫu {at}", UnitKind.THON) for at in range(1, AREAS + 1)]
    rows += [
        NewUnit(f"Cơ quan Mẫu {at}", UnitKind.CO_QUAN, None, {"armed_forces": False}) for at in range(1, AGENCIES + 1)
    ]
    rows += [
        NewUnit(f"Công ty Mẫu {at}", UnitKind.DOANH_NGHIEP, None, {"size": "medium"})
        for at in range(1, ENTERPRISES + 1)
    ]
    rows += [
        NewUnit(name, UnitKind.TRUONG_HOC, None, {"school_level": "lower_secondary"})
        for name in (*(f"Trường THCS Mẫu {at}" for at in range(1, SCHOOLS)), f"Trường {PROVINCES_SCHOOL}")
    ]
    made = units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    authority_claim(
        by=None, unit=made[-1].pk, authority=province.pk, on=BEGAN, legal_act="Quyết định Mẫu số 01/QĐ-UBND"
    )
    make_rulebook(version="124/2021")
    load_deciding_bodies()
    roles = (Role.COMMUNE_OFFICER, Role.DATA_OWNER, Role.FRONT, Role.COMMITTEE, Role.CHAIR, Role.REGISTRY)
    people = [
        make_user(role, commune.pk, name=f"{role.vietnamese} Mẫu", owner="police" if role == Role.DATA_OWNER else "")
        for role in roles
    ]
    return Commune(*people)


class Clock:
    """The wall clock of the whole office, turned to a day of the story; between turns it runs on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        # Forms keep the function that fills in today: they are made before it is another one.
        assert get_resolver().url_patterns
        self._set_at, self._morning = time.monotonic(), clock.now()
        patch.setattr(clock, "now", self.now)
        patch.setattr(clock, "today", self.today)

    def turn_to(self, day: date) -> None:
        """Nine in the morning of that day in Việt Nam."""
        self._set_at, self._morning = time.monotonic(), datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

    def now(self) -> datetime:
        return self._morning + timedelta(seconds=time.monotonic() - self._set_at)

    def today(self) -> date:
        return clock.local(self.now()).date()


def fill(template: bytes, rows: Mapping[str, Mapping[str, str | int]]) -> bytes:
    """A template as an officer fills it: unit → beginning of a column's heading → what is typed."""
    book = openpyxl.load_workbook(BytesIO(template))
    sheet = book.active
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    lines = {cell.value: cell.row for cell in cells if cell.value in rows}
    for unit, typed in rows.items():
        for heading, value in typed.items():
            column = next(cell.column for cell in cells if cell.value.startswith(heading))
            sheet.cell(lines[unit], column, value)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
