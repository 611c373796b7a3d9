import pytest

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading import load_rulebook
from binhyen.sheets.facts import FactsSheet, read_facts
from binhyen.sheets.paste import read_paste

RULEBOOK = load_rulebook(
    """
programme: mau
version: "1"
name: Mẫu
basis: [{title: Mẫu}]
valid_from: 2020-01-01
figures:
  ho_dang_ky: {name: Số hộ đăng ký, answer: count}
  ho_cu_tru: {name: Số hộ cư trú, answer: count}
  nghi_quyet: {name: Nghị quyết, answer: document}
  so_buoi: {name: Số buổi, answer: count}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Một, rule: ho_dang_ky = ho_cu_tru}
      - {code: "2", text: Hai, rule: "nghi_quyet AND nghi_quyet.date <= deadline('03-31')"}
    levels: [{code: dat, name: Đạt, rule: all_met}]
"""
)
KIND = SubjectKind.RESIDENTIAL_AREA


def read(text: str) -> FactsSheet:
    return read_facts(read_paste(text.replace(" | ", "\t")), RULEBOOK, KIND)


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as refused:
        read(text)
    return refused.value.problems


def test_cells_are_typed_by_the_rulebook() -> None:
    sheet = read("unit | ho_dang_ky | nghi_quyet\nA | 2.412 | có\nB |  | \n")
    assert dict(sheet.rows()) == {
        "A": {"ho_dang_ky": 2412, "nghi_quyet": True},
        "B": {"ho_dang_ky": None, "nghi_quyet": None},
    }


def test_missing_columns_are_named_in_one_warning() -> None:
    (warning,) = read("unit | ho_dang_ky\nA | 1\n").warnings
    assert warning.severity == "warning"
    assert "ho_cu_tru, nghi_quyet, nghi_quyet.date" in warning.message
    assert "deadline" not in warning.message


def test_a_figure_that_this_kind_of_unit_does_not_use_is_passed_over() -> None:
    assert "so_buoi" not in read("unit | ho_dang_ky | so_buoi\nA | 1 | x\n").values


def test_a_mistyped_column_is_an_error_with_the_nearest_name() -> None:
    (problem,) = problems("unit | ho_dang_ki\nA | 1\n")
    assert (problem.code, problem.place) == ("cot_la", "cột 2")
    assert "ho_dang_ky" in problem.cure


def test_every_problem_is_listed_with_its_cell() -> None:
    found = problems("unit | ho_dang_ky | ho_cu_tru\nA | 64% | 5\nA | 1 | năm\n | 1 | 1\n")
    assert [(problem.code, problem.place) for problem in found] == [
        ("trung_don_vi", "dòng 3, cột 1"),
        ("thieu_don_vi", "dòng 4, cột 1"),
        ("phan_tram_o_cho_so_dem", "dòng 2, cột 2"),
        ("khong_phai_so", "dòng 3, cột 3"),
    ]


def test_a_file_without_units_is_refused() -> None:
    assert [problem.code for problem in problems("ho_dang_ky | ho_cu_tru\n1 | 1\n")] == ["thieu_cot_don_vi"]


def test_two_columns_of_one_name_are_refused() -> None:
    assert {problem.code for problem in problems("unit | ho_dang_ky | ho_dang_ky\nA | 1 | 2\n")} == {"trung_cot"}


def test_a_column_on_persons_is_refused_as_one_and_not_as_unknown() -> None:
    (problem,) = problems("unit | ho_dang_ky | Số CCCD\nA | 1 | 001090123456\n")
    assert problem.code == "cot_bi_tu_choi"


def test_ten_thousand_problems_are_two_hundred_and_a_number() -> None:
    found = problems("unit | ho_dang_ky\n" + "".join(f"U{number} | x{number}\n" for number in range(1000)))
    assert len(found) == 201
    assert found[-1].message == "… và 800 vấn đề khác"
