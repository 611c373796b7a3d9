"""An import that is ended with kill -9 at any moment leaves the database as before or as after, never between."""

import random
import time
from pathlib import Path

import pytest

from binhyen.accounts.roles import Role
from binhyen.dossiers.services.acts import register
from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.table import table_from_cells
from binhyen.units.services.import_work import units_import_later
from tests.builders import make_commune, make_user
from tests.integration.year_story import open_year
from tests.kills.installation import KILLS_OF_PROGRAMS, Installation, installation
from tests.kills.lender import Lender, lender

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
ROWS = 1_500


def killed_again_and_again(folder: Path, command: list[str], *, kills: int) -> None:
    """End the command at so many moments between its start and its end, and look at what it left."""
    with installation(folder / "whole") as whole, lender(whole) as lent:
        before = whole.counts()
        lasts = seconds_of(lent, command)
        done = whole.counts()
    assert done != before
    dice = random.Random(lasts)
    with installation(folder / "killed") as victim:
        with lender(victim) as lent:
            for _ in range(KILLS_OF_PROGRAMS or kills):
                process = lent.run(*command)
                time.sleep(dice.uniform(0.0, 1.05) * lasts)
                lent.end(process)
                victim.wait_until_alone()
                assert victim.counts() in (before, done)
        # What was interrupted can be done again, and what was done does no harm.
        victim.run(*command)
        assert (
            victim.counts().items() >= {name: count for name, count in done.items() if name != "audit_logentry"}.items()
        )
        assert "nguyên vẹn" in victim.run("verify-audit")


def seconds_of(lent: Lender, command: list[str]) -> float:
    """How long the command takes from its start to its end."""
    began = time.monotonic()
    lent.run(*command)
    lent.wait()
    return time.monotonic() - began


def test_an_import_of_units_is_all_or_nothing(tmp_path: Path) -> None:
    commune = make_commune(0)
    file = tmp_path / "thon.csv"
    rows = "".join(f"Mẫu {at};thôn;02{at:08d}\n" for at in range(ROWS))
    file.write_text("Tên;Loại;Mã số thuế\n" + rows, encoding="utf-8")
    command = ["import-units", str(file), "--under", str(commune.pk)]
    killed_again_and_again(tmp_path, command, kills=4)


def test_an_import_of_figures_is_all_or_nothing(tmp_path: Path) -> None:
    year = open_year()
    register(by=year.officer, dossiers=year.dossiers, on=year.dossiers[0].starts)
    file = tmp_path / "so-lieu.csv"
    file.write_text("Đơn vị;ho_cu_tru;ho_dang_ky\nThôn An;1200;1200\nBình;80;79\n", encoding="utf-8")
    command = ["import-figures", str(file), "--as-of", "2021-10-31"]
    killed_again_and_again(tmp_path, command, kills=3)


def test_an_import_by_the_worker_is_all_or_nothing_with_the_job_that_asked_for_it(tmp_path: Path) -> None:
    commune = make_commune(0)
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    cells = [["name", "kind"], *([f"Mẫu {at}", "thôn"] for at in range(ROWS))]
    units_import_later(
        by=officer, table=table_from_cells(cells), as_of=clock.today(), under=commune.pk, kind=UnitKind.THON
    )
    command = ["db_worker", "--queue-name", "*", "--no-reload", "--batch"]
    dice = random.Random(ROWS)
    with installation(tmp_path / "whole") as whole, lender(whole) as lent:
        lasts = seconds_of(lent, command)
        assert state_of(whole) == (1 + ROWS, "done")
    for number in range(KILLS_OF_PROGRAMS or 1):
        with installation(tmp_path / f"killed-{number}") as victim, lender(victim) as lent:
            process = lent.run(*command)
            time.sleep(dice.uniform(0.0, 1.05) * lasts)
            lent.end(process)
            victim.wait_until_alone()
            units, state = state_of(victim)
            assert (units == 1 + ROWS) is (state == "done")
            assert units in (1, 1 + ROWS)


def state_of(found: Installation) -> tuple[int, str]:
    ((units, state),) = found.rows("SELECT (SELECT count(*) FROM units_unit), state FROM papers_job")
    return int(str(units)), str(state)
