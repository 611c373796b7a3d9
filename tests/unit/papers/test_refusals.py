"""Persons are not named: known by what stands before a name, or by its shape; offices and places pass."""

import pytest

from binhyen.papers.refusals import office_problems, telling_problems, text_problems
from binhyen.sheets.persons import names_a_person


@pytest.mark.parametrize(
    "office",
    [
        "Nguyễn Văn Mẫu", "Trưởng thôn - Trần Thị Mẫu", "Chủ tịch UBND (Lê Mẫu)", "ông Mẫu", "Bà Mẫu, Hiệu trưởng",
        "đồng chí Mẫu", "Trung tá Mẫu", "Giám đốc: Đặng Mẫu Mẫu", "Thầy Mẫu",
    ],
)  # fmt: skip
def test_a_person_is_not_taken_for_an_office(office: str) -> None:
    assert [problem.code for problem in office_problems("thành viên", office, most=200)] == ["ten_nguoi"]


@pytest.mark.parametrize(
    "office",
    [
        "Chủ tịch Ủy ban nhân dân xã", "Hiệu trưởng", "Trưởng Công an xã", "Hiệu trưởng Trường THCS Lê Lợi",
        "Chủ tịch UBND xã Nguyễn Huệ", "Trường Tiểu học Hồ Tùng Mậu", "Bí thư Chi bộ", "Giám đốc", "",
        "Hội Liên hiệp Phụ nữ xã", "Ban Chỉ huy Quân sự xã", "Tổ trưởng tổ dân phố", "Thường trực Đảng ủy",
    ],
)  # fmt: skip
def test_offices_and_places_named_after_people_pass(office: str) -> None:
    assert list(office_problems("thành viên", office, most=200)) == []


def test_a_promise_may_speak_of_crime_and_not_of_a_person() -> None:
    assert list(text_problems("nội dung", "Vận động nhân dân tố giác tội phạm, không bao che.", most=500)) == []
    assert names_a_person("Giúp đỡ ông Mẫu tiến bộ")
    assert not names_a_person("Lê Lợi là tên một ngôi trường")


@pytest.mark.parametrize(
    "title", ["Danh sách người nghiện", "0912345678", "TỐI MẬT", "Hòa giải giữa ông Mẫu và bà Mẫu"]
)
def test_a_title_that_announces_persons_numbers_or_secrets_is_refused_unquoted(title: str) -> None:
    problems = list(telling_problems("nội dung", title, most=300))
    assert problems
    assert all(title not in str(problem) for problem in problems)


def test_what_is_missing_or_too_long_says_so() -> None:
    assert [one.code for one in text_problems("tên", "", most=5, needed=True)] == ["thieu"]
    assert [one.code for one in text_problems("tên", "dài quá", most=5)] == ["qua_dai"]
