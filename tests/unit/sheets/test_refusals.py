import csv
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest

from binhyen.sheets.paste import read_paste
from binhyen.sheets.persons import names_a_person
from binhyen.sheets.refusals import find_classified, find_refused, refused_header
from binhyen.sheets.table import Column, Row, Table

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def table(header: str, cells: Sequence[str]) -> Table:
    columns = (Column(0, "Thôn"), Column(1, header))
    rows = tuple(Row(number + 2, (f"Thôn Mẫu {number}", cell)) for number, cell in enumerate(cells))
    return Table(columns, rows, "Số liệu")


def categories(header: str, cells: Sequence[str], *, mapped: Sequence[int] = ()) -> list[str]:
    return [refused.category for refused in find_refused(table(header, cells), mapped=mapped)]


@pytest.mark.parametrize("header", lines("harmless_headers.txt"))
def test_a_harmless_header_passes(header: str) -> None:
    assert refused_header(header) is None


@pytest.mark.parametrize("line", lines("refused_headers.txt"))
def test_a_telling_header_is_refused_with_its_category(line: str) -> None:
    category, header = line.split("\t")
    assert refused_header(header) == category


CELLS = dict(line.split("\t") for line in lines("column_cells.txt"))


def cells_named(name: str) -> list[str]:
    return [cell.strip() for cell in CELLS[name].split("|")]


@pytest.mark.parametrize("line", lines("harmless_columns.txt"))
def test_a_harmless_column_passes(line: str) -> None:
    header, cells = line.split("\t")
    assert categories(header, cells_named(cells)) == []


@pytest.mark.parametrize("line", lines("refused_columns.txt"))
def test_a_telling_column_is_refused_with_its_category(line: str) -> None:
    category, header, cells = line.split("\t")
    assert categories(header, cells_named(cells)) == [category]


def test_the_published_set_is_large_enough_to_mean_something() -> None:
    published = ("harmless_headers.txt", "refused_headers.txt", "harmless_columns.txt", "refused_columns.txt")
    assert min(len(lines(name)) for name in published) >= 200


def test_no_name_of_a_commune_reads_like_a_person() -> None:
    data = files("binhyen.units") / "data"
    for name in ("units_2024.csv", "units_2025.csv"):
        rows = csv.DictReader((data / name).read_text("utf-8").splitlines())
        assert [row["full_name"] for row in rows if names_a_person(row["full_name"])] == []


def test_a_column_that_names_units_may_hold_names_that_people_bear() -> None:
    cells = ["Lê Hồng Phong", "Nguyễn Thị Minh Khai", "Trần Phú"]
    assert [one.category for one in find_refused(table("Tên", cells))] == ["ho_ten"]
    assert not find_refused(table("Tên", cells), named=[1])


@pytest.mark.parametrize(
    "cells",
    [
        ["001090123456", "036185000123", "079301112223"],
        ["001 090 123 456", "036 185 000 123", "079 301 112 223"],
        ["Nhà ông X, 001090123456", "036185000123", "079301112223"],
        ["012345678", "112345671", "212345674"],
    ],
)
def test_identity_numbers_under_any_header_are_refused(cells: list[str]) -> None:
    assert categories("Cột khác", cells) == ["giay_to_tuy_than"]


@pytest.mark.parametrize(
    "cells", [["0912345678", "0387654321", "+84912345678"], ["0912.345.678", "0912 345 679", "0312-345-678"]]
)
def test_telephone_numbers_under_any_header_are_refused(cells: list[str]) -> None:
    assert categories("Liên quan", cells) == ["dien_thoai"]


def test_two_matching_cells_are_not_enough() -> None:
    assert categories("Cột khác", ["001090123456", "036185000123", "", "", ""]) == []


def test_three_matching_cells_among_many_are_not_enough() -> None:
    assert categories("Cột khác", ["001090123456"] * 3 + ["tốt"] * 13) == []
    assert categories("Cột khác", ["001090123456"] * 3 + ["tốt"] * 12) == ["giay_to_tuy_than"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Mã số thuế", ["0312345678", "0309876543", "0301234567"]),
        ("Kinh phí (đồng)", ["125456789", "212345678", "312345671"]),
        ("Cột khác", ["125000000", "212000000", "312500000"]),
        ("Số hiệu văn bản", ["123456789", "223456789", "323456789"]),
        ("Điện thoại trưởng thôn", ["0912345678", "0387654321", "0912345679"]),
    ],
)
def test_digits_that_only_look_alike_pass(header: str, cells: list[str]) -> None:
    assert categories(header, cells) == []


def test_digits_are_not_looked_at_in_a_column_matched_to_a_number() -> None:
    cells = ["123456789", "223456789", "323456789"]
    assert categories("Sản lượng", cells, mapped=[1]) == []
    assert categories("Sản lượng", cells) == ["giay_to_tuy_than"]


def test_a_matched_column_with_a_telling_header_is_refused_all_the_same() -> None:
    assert categories("Số CCCD", ["1", "2", "3"], mapped=[1]) == ["giay_to_tuy_than"]


def test_a_header_about_persons_over_plain_counts_is_a_count() -> None:
    assert categories("Người nghiện ma túy", ["0", "3", "1"]) == []
    assert categories("Người nghiện ma túy", ["Mẫu Văn A", "", "1"]) == ["vi_pham"]


def test_a_count_that_holds_text_is_not_a_count() -> None:
    assert categories("Số đối tượng", ["Mẫu Văn A", "Mẫu Văn B", "Mẫu Thị C"]) == ["doi_tuong"]
    assert categories("Số đối tượng", ["2", "không", "1"]) == []


def test_a_refusal_names_the_column_and_quotes_nothing() -> None:
    refused = find_refused(read_paste("Thôn\tSố CCCD của bà Mẫu\nMẫu 1\t001090123456\n"))
    assert [column.letter for column in refused] == ["B"]
    said = str(refused[0].problem())
    assert "bà Mẫu" not in said
    assert "001090123456" not in said
    assert "cột 2" in said


def test_the_column_is_dropped_and_the_rest_goes_on() -> None:
    found = read_paste("Thôn\tCCCD\tSố hộ\nMẫu 1\t001090123456\t12\n")
    kept = found.without_columns([column.position for column in find_refused(found)])
    assert kept.headers == ("Thôn", "Số hộ")
    assert kept.rows == (Row(2, ("Mẫu 1", "12")),)
    assert kept.columns[1].letter == "C"


@pytest.mark.parametrize(
    "title",
    [
        "TỐI MẬT",
        "Kế hoạch (Tuyệt mật)",
        "Số: 12/KH-MẬT",
        "MẬT",
        "ke-hoach-TOI MAT.pdf",
        "Độ mật: Mật",
        "Báo cáo (mật)",
        "ke_hoach_MẬT.pdf",
    ],
)
def test_a_paper_marked_secret_is_recognised(title: str) -> None:
    assert find_classified(title)


@pytest.mark.parametrize(
    "title",
    [
        "Quy chế bảo vệ bí mật nhà nước", "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Mật độ dân cư", "MẬT ĐỘ DÂN SỐ", "Đổi mật khẩu",
        "Nghị quyết số 12-NQ/CB", "Hợp tác xã mật ong", "Báo cáo thiệt hại do bão tôi mất",
    ],
)  # fmt: skip
def test_a_paper_that_only_speaks_of_secrets_is_not(title: str) -> None:
    assert not find_classified(title)
