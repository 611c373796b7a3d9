"""Tables of local units as offices keep them."""

import pytest

from binhyen.kernel.errors import InputProblems
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.table import Table, table_from_cells
from binhyen.units.typed_units import TypedUnits, read_units


def table(*rows: str) -> Table:
    return table_from_cells([row.split("|") for row in rows])


def read(*rows: str) -> TypedUnits:
    return read_units(table(*rows))


def test_columns_are_found_by_what_offices_call_them() -> None:
    found = read("STT|Tên đơn vị|Loại|Thuộc xã|Quy mô|MST|Màu", "1|Công ty Mẫu|Doanh nghiệp|11680|Vừa|0200000001|đỏ")
    (row,) = found.rows
    assert (row.name, row.kind, row.parent) == ("Công ty Mẫu", UnitKind.DOANH_NGHIEP, "11680")
    assert (row.attributes, row.identifiers) == ({"size": "medium"}, (("tax", "0200000001"),))
    assert found.ignored == ["Màu"]
    assert found.problems == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Thôn 3", UnitKind.THON), ("TDP số 5", UnitKind.TO_DAN_PHO), ("Tổ dân phố 2", UnitKind.TO_DAN_PHO),
     ("Trường Tiểu học Mẫu", UnitKind.TRUONG_HOC), ("Công ty Mẫu", UnitKind.DOANH_NGHIEP)],
)  # fmt: skip
def test_a_kind_that_no_column_says_is_read_from_the_name(name: str, kind: UnitKind) -> None:
    assert [row.kind for row in read("Tên|Mã xã", f"{name}|11680").rows] == [kind]


def test_rows_of_totals_and_signatures_are_no_units() -> None:
    assert read("STT|Tên|Loại", "1|Kim Sơn|thôn", "Tổng cộng||", "|Cộng|", "Người lập biểu||").rows[0].name == "Kim Sơn"
    assert len(read("STT|Tên|Loại", "1|Kim Sơn|thôn", "Tổng cộng||", "|Cộng|", "Người lập biểu||").rows) == 1


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("Kim Sơn|thonn|||", "loai_la", "dòng 2, cột 2"),
        ("Kim Sơn||||", "loai_la", "dòng 2, cột 1"),
        ("Công ty Mẫu|doanh nghiệp|to|||", "gia_tri_la", "dòng 2, cột 3"),
        ("Trường Mẫu|trường|||đại ca", "gia_tri_la", "dòng 2, cột 5"),
        ("Công ty Mẫu|doanh nghiệp||chưa có (hỏi lại)|", "ma_so_la", "dòng 2, cột 4"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: str, code: str, place: str) -> None:
    (problem,) = read("Tên|Loại|Quy mô|Mã số thuế|Cấp học", row).problems
    assert (problem.code, problem.place) == (code, place)
    assert problem.cure


def test_a_table_without_names_is_refused() -> None:
    with pytest.raises(InputProblems, match="cột tên đơn vị"):
        read("A|B", "1|2")
