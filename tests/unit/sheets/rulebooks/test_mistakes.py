"""What people get wrong in the form, and what they are told: sheet, cell, cure, in their words."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from binhyen.kernel.errors import Problem
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.rulebooks import check_rulebook_workbook, read_rulebook_workbook
from tests.rulebook_form import CARD, fill, filled, open_form, put, saved

FORM = """
# Thông tin chung
Mã phong trào | mau
Phiên bản | 1
Tên bộ tiêu chí | Bộ Mẫu
Có hiệu lực từ ngày | 05/01/2026

# Căn cứ
Đối tượng | Tiêu chí | Mức | Tên văn bản | Ngày
 | | | Quyết định Mẫu | 05/01/2026
khu dân cư | 1a | | Kế hoạch Mẫu |
khu dân cư | | dat | Hướng dẫn Mẫu |

# Số liệu
Mã số liệu | Tên số liệu | Cách trả lời | Các lựa chọn | Điểm cao nhất
ho | Số hộ | số đếm | |
dk | Số hộ đăng ký | số đếm | |
quy_mo | Quy mô | chọn một | nhỏ⏎lớn |
diem | Điểm | điểm | | 10
giay | Giấy | văn bản | |

# Kiểm tra
Mã kiểm tra | Quy tắc | Câu hỏi khi không đúng
ho | dk <= ho | Nhiều hơn số hộ?

# Đối tượng
Đối tượng | Từ: năm | Từ: ngày | Đến: năm | Đến: ngày | Tổng điểm
khu dân cư | năm trước | 01/11 | năm xét | 31/10 | 20

# Tiêu chí
Đối tượng | Thuộc tiêu chí | Mã tiêu chí | Nội dung | Quy tắc | Tình trạng | Điểm tối đa | Cách tính điểm | Trừ điểm theo | Mỗi lần trừ
khu dân cư | | 1 | Nhóm | | | | | |
khu dân cư | 1 | 1a | Đăng ký | dk = ho | | | | |
khu dân cư | 1 | 1b | Có giấy | giay | | 10 | | |
khu dân cư | | 2 | Chờ | | chờ xác nhận | | | |
khu dân cư | | 3 | Trừ | | | 10 | | ho | 2

# Mức
Đối tượng | Mã mức | Tên mức | Quy tắc
khu dân cư | dat | Đạt | all_met
khu dân cư | tot | Tốt | all_met AND points >= 15
"""
# Words of a rulebook file that an officer never sees.
_KEYS = re.compile(
    r"(?<![\w“'])(rule|items|score|deduct|status|to_confirm|basis|window|subjects|levels|choices|answer|from|count:)(?![\w”'])"
)


def problems_of(*typed: tuple[str, str, int, Any]) -> tuple[Problem, ...]:
    """What is said of the sound form after these cells were typed over: sheet, column, row, value."""
    book = fill(open_form(), FORM)
    for sheet, header, row, value in typed:
        put(book, sheet, header, row, value)
    return check_rulebook_workbook(saved(book))


def read() -> Rulebook:
    return read_rulebook_workbook(filled(FORM))


def test_the_form_these_tests_spoil_is_sound() -> None:
    assert check_rulebook_workbook(filled(FORM)) == ()


# One mistake each: sheet, column, row, what is typed, what the message must speak of.
MISTAKES: list[tuple[str, str, int, Any, str]] = [
    (CARD, "Mã phong trào", 1, "Phong trào Mẫu", "Mã phong trào"),
    (CARD, "Phiên bản", 2, "", "Phiên bản"),
    (CARD, "Có hiệu lực từ ngày", 6, "tháng 1", "Có hiệu lực từ ngày"),
    (CARD, "Hết hiệu lực từ ngày", 7, "01/01/2020", "hết hiệu lực"),
    ("Căn cứ", "Tên văn bản", 2, None, "Tên văn bản"),
    ("Căn cứ", "Ngày", 2, "31/02/2026", "31/02/2026"),
    ("Căn cứ", "Tiêu chí", 3, "1c", "1c"),
    ("Căn cứ", "Mức", 4, "dạt", "dạt"),
    ("Số liệu", "Mã số liệu", 2, "Số hộ", "tên số liệu"),
    ("Số liệu", "Cách trả lời", 3, "đếm số", "đếm số"),
    ("Số liệu", "Các lựa chọn", 4, "nhỏ", "lựa chọn"),
    ("Số liệu", "Điểm cao nhất", 5, "mười", "mười"),
    ("Số liệu", "Mã số liệu", 6, "quy_mo", "quy_mo"),
    ("Số liệu", "Tên số liệu", 7, "Không mã", "Mã số liệu"),
    ("Kiểm tra", "Quy tắc", 2, "dk <= hoo", "hoo"),
    ("Kiểm tra", "Mã kiểm tra", 3, "hai", "Quy tắc"),
    ("Đối tượng", "Đối tượng", 3, "hợp tác", "hợp tác"),
    ("Đối tượng", "Từ: ngày", 2, "31/11", "31/11"),
    ("Đối tượng", "Tổng điểm", 2, "19", "19"),
    ("Đối tượng", "Điều kiện được xét", 2, "ho >", "giữa chừng"),
    ("Tiêu chí", "Thuộc tiêu chí", 3, "9", "9"),
    ("Tiêu chí", "Quy tắc", 2, "ho = 1", "Nhóm"),
    ("Tiêu chí", "Quy tắc", 3, "dk / ho >= 70 %%", "%"),
    ("Tiêu chí", "Tình trạng", 3, "xong", "xong"),
    ("Tiêu chí", "Quy tắc", 5, "dk = ho", "chờ xác nhận"),
    ("Tiêu chí", "Điểm tối đa", 6, "10,555", "10,555"),
    ("Tiêu chí", "Cách tính điểm", 6, "ho * 2", "Cách tính điểm"),
    ("Tiêu chí", "Mỗi lần trừ", 6, "", "Mỗi lần trừ"),
    ("Tiêu chí", "Mã tiêu chí", 6, "1a", "1a"),
    ("Tiêu chí", "Nội dung", 6, None, "Nội dung"),
    ("Tiêu chí", "Mã tiêu chí", 7, "4", "Nội dung"),
    ("Tiêu chí", "Đối tượng", 6, "xã", "xã"),
    ("Tiêu chí", "Quy tắc", 4, "=giay", "công thức"),
    ("Mức", "Quy tắc", 2, "all_mat", "all_mat"),
    ("Mức", "Quy tắc", 2, None, "Quy tắc"),
    ("Mức", "Mã mức", 3, "dat", "dat"),
    ("Mức", "Quy tắc", 3, "count_met >= 1", "thấp hơn"),
    ("Mức", "Chỉ là mốc", 3, "đúng", "đúng"),
    ("Mức", "Chờ ngưỡng của", 3, "tổng điểm", "Chờ ngưỡng của"),
    ("Mức", "Tên mức", 3, "", "Tên mức"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "header", "row", "typed", "speaks_of"), MISTAKES)
def test_a_mistake_is_told_with_its_sheet_and_place_in_the_words_of_the_form(
    sheet: str, header: str, row: int, typed: Any, speaks_of: str
) -> None:
    found = problems_of((sheet, header, row, typed))
    about = [problem for problem in found if speaks_of in str(problem)]
    assert about, found
    assert all(problem.place.startswith("trang “") for problem in found)
    assert [str(problem) for problem in found if _KEYS.search(f"{problem.message} {problem.cure}")] == []


# One row each, sound but for this one cell.
IN_FIGURES: list[tuple[str, Any]] = [
    ("Tên số liệu", "x" * 301), ("Cách trả lời", "phần trăm"), ("Cách trả lời", 12.5), ("Mã số liệu", "Hộ"), ("Mã số liệu", "and"),
    ("Mã số liệu", date(2026, 1, 2)), ("Tính số của ai", "công an"), ("Điểm cao nhất", "-1"), ("Các lựa chọn", "một"),
    ("Ghi chú", "=A1"), ("Đơn vị tính", 2.5), ("Mã số liệu", "ho"),
]  # fmt: skip
IN_CRITERIA: list[tuple[str, Any]] = [
    ("Quy tắc", "ho"), ("Quy tắc", "dk = "), ("Quy tắc", "khong_co = 1"), ("Quy tắc", "ho < dk < 3"), ("Quy tắc", "2.412 = ho"),
    ("Quy tắc", "quy_mo = 'vừa'"), ("Quy tắc", "met('77')"), ("Quy tắc", "giay.date <= deadline('02-30')"), ("Quy tắc", "previous(giay) = 1"),
    ("Quy tắc", "units('moi') > 1"), ("Quy tắc", "(" * 50 + "giay" + ")" * 50), ("Quy tắc", "giay" + " AND giay" * 300), ("Quy tắc", "=ho"),
    ("Quy tắc", True), ("Chỉ áp dụng khi", "ho"), ("Chỉ áp dụng khi", "giay AND"), ("Tình trạng", "?"), ("Điểm tối đa", "nhiều"),
    ("Mã tiêu chí", "2.1 a"), ("Mã tiêu chí", 2.1), ("Mã tiêu chí", datetime.fromisoformat("2026-02-01 10:00")), ("Thuộc tiêu chí", "88"), ("Đối tượng", "phố"),
    ("Mỗi lần trừ", "hai"), ("Cách tính điểm", "giay"), ("Trừ điểm theo", "giay"), ("Nội dung", "x" * 20_001), ("Minh chứng", "x" * 2_001),
]  # fmt: skip


def test_forty_mistakes_of_different_sorts_are_told_at_once_each_at_its_cell() -> None:
    book = fill(open_form(), FORM)
    cells = {
        spoilt(book, "Số liệu", figure(row, header), row, header, value)
        for row, (header, value) in enumerate(IN_FIGURES, 20)
    }
    cells |= {
        spoilt(book, "Tiêu chí", criterion(row, header), row, header, value)
        for row, (header, value) in enumerate(IN_CRITERIA, 20)
    }
    found = check_rulebook_workbook(saved(book))
    told = {problem.place.split(", tiêu chí")[0].split(", số liệu")[0] for problem in found}
    assert len(cells) == 40
    assert cells - told == set()
    assert [str(problem) for problem in found if _KEYS.search(f"{problem.message} {problem.cure}")] == []


def figure(row: int, spoilt: str) -> dict[str, str]:
    answers = {"Các lựa chọn": "chọn một", "Điểm cao nhất": "điểm"}
    return {"Mã số liệu": f"f_{row}", "Tên số liệu": "Tên", "Cách trả lời": answers.get(spoilt, "số đếm")}


def criterion(row: int, spoilt: str) -> dict[str, str]:
    sound = {"Đối tượng": "khu dân cư", "Mã tiêu chí": f"k{row}", "Nội dung": "Nội dung", "Quy tắc": "giay"}
    scored = {"Điểm tối đa": "5"} if spoilt in ("Cách tính điểm", "Trừ điểm theo", "Mỗi lần trừ") else {}
    deducted = {"Trừ điểm theo": "ho", "Mỗi lần trừ": "1"} if spoilt in ("Trừ điểm theo", "Mỗi lần trừ") else {}
    return sound | scored | deducted


def spoilt(book: Workbook, sheet: str, sound: dict[str, str], row: int, header: str, value: Any) -> str:
    """Type a sound row with one mistake in it; returns where the mistake is."""
    for column, text in sound.items():
        put(book, sheet, column, row, text)
    return f"trang “{sheet}”, ô {put(book, sheet, header, row, value)}"


# ---------------------------------------------------------------- what spreadsheet programs do to cells


@pytest.mark.parametrize(
    ("sheet", "header", "row", "value", "code"),
    [
        ("Tiêu chí", "Mã tiêu chí", 5, 2.1, "so_khong_phai_chu"),
        ("Tiêu chí", "Quy tắc", 4, "=1=1", "cong_thuc"),
        (CARD, "Phiên bản", 2, datetime.fromisoformat("2025-05-01"), "ngay_khong_phai_chu"),
        ("Đối tượng", "Từ: ngày", 2, date(2026, 11, 1), "ngay_khong_phai_chu"),
        ("Tiêu chí", "Mã tiêu chí", 5, True, "dung_sai"),
    ],
)
def test_what_a_spreadsheet_changed_is_told_at_its_cell(
    sheet: str, header: str, row: int, value: Any, code: str
) -> None:
    book = fill(open_form(), FORM)
    place = f"trang “{sheet}”, ô {put(book, sheet, header, row, value)}"
    found = {problem.code: problem for problem in check_rulebook_workbook(saved(book))}
    assert found[code].place == place
    assert found[code].cure


@pytest.mark.parametrize(
    ("sheet", "header", "row", "value"),
    [
        (CARD, "Có hiệu lực từ ngày", 6, date(2026, 1, 5)),
        (CARD, "Có hiệu lực từ ngày", 6, "2026-01-05"),
        (CARD, "Phiên bản", 2, 1),
        ("Tiêu chí", "Điểm tối đa", 6, 10),
        ("Tiêu chí", "Mã tiêu chí", 6, 3),
        ("Tiêu chí", "Đối tượng", 6, "Thôn"),
        ("Tiêu chí", "Đối tượng", 6, "residential_area"),
        ("Tiêu chí", "Tình trạng", 4, "Đã kiểm chứng"),
        ("Số liệu", "Cách trả lời", 2, "  SỐ ĐẾM "),
        ("Đối tượng", "Từ: ngày", 2, "1/11"),
        ("Đối tượng", "Từ: năm", 2, "-1"),
    ],
)
def test_what_can_mean_one_thing_only_is_taken_as_that(sheet: str, header: str, row: int, value: Any) -> None:
    book = fill(open_form(), FORM)
    put(book, sheet, header, row, value)
    assert read_rulebook_workbook(saved(book)).content_hash == read().content_hash


def test_points_may_have_a_comma_and_lists_may_have_dashes() -> None:
    book = fill(open_form(), FORM)
    put(book, "Tiêu chí", "Điểm tối đa", 4, "9,5")
    put(book, "Tiêu chí", "Điểm tối đa", 6, "10.5")
    put(book, "Tiêu chí", "Minh chứng", 5, "- Biên bản\n- Báo cáo\n  của xã")
    (subject,) = read_rulebook_workbook(saved(book)).subjects.values()
    assert subject.by_code["1b"].points == subject.by_code["3"].points - 1
    assert subject.by_code["2"].evidence == ("Biên bản", "Báo cáo\ncủa xã")


def test_with_one_kind_of_unit_the_other_sheets_need_not_name_it() -> None:
    text = (
        FORM.replace("khu dân cư | 1 |", " | 1 |")
        .replace("khu dân cư | | ", " | | ")
        .replace("khu dân cư | dat", " | dat")
    )
    assert read_rulebook_workbook(filled(text)).content_hash == read().content_hash


def test_a_kind_of_unit_without_its_row_is_told_once() -> None:
    found = check_rulebook_workbook(filled(FORM.replace("khu dân cư | | 3", "nhà trường | | 3")))
    (problem,) = [problem for problem in found if problem.code == "loai_don_vi_la"]
    assert problem.place == "trang “Tiêu chí”, ô A6"
    assert "Đối tượng" in problem.cure


def test_a_group_that_lies_within_itself_is_told() -> None:
    (problem, *_) = problems_of(("Tiêu chí", "Thuộc tiêu chí", 2, "1a"))
    assert (problem.code, problem.place) == ("vong_tron", "trang “Tiêu chí”, ô B2")


@pytest.mark.parametrize(
    ("rule", "cure"),
    [
        ("dk > 1 và ho > 1", "viết AND"),
        ("dk > 1 hoặc ho > 1", "viết OR"),
        ("không giay", "viết NOT"),
        ("giay.date <= 31/03", "deadline('03-31')"),
        ("dk / ho ≥ 70%", "dùng >="),
        ("quy_mo = “nhỏ”", "nháy đơn"),
        ("so_ho_moi > 1", "trang “Số liệu”"),
    ],
)
def test_a_rule_in_an_officers_own_words_is_told_how_to_say_it(rule: str, cure: str) -> None:
    (problem,) = problems_of(("Tiêu chí", "Quy tắc", 3, rule))
    assert problem.place == "trang “Tiêu chí”, ô E3, tiêu chí 1a"
    assert cure in problem.cure
