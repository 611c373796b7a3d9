"""Local units from a spreadsheet: the command, and the service behind it."""

from datetime import date
from pathlib import Path

import pytest

from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.config.cli import run
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.table import Table, table_from_cells
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.services import units_import
from tests.integration.small_tree import MERGER, followed, listed

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = date(2026, 6, 1)
ROWS = (
    "Tên|Loại|Mã đơn vị cha|Quy mô|Mã số thuế",
    "Kim Sơn|thôn|99001||",
    "Công ty Mẫu|doanh nghiệp|Mẫu Bình|vừa|0200000001",
)


@pytest.fixture(autouse=True)
def commune() -> Unit:
    province = listed("Mẫu", UnitKind.TINH, "99")
    new = listed("Mẫu Bình", UnitKind.XA, "99001", parent=province, born=MERGER)
    followed(listed("Mẫu Cũ", UnitKind.XA, "99001", parent=province, ended=MERGER), new)
    return new


def table(*rows: str) -> Table:
    return table_from_cells([row.split("|") for row in rows])


def local() -> set[str]:
    return set(
        UnitVersion.objects.filter(unit__origin=Unit.Origin.LOCAL, valid_to=None).values_list("full_name", flat=True)
    )


def test_a_file_becomes_units_and_a_second_time_nothing() -> None:
    first = units_import(by=None, table=table(*ROWS), as_of=TODAY)
    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    assert local() == {"Thôn Kim Sơn", "Công ty Mẫu"}
    again = units_import(by=None, table=table(*ROWS), as_of=TODAY)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert Identifier.objects.count() == 1


def test_a_fuller_file_completes_what_is_there() -> None:
    units_import(by=None, table=table("Tên|Loại|Thuộc", "CÔNG TY MẪU|Doanh nghiệp|99001"), as_of=TODAY)
    done = units_import(by=None, table=table(*ROWS), as_of=TODAY)
    assert (done.created, done.updated, done.unchanged) == (1, 1, 0)
    assert UnitVersion.objects.get(kind=UnitKind.DOANH_NGHIEP).attributes == {"size": "medium"}
    assert Identifier.objects.get().value == "0200000001"


def test_a_trial_run_keeps_nothing() -> None:
    done = units_import(by=None, table=table(*ROWS), as_of=TODAY, dry_run=True)
    assert done.created == 2
    assert local() == set()


def test_a_file_of_before_the_merger_finds_its_units_under_who_carries_on(commune: Unit) -> None:
    before = table("Tên|Loại|Mã đơn vị cha", "Kim Sơn|thôn|99001")
    assert units_import(by=None, table=before, as_of=date(2025, 6, 30)).created == 1
    assert units_import(by=None, table=before, as_of=TODAY).unchanged == 1
    assert UnitVersion.objects.get(full_name="Thôn Kim Sơn", valid_to=None).parent_id == commune.pk


def test_every_problem_is_listed_with_its_cell_and_nothing_is_stored() -> None:
    bad = table("Tên|Loại|Thuộc", "Kim Sơn|thôn|99001", "Hai|thônn|99001", "Ba|thôn|99999", "Bốn|thôn|")
    with pytest.raises(InputProblems) as error:
        units_import(by=None, table=bad, as_of=TODAY)
    assert {(problem.code, problem.place) for problem in error.value.problems} == {
        ("loai_la", "dòng 3, cột 2"),
        ("khong_co_don_vi", "dòng 4, cột 3"),
        ("thieu_don_vi_cha", "dòng 5, cột 3"),
    }
    assert local() == set()


def test_a_row_without_parent_stands_below_the_one_given_for_all(commune: Unit) -> None:
    assert units_import(by=None, table=table("Tên", "Thôn 1", "Thôn 2"), as_of=TODAY, under=commune.pk).created == 2


def test_a_column_of_identity_numbers_is_refused_or_left_out() -> None:
    rows = ("Tên|Loại|Thuộc|Số CCCD trưởng thôn", "Kim Sơn|thôn|99001|001000000001")
    with pytest.raises(InputProblems) as error:
        units_import(by=None, table=table(*rows), as_of=TODAY)
    assert "001000000001" not in str(error.value)
    assert units_import(by=None, table=table(*rows), as_of=TODAY, drop_refused=True).created == 1


def test_a_number_that_differs_from_the_one_on_record_is_refused() -> None:
    units_import(by=None, table=table(*ROWS), as_of=TODAY)
    other = table(*(row.replace("0200000001", "0200000002") for row in ROWS))
    with pytest.raises(InputProblems, match="mã số thuế khác"):
        units_import(by=None, table=other, as_of=TODAY)


def test_a_tax_code_that_is_a_citizens_number_is_refused_for_new_and_known_units_and_not_quoted() -> None:
    rows = [row.replace("0200000001", "001090123456") for row in ROWS]
    for known in (False, True):
        with pytest.raises(InputProblems, match="số của một người") as error:
            units_import(by=None, table=table(*rows), as_of=TODAY)
        assert "001090123456" not in str(error.value)
        if not known:
            units_import(by=None, table=table(*(row.replace("0200000001", "") for row in ROWS)), as_of=TODAY)
    assert not Identifier.objects.exists()


def test_nobody_imports_outside_their_scope(commune: Unit) -> None:
    stranger = account_create(by=None, username="xa-khac", full_name="Xã khác", password="mot-mat-khau-dai-1")
    grant_give(by=None, user=stranger, role=Role.COMMUNE_OFFICER, scope=Unit.objects.create().pk)
    with pytest.raises(NotAllowed):
        units_import(by=stranger, table=table(*ROWS), as_of=TODAY)
    grant_give(by=None, user=stranger, role=Role.COMMUNE_OFFICER, scope=commune.pk)
    stranger.__dict__.pop("_powers")
    assert units_import(by=stranger, table=table(*ROWS), as_of=TODAY).created == 2


def test_the_command_reads_a_file_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "thon.csv"
    file.write_text("\n".join(ROWS).replace("|", ";"), encoding="utf-8")
    assert run(["import-units", str(file), "--dry-run"]) == 0
    assert "Chạy thử, chưa ghi gì. Sẽ có 2 đơn vị mới" in capsys.readouterr().out
    assert run(["import-units", str(file)]) == 0
    assert "Xong: 2 đơn vị mới" in capsys.readouterr().out


def test_the_command_lists_problems_and_leaves_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "thon.csv"
    file.write_text("Tên;Thuộc\nThôn 1;99999\n", encoding="utf-8")
    assert run(["import-units", str(file)]) == 1
    assert "dòng 2, cột 2" in capsys.readouterr().err
    assert run(["import-units", str(file), "--as-of", "hôm qua"]) == 2
