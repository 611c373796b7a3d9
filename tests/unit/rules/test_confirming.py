"""Numbers that nobody could read are entered with their source, and make a new version."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading import Confirmation, check_rulebook, load_rulebook, with_confirmed
from binhyen.rules.model.parts import Citation, Window, WindowDay
from binhyen.rules.model.rulebook import CutOff, Rulebook
from binhyen.rules.reference import assess
from tests.unit.rules.texts import rulebook_text

AREA = SubjectKind.RESIDENTIAL_AREA
SOURCE = Citation("Hướng dẫn mẫu", date(2026, 2, 1), "Mục 3")
CRITERIA = """
      - {code: '1', text: Một, points: 60, score: so_vu}
      - {code: '2', text: Hai, points: 40, rule: co_mo_hinh}
      - code: '3'
        text: Ba
        items: [{code: '3.a', text: a, status: to_confirm}, {code: '3.b', text: b, rule: co_mo_hinh}]"""
LEVELS = """
      - {code: yeu, name: Yếu, rule: points >= 0}
      - {code: kha, name: Khá, status: to_confirm, cut_off: points, basis: [{title: Quyết định mẫu}]}
      - {code: xuat_sac, name: Xuất sắc, status: to_confirm, cut_off: points}
      - {code: tieu_bieu, name: Tiêu biểu, status: to_confirm}"""


def classes(**others: str) -> Rulebook:
    return load_rulebook(rulebook_text(criteria=CRITERIA, levels=LEVELS, **others))


def level(code: str, number: str) -> Confirmation:
    return Confirmation(f"residential_area.levels.{code}", SOURCE, at_least=Decimal(number))


def refused(*confirmations: Confirmation, version: str = "2") -> list[str]:
    with pytest.raises(InputProblems) as error:
        with_confirmed(classes(), confirmations, version=version)
    return [f"{problem.place}: {problem.message}" for problem in error.value.problems]


def test_a_cut_off_without_its_number_gives_no_class() -> None:
    assert classes().subjects[AREA].levels[1].cut_off is CutOff.POINTS
    found = assess(classes(), AREA, {"so_vu": 60, "co_mo_hinh": True}, year=2021)
    assert (found.level, found.possible_level) == ("yeu", "tieu_bieu")


def test_a_confirmed_cut_off_is_part_of_what_runs() -> None:
    rulebook = with_confirmed(classes(), [level("kha", "70"), level("xuat_sac", "90.50")], version="2")
    kha, xuat_sac = rulebook.subjects[AREA].levels[1:3]
    assert [one.rule.text for one in (kha, xuat_sac) if one.rule] == ["points >= 70", "points >= 90.5"]
    assert [str(source) for source in kha.basis] == ["Quyết định mẫu", "Mục 3, Hướng dẫn mẫu"]
    assert (kha.status.value, kha.cut_off) == ("verified", None)
    assert rulebook.version == "2"
    assert rulebook.content_hash != classes().content_hash
    assert assess(rulebook, AREA, {"so_vu": 30, "co_mo_hinh": True}, year=2021).level == "kha"


def test_what_was_not_confirmed_stays_to_confirm() -> None:
    rulebook = with_confirmed(classes(), [level("kha", "70")], version="2")
    assert rulebook.to_confirm() == tuple(
        place for place in classes().to_confirm() if place != "residential_area.levels.kha"
    )


def test_a_criterion_deep_in_the_tree_gets_its_rule() -> None:
    given = Confirmation("residential_area.criteria.3.a", SOURCE, rule="nghi_quyet")
    criterion = with_confirmed(classes(), [given], version="2").subjects[AREA].by_code["3.a"]
    assert criterion.rule is not None
    assert (criterion.rule.text, criterion.to_confirm, criterion.basis) == ("nghi_quyet", False, (SOURCE,))


def test_a_window_gets_its_days_or_keeps_those_that_turned_out_right() -> None:
    place, days = "residential_area.window", Window(WindowDay(0, "01-01"), WindowDay(0, "12-31"))
    empty = classes(window="window: {status: to_confirm}")
    found = with_confirmed(empty, [Confirmation(place, SOURCE, window=days)], version="2").subjects[AREA]
    assert (found.window, found.window_status.value, found.basis) == (days, "verified", (SOURCE,))
    doubted = classes(window='window: {from: {day: "01-01"}, to: {day: "12-31"}, status: to_confirm}')
    assert with_confirmed(doubted, [Confirmation(place, SOURCE)], version="2").subjects[AREA].window == days
    with pytest.raises(InputProblems, match="chưa có ngày"):
        with_confirmed(empty, [Confirmation(place, SOURCE)], version="2")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (level("kha", "100.01"), "mức kha: Ngưỡng tổng điểm phải từ 0 đến 100."),
        (level("kha", "-1"), "mức kha: Ngưỡng tổng điểm phải từ 0 đến 100."),
        (level("kha", "70.001"), "mức kha: Ngưỡng tổng điểm phải từ 0 đến 100."),
        (level("kha", "NaN"), "mức kha: Ngưỡng tổng điểm phải từ 0 đến 100."),
        (level("yeu", "10"), "residential_area.levels.yeu: Chỗ này không chờ xác nhận."),
        (level("tieu_bieu", "10"), "mức tieu_bieu: Chưa có nội dung xác nhận."),
        (Confirmation("residential_area.criteria.3.a", SOURCE), "tiêu chí 3.a: Chưa có nội dung xác nhận."),
        (
            Confirmation("residential_area.criteria.3.a", SOURCE, rule="nghi_quyt"),
            "nội dung xác nhận, tiêu chí 3.a: nghi_quyt chưa được khai báo.",
        ),
    ],
)
def test_what_cannot_be_confirmed_is_told_with_its_place(given: Confirmation, told: str) -> None:
    assert refused(given) == [told]


def test_a_higher_class_cannot_be_cut_off_below_a_lower_one() -> None:
    (told,) = refused(level("kha", "80"), level("xuat_sac", "70"))
    assert "Mức 'Xuất sắc' có thể đạt mà mức thấp hơn 'Khá' thì không: khi được" in told


def test_a_confirmed_rulebook_is_a_new_version() -> None:
    assert refused(level("kha", "70"), version="1") == ["phiên bản: Bản đã xác nhận là một phiên bản mới."]


@given(st.decimals(0, 100, places=2))
def test_every_number_within_reach_becomes_the_threshold_exactly(number: Decimal) -> None:
    rulebook = with_confirmed(classes(), [level("kha", str(number))], version="2")
    full, sixty = (assess(rulebook, AREA, {"so_vu": 60, "co_mo_hinh": yes}, year=2021) for yes in (True, False))
    assert full.level == "kha"
    assert (sixty.level == "kha") is (number <= 60)


def test_a_count_of_criteria_can_be_cut_off_too() -> None:
    levels = "[{code: xa, name: Cấp xã, status: to_confirm, cut_off: count_met}]"
    rulebook = load_rulebook(rulebook_text(levels=levels))
    rank = with_confirmed(rulebook, [level("xa", "1")], version="2").subjects[AREA].levels[0]
    assert rank.rule is not None
    assert rank.rule.text == "count_met >= 1"
    with pytest.raises(InputProblems, match="Ngưỡng số tiêu chí đạt phải từ 0 đến 1"):
        with_confirmed(rulebook, [level("xa", "0.5")], version="2")


def test_a_cut_off_stands_only_on_a_level_to_confirm() -> None:
    levels = "[{code: kha, name: Khá, rule: all_met, cut_off: points}]"
    (problem,) = check_rulebook(rulebook_text(levels=levels))
    assert (problem.code, problem.place) == ("thua_nguong", "dòng 19, cột 52, mức kha")
