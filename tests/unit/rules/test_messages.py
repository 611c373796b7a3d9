"""What a rule author is told: the place, what is wrong, and what to write instead."""

import pytest

from binhyen.kernel.errors import InputProblems
from binhyen.rules.loading import check_rulebook, load_canonical, load_rulebook
from tests.unit.rules.texts import FIGURES, HEAD, of_rule, rulebook_text


@pytest.mark.parametrize(
    ("rule", "message", "cure"),
    [
        ("ho_dang_ki = 1", "ho_dang_ki chưa được khai báo", "có phải ho_dang_ky?"),
        ("Hộ_đăng_ký = 1", "Hộ_đăng_ký chưa được khai báo", "có phải ho_dang_ky?"),
        ("so_vu", "Kết quả phải là đúng/sai", "thêm phép so sánh"),
        ("so_vu == 0", "Không dùng '=='", "dùng một dấu ="),
        ("so_vu => 0", "Không dùng '=>'", "dùng >="),
        ("so_vu ≥ 0", "Không dùng '≥'", "dùng >="),
        ("so_vu >= 2.412", "hiểu hai cách", "viết 2412"),
        ("so_vu >= 0,5", "Không hiểu ','", "dấu chấm"),
        ("1 < so_vu < 3", "nối tiếp", "BETWEEN"),
        ("so_vu BETWEEN 1", "giữa chừng", "BETWEEN a AND b"),
        ("so_vu IN ()", "đang trống", ""),
        ("so_vu + nghi_quyet > 1", "phép + cần số", ""),
        ("nghi_quyet = co_mo_hinh", "không đem so sánh", "AND, OR"),
        ("so_vu = 'một'", "Không so sánh được số với chữ", ""),
        ("quy_mo = 'nhó'", "không có trong danh sách", "có phải nhỏ?"),
        ("quy_mo < 'nhỏ'", "chỉ so sánh bằng hoặc khác", "IN"),
        ("quy_mo = nhỏ", "nhỏ chưa được khai báo", ""),
        ('quy_mo = "nhỏ"', "Không dùng '\"'", "nháy đơn"),
        ("quy_mo = 'nhỏ", "chưa được đóng", "thiếu dấu nháy"),
        ("ho_dang_ky / ho_cu_tru", "Kết quả phải là đúng/sai, ở đây là tỷ lệ", ""),
        ("ho_dang_ky / ho_cu_tru * 100 >= 70", "phép * cần số", "a / b >= 70%"),
        ("previous(nghi_quyet)", "chỉ dùng cho số đếm", ""),
        ("previous(previous(so_vu)) > 1", "không lồng nhau", ""),
        ("so_vu.date > window_end", "không phải là văn bản", "document"),
        ("nghi_quyet.day > window_end", "nghi_quyet.day không có", "chỉ có nghi_quyet.date"),
        ("nghi_quyet.date <= deadline('31-03')", "không phải là một ngày", "'03-31'"),
        ("nghi_quyet.date <= deadline('03-31', 2)", "là 0 hoặc 1", ""),
        ("units('registerd') > 1", "không phải là trạng thái", "có phải registered?"),
        ("units('listed', 'shcool') > 1", "không phải là loại đơn vị", "có phải school?"),
        ("units(listed) > 1", "listed chưa được khai báo", ""),
        ("met('9')", "Không có tiêu chí mã '9'", ""),
        ("count_met >= 1", "chỉ dùng trong quy tắc của mức", "met("),
        ("recognised('mau', 'dtа')", "mức công nhận của phong trào này", "có phải dat?"),
        ("recognised('mau')", "số tham số", ""),
        ("sum(so_vu, so_vu) > 1", "Không có hàm sum()", ""),
        ("knwon(so_vu)", "Không có hàm knwon()", "có phải known?"),
        ("if(nghi_quyet, so_vu) > 1", "cần 3 tham số, ở đây có 2", ""),
        ("if(nghi_quyet, so_vu, nghi_quyet) > 1", "khác loại", ""),
        ("least(so_vu) > 1", "ít nhất hai", ""),
        ("co_mo_hinh = true", "không có 'true'", "known"),
        ("so_vu > 1 AND", "giữa chừng", ""),
        ("(so_vu > 1", "giữa chừng", "cần ')'"),
        ("so_vu > 1)", "Không hiểu ')'", ""),
        ("so_vu > 70 %% ", "Không dùng '%'", "70%"),
        ("so_vu > 1 ; co_mo_hinh", "Không dùng ';'", "dấu phẩy"),
        ("so_vu # 1", "Ký tự '#' không có", ""),
        ("1a > 2", "'1a' không phải là một con số", ""),
        ("so_tien * so_tien * so_tien > 1", "38 chữ số", ""),
        ("so_vu > 1234567890123456789", "18 chữ số", ""),
    ],
)
def test_a_slip_in_a_rule_is_told_with_its_cure(rule: str, message: str, cure: str) -> None:
    (problem,) = check_rulebook(of_rule(rule))
    assert message in problem.message
    assert cure in problem.cure
    assert problem.place.startswith("dòng 18, cột ")
    assert problem.place.endswith(", tiêu chí 1")


def test_a_place_points_at_the_character_in_a_quoted_scalar() -> None:
    (problem,) = check_rulebook(of_rule("quy_mo = 'nhỏ' AND so_vv > 0"))
    line = of_rule("quy_mo = 'nhỏ' AND so_vv > 0").splitlines()[17]
    assert problem.place == f"dòng 18, cột {line.index('so_vv') + 1}, tiêu chí 1"


@pytest.mark.parametrize("style", ["|", ">"])
def test_a_place_points_at_the_character_in_a_block(style: str) -> None:
    criteria = (
        f"\n      - code: '1'\n        text: Một\n        rule: {style}\n          co_mo_hinh\n          AND so_vv > 0"
    )
    (problem,) = check_rulebook(rulebook_text(criteria=criteria))
    assert problem.place == "dòng 23, cột 15, tiêu chí 1"


def test_a_repeated_name_is_told_at_each_place() -> None:
    problems = check_rulebook(of_rule("so_vv > 0 AND so_vv < 9"))
    columns = [int(problem.place.split("cột ")[1].split(",")[0]) for problem in problems]
    assert columns[1] - columns[0] == len("so_vv > 0 AND ")


FORTY_MISTAKES = """\
programme: Mẫu hai
version: "1"
nmae: Mẫu
basis: [{title: A, date: 2026-02-30}]
valid_from: 05/01/2026
valid_to: 2020-01-01
figures:
  a: {name: A, answer: coutn}
  b: {answer: count}
  c: {name: C, answer: choice}
  d: {name: D, answer: count, choices: [x, y]}
  e: {name: E, answer: score}
  f: {name: F, answer: count, max: 10}
  Số_vụ: {name: G, answer: count}
  year: {name: H, answer: count}
  g: {name: G, answer: document, counts: everyone}
  h: {name: H, answer: count, colour: red}
  h: {name: H, answer: count}
checks:
  - {code: k, message: M}
  - {code: k, rule: h > nothing, message: M}
subjects:
  communes:
    criteria: []
  commune:
    criteria:
      - {code: "1", text: T}
      - {code: "1", text: T, rule: h >}
      - {code: "2", rule: h > 1}
      - {code: "3", text: T, rule: hh > 1}
      - {code: "4", text: T, rule: h > 1, status: to_confirm}
      - {code: "5", text: T, rule: g.date > 1}
      - {code: "6", text: T, score: h}
      - {code: "7", text: T, points: ten, rule: h > 1}
      - {code: "8", text: T, points: 5, deduct: {each: 1}}
      - {code: "9", text: T, points: 5, score: h, deduct: {count: h, each: 1}}
      - {code: "10", text: T, points: 5, items: [{code: "10a", text: T, points: 3, rule: h > 1}]}
      - {code: "11", text: T, rule: met('12')}
      - {code: "12", text: T, rule: met('11')}
      - {code: "13", text: T, rule: h > 1, items: [{code: "13a", text: T, rule: h > 1}]}
      - {code: "a b", text: T, rule: h > 1}
    levels:
      - {code: x, name: X, rule: count_met >= 5}
      - {code: y, name: Y, rule: count_met >= 3}
      - {code: z, name: Z, rule: all_mett}
      - {code: z, name: Z, rule: all_met}
      - {code: w, name: W}
  school:
    window: {from: {year: 0, day: "10-31"}, to: {year: -1, day: "11-01"}}
    criteria: [{code: "1", text: T, status: maybe, rule: h > 1}]
    levels: [{code: x, name: X, rule: h}]
"""


def test_forty_mistakes_yield_forty_messages_each_with_its_place() -> None:
    problems = check_rulebook(FORTY_MISTAKES)
    assert len({(problem.place, problem.message) for problem in problems}) == len(problems) >= 40
    assert [str(problem) for problem in problems if not problem.place.startswith("dòng ")] == []
    lines = [int(problem.place.removeprefix("dòng ").split(",")[0]) for problem in problems]
    assert lines == sorted(lines)
    headings_and_what_is_right_in_itself = {2, 6, 7, 19, 22, 24, 25, 39, 42, 43, 48}
    wrong = set(range(1, len(FORTY_MISTAKES.splitlines()) + 1)) - headings_and_what_is_right_in_itself
    assert wrong - set(lines) == set()


def test_a_wrong_figure_does_not_make_the_rules_wrong_that_speak_of_it() -> None:
    figures = FIGURES.replace("answer: document", "answer: documnet")
    text = of_rule("nghi_quyet AND nghi_quyet.date <= deadline('03-31')", figures=figures)
    (problem,) = check_rulebook(text)
    assert problem.cure == "có phải document?"


def test_what_is_missing_is_named() -> None:
    problems = check_rulebook("programme: mau\n")
    told = " ".join(problem.message for problem in problems)
    for word in ("'version'", "'name'", "'valid_from'", "basis", "subjects"):
        assert word in told


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("a: [1\nb: 2", "cấu trúc YAML"),
        ("a:\n\t- x", "cấu trúc YAML"),
        ("", "không có nội dung"),
        ("# chỉ có chú thích", "không có nội dung"),
        ("- a\n- b", "cần các mục"),
        ("chữ", "cần các mục"),
    ],
)
def test_a_text_that_is_no_rulebook_is_refused_with_words(yaml: str, message: str) -> None:
    assert message in check_rulebook(yaml)[0].message


def test_problems_name_the_file_they_come_from() -> None:
    with pytest.raises(InputProblems) as refused:
        load_rulebook(of_rule("x > 1"), source="mau.yaml")
    assert refused.value.problems[0].place.startswith("mau.yaml, dòng 18, cột ")


def test_places_of_another_kind_of_file_are_used_where_it_gives_them() -> None:
    data = load_rulebook(of_rule("so_vu > 1")).canonical()
    criterion = data["subjects"]["residential_area"]["criteria"][0]  # type: ignore[index]
    criterion["rule"] = "so_vv > 1"
    path = ("subjects", "residential_area", "criteria", 0, "rule")
    with pytest.raises(InputProblems) as refused:
        load_canonical(data, places={path: "ô D5, trang tính 'Tiêu chí'"})
    assert refused.value.problems[0].place == "ô D5, trang tính 'Tiêu chí', tiêu chí 1"


def test_a_circle_between_criteria_is_named() -> None:
    criteria = """
      - {code: '1', text: Một, rule: met('2') AND so_vu = 0}
      - {code: '2', text: Hai, items: [{code: 2a, text: a, rule: NOT met('3')}]}
      - {code: '3', text: Ba, rule: co_mo_hinh, applies: met('1')}"""
    (problem,) = check_rulebook(rulebook_text(criteria=criteria))
    codes = problem.message.split(": ")[1].rstrip(".").split(" → ")
    assert codes[0] == codes[-1]
    assert set(codes) == {"1", "2", "2a", "3"}


def test_a_criterion_cannot_ask_for_the_group_it_stands_in() -> None:
    criteria = "[{code: '1', text: Một, items: [{code: 1a, text: a, rule: met('1')}]}]"
    (problem,) = check_rulebook(rulebook_text(criteria=criteria))
    assert "1 → 1a → 1" in problem.message or "1a → 1 → 1a" in problem.message


def test_no_more_than_two_hundred_problems_are_told() -> None:
    criteria = ", ".join(f"{{code: c{i}, text: Mẫu, rule: x{i} > 0}}" for i in range(500))
    problems = check_rulebook(rulebook_text(criteria=f"[{criteria}]"))
    assert len(problems) == 201
    assert "không đọc tiếp" in problems[-1].message


def test_head_alone_is_not_mistaken_for_a_rulebook() -> None:
    assert [problem.code for problem in check_rulebook(HEAD)] == ["thieu_don_vi"]
