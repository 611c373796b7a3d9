"""Imports 28,000 units and their figures into an empty installation: `python -m benchmarks.imported` prints what it took."""

import io
import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "binhyen.config.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from python_calamine import CalamineWorkbook

from benchmarks.imports import ROWS
from binhyen.config.commands import figures
from binhyen.config.memory import settle
from binhyen.figures.models import FigureValue
from binhyen.kernel.clock import today
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.reading import read_table
from binhyen.sheets.writing import Cell, Sheet, workbook
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.services import NewUnit, unit_create, units_create_many
from binhyen.units.services.importing import Imported, units_import
from tests.builders import dossiers_of, make_cycle, make_office, register

YEAR, IN_COMMUNE = 2021, 200
Line = list[str]


def measure() -> list[Line]:
    """Each line: what was done, seconds, processor seconds, and how many times the processor seconds of the bare way."""
    call_command("migrate", verbosity=0)
    settle()  # as the program does
    folder = Path(os.environ["BINHYEN_DATA_DIR"])
    return [*_units(folder / "don-vi.xlsx"), *_figures(folder / "so-lieu.xlsx")]


def _units(file: Path) -> list[Line]:
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    communes = [NewUnit(f"Mẫu {at}", UnitKind.XA) for at in range(ROWS // IN_COMMUNE)]
    units_create_many(by=None, rows=communes, parent=province.pk, is_sample=True)
    rows: list[list[Cell]] = [
        [f"Xã Mẫu {at // IN_COMMUNE}", f"Mẫu {at % IN_COMMUNE}", "thôn", f"02{at:08d}"] for at in range(ROWS)
    ]
    headers = ("Xã, phường", "Tên thôn", "Loại", "Mã số thuế")
    file.write_bytes(workbook([Sheet("Đơn vị", headers, rows, "Danh sách khu dân cư")]))

    def imported() -> Imported:
        return units_import(by=None, table=table, as_of=today(), under=province.pk)

    bare = _timed(lambda: CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python())
    read = _timed(lambda: read_table(file))
    table = read_table(file)
    first, again = _timed(imported), _timed(imported)
    inserted = _inserted(Unit, UnitVersion, Identifier)
    return [
        _line("bare: the cells of the units' workbook", bare, bare),
        _line("read: apart, limited, refusals and old alphabets looked for", read, bare),
        _line("bare: the units' rows inserted", inserted, inserted),
        _line("units imported, all new", first, inserted),
        _line("units imported again, nothing new", again, inserted),
    ]


def _figures(file: Path) -> list[Line]:
    province = Unit.objects.get(versions__parent__isnull=True)
    office = make_office(province)
    dossiers = dossiers_of(make_cycle(by=office, commune=province, year=YEAR))
    register(by=office, dossiers=dossiers)
    rows: list[list[Cell]] = [[one.place, one.own_name, 100 + at, 90 + at] for at, one in enumerate(dossiers)]
    headers = ("Xã, phường", "Thôn", "ho_cu_tru", "ho_ky_cam_ket")
    file.write_bytes(workbook([Sheet("Số liệu", headers, rows, "Biểu số liệu")]))
    parser = ArgumentParser()
    figures.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(
        ["import-figures", str(file), "--as-of", f"{YEAR}-06-01", "--by", office.username, "--reported-by", "Mẫu"]
    )

    def imported() -> None:
        with redirect_stdout(io.StringIO()):
            figures.run(arguments)

    first, again = _timed(imported), _timed(imported)
    inserted = _inserted(FigureValue)
    return [
        _line("bare: the figures' rows inserted, two for each unit", inserted, inserted),
        _line("import-figures with reading, all new", first, inserted),
        _line("import-figures again, nothing new", again, inserted),
    ]


def _inserted(*models: type[Model]) -> tuple[float, float]:
    """What inserting the rows that stand takes, and nothing else."""
    standing = [list(model._default_manager.all()) for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in reversed(models):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        taken = _timed(
            lambda: [model._default_manager.bulk_create(rows) for model, rows in zip(models, standing, strict=True)]
        )
        transaction.set_rollback(True)
    return taken


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processors, those of children that ended included."""
    began, busy = time.perf_counter(), _busy()
    work()
    return time.perf_counter() - began, _busy() - busy


def _busy() -> float:
    user, system, children_user, children_system, _ = os.times()
    return user + system + children_user + children_system


def _line(name: str, taken: tuple[float, float], bare: tuple[float, float]) -> Line:
    return [name, f"{taken[0]:.2f}", f"{taken[1]:.2f}", f"{taken[1] / bare[1]:.1f}"]


if __name__ == "__main__":
    print(json.dumps(measure()))
