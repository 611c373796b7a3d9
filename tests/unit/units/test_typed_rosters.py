"""Lists of households as areas keep them: marks, ranges, areas in columns and in rows of their own, nothing of persons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems
from binhyen.sheets.headers import Merge
from binhyen.sheets.matching import match
from binhyen.sheets.table import Table, table_from_cells
from binhyen.units.roster_columns import MEANINGS, read_mark, refused_columns, with_areas
from binhyen.units.roster_lines import Line, Said, Usual, line_after
from binhyen.units.typed_rosters import TypedRosters, read_rosters

DAYS = st.dates(date(2003, 1, 1), date(2026, 1, 1))
WAYS = st.sampled_from(["paper", "qr", "meeting"])
LINES = st.one_of(st.just(Line()), st.builds(Line, st.just(True), DAYS, WAYS))
SAID = st.builds(Said, st.sampled_from([True, False, None]), st.none() | DAYS, st.just("") | WAYS)
USUAL = st.builds(Usual, DAYS, WAYS)


def table(*rows: str, merges: tuple[Merge, ...] = ()) -> Table:
    return table_from_cells([row.split("|") for row in rows], merges=merges)


def read(*rows: str) -> TypedRosters:
    return read_rosters(table(*rows))


def told(found: TypedRosters) -> list[tuple[str, tuple[int, ...], bool | None]]:
    return [(row.area, row.numbers, row.said.registered) for row in found.rows]


@pytest.mark.parametrize("header", ["STT", "Mã hộ", "Số thứ tự hộ", "TT", "Hộ số"])
@pytest.mark.parametrize("mark", ["Đăng ký", "Đã đăng ký (x)", "DA DANG KY", "Đánh dấu"])
def test_columns_are_found_by_what_areas_call_them(header: str, mark: str) -> None:
    assert told(read(f"{header}|{mark}", "1|x", "2|")) == [("", (1,), True), ("", (2,), None)]


def test_days_and_ways_are_read_and_speak_of_a_registration_by_themselves() -> None:
    found = read("STT|Ngày đăng ký|Hình thức", "1|15/03/2021|Họp dân", "2|2021-03-16|", "3||giấy", "4||")
    assert [row.said for row in found.rows] == [
        Said(True, date(2021, 3, 15), "meeting"), Said(True, date(2021, 3, 16)), Said(True, None, "paper"), Said(),
    ]  # fmt: skip
    assert found.problems == found.notes == []


@pytest.mark.parametrize(
    ("cell", "said"),
    [("x", True), ("X", True), ("✓", True), ("Có", True), ("1", True), ("đã đăng ký", True), ("rồi", True), ("", None),
     (" ", None), ("0", False), ("không", False), ("Chưa", False), ("-", False)],
)  # fmt: skip
def test_marks_are_read_in_the_ways_people_make_them(cell: str, said: bool | None) -> None:
    assert read_mark(cell) is said


def test_a_range_of_numbers_is_one_row() -> None:
    found = read("STT hộ|Đăng ký", "1-3, 5|x", "Hộ số 4|không", "06.|")
    assert told(found) == [("", (1, 2, 3, 5), True), ("", (4,), False), ("", (6,), None)]


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("0|x||", "so_ho", "dòng 2, cột 1"),
        ("3001|x||", "so_ho", "dòng 2, cột 1"),
        ("2026-12-01|x||", "so_ho", "dòng 2, cột 1"),
        ("1|98||", "dau_la", "dòng 2, cột 2"),
        ("1|x|31/02/2021|", "ngay_la", "dòng 2, cột 3"),
        ("1|x|01/01/2999|", "ngay_la", "dòng 2, cột 3"),
        ("1|x||bưu điện", "hinh_thuc_la", "dòng 2, cột 4"),
        ("1|không||giấy", "dau_trai_ngay", "dòng 2, cột 2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_not_quoted(row: str, code: str, place: str) -> None:
    (problem,) = read("STT|Đăng ký|Ngày|Hình thức", row).problems
    assert (problem.code, problem.place) == (code, place)
    assert problem.cure
    assert not any(cell in problem.message for cell in row.split("|") if cell.strip("0123456789x") and cell != "không")


def test_areas_stand_in_a_column_and_an_empty_cell_says_what_stands_above() -> None:
    found = read("Thôn|STT|Đăng ký", "Mẫu 1|1|x", "|2|", "Mẫu 2|1|x")
    assert told(found) == [("Mẫu 1", (1,), True), ("Mẫu 1", (2,), None), ("Mẫu 2", (1,), True)]
    assert [note.code for note in found.notes] == ["khu_nhu_dong_tren"]


@pytest.mark.parametrize("heading", ["Thôn Mẫu 2||", "|Thôn Mẫu 2|", "II|Thôn Mẫu 2|", "II. Thôn Mẫu 2 (3 hộ)||"])
def test_areas_stand_in_rows_of_their_own_even_in_a_column_that_is_refused(heading: str) -> None:
    seen = with_areas(table("STT|Chủ hộ|Đăng ký", "I. Thôn Mẫu 1||", "1|A|x", heading, "1|B|", "2|C|x"))
    kept = seen.without_columns({column.position for column in refused_columns(seen)})
    assert kept.headers == ("STT", "Đăng ký", "Khu dân cư")
    assert told(read_rosters(kept)) == [
        ("Thôn Mẫu 1", (1,), True), ("Thôn Mẫu 2", (1,), None), ("Thôn Mẫu 2", (2,), True),
    ]  # fmt: skip


def test_a_merged_row_names_an_area_and_its_place_is_the_row() -> None:
    merged = (Merge(1, 0, 1, 2),)
    found = read_rosters(table("STT|Đăng ký|Ngày", "Kim Mẫu||", "1|x|", merges=merged))
    assert [(row.area, row.area_place) for row in found.rows] == [("Kim Mẫu", "dòng 3")]


def test_rows_below_words_that_are_no_area_belong_to_nobody_we_know() -> None:
    found = read("STT|Đăng ký", "Thôn Mẫu 1|", "1|x", "Phía bắc đường|", "1|x")
    assert told(found) == [("Thôn Mẫu 1", (1,), True), ("", (1,), True)]


def test_totals_signatures_and_rows_without_a_number_are_no_households() -> None:
    found = read(
        "STT|Khác|Đăng ký", "1||x", "Tổng cộng||1", "|Tổng|1", "Người lập biểu||", "Nguyễn Văn Mẫu||", "||không"
    )
    assert told(found) == [("", (1,), True)]
    assert found.problems == []
    assert {"dong_cong", "dong_khong_so"} <= {note.code for note in found.notes}


def test_a_mark_without_a_number_is_a_problem() -> None:
    assert [problem.code for problem in read("STT|Đăng ký", "1|x", "|x").problems] == ["so_ho"]


def test_a_list_without_marks_says_that_it_marks_nobody() -> None:
    assert [note.code for note in read("Khu dân cư|STT", "Mẫu 1|1-120").notes] == ["khong_cot_dang_ky"]


def test_a_list_without_numbers_or_with_too_many_is_refused() -> None:
    with pytest.raises(InputProblems, match="số thứ tự hộ"):
        read("Đăng ký|Ngày", "x|15/03/2021")
    with pytest.raises(InputProblems, match=r"hơn 30\.000 hộ"):
        read("Khu dân cư|STT", *(f"Mẫu {at}|1-3000" for at in range(11)))


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Họ tên chủ hộ", "A"), ("Hộ", "bác Tư"), ("Địa chỉ", "ngõ 1"), ("Ghi chú", "đi làm xa"), ("", "nhà cuối ngõ"),
     ("Lý do", "chưa về"), ("Điện thoại", "0900000000"), ("Mã", "001099000001"), ("Người ký", "con trai")],
)  # fmt: skip
def test_whatever_else_is_told_of_a_household_is_refused(header: str, cell: str) -> None:
    rows = [f"{at}|{cell}|x|15/03/2021" for at in range(1, 6)]
    (refused,) = refused_columns(table(f"STT|{header}|Đăng ký|Ngày đăng ký", *rows))
    assert refused.position == 1
    assert cell not in str(refused.problem())


def test_marks_and_small_numbers_under_any_header_are_left_for_the_person_to_explain() -> None:
    sent = table("STT|Khu dân cư|Tham gia|Số khẩu|Hình thức|Ghi chú", "1|Thôn Mẫu 1|x|4|giấy|", "2|Thôn Mẫu 1||12|QR|x")
    assert refused_columns(sent) == ()
    assert set(match(sent, MEANINGS).unknown) == {2, 3}


@given(LINES, SAID, USUAL, USUAL)
def test_the_same_list_twice_changes_nothing_and_an_empty_cell_never_does(
    was: Line, said: Said, usual: Usual, other: Usual
) -> None:
    once = line_after(was, said, usual)
    assert line_after(once, said, other) == once
    assert (once.day is not None) == (once.channel != "") == once.registered
    assert once.registered == (was.registered if said.registered is None else said.registered)
