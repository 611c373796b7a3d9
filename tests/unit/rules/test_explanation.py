"""Why a criterion has its outcome: sentences, what is missing, bars, and what is frozen with a decision."""

import json
from datetime import date
from decimal import Decimal

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import (
    CriterionExplanation,
    Finding,
    MissingKind,
    explain,
    finding_sentence,
    outlook,
    outlook_sentence,
    sentences,
    titles_of,
)
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Facts, Value
from binhyen.rules.model.results import Outcome
from binhyen.rules.reference import assess
from tests.unit.rules.texts import of_rule, rulebook_text

AREA = SubjectKind.RESIDENTIAL_AREA
YEAR = 2021
NBSP = "\u00a0"


def explained(text: str, facts: Facts) -> tuple[CriterionExplanation, ...]:
    rulebook = load_rulebook(text)
    return explain(rulebook, AREA, facts, assess(rulebook, AREA, facts, year=YEAR), year=YEAR)


def one(rule: str, **facts: Value) -> CriterionExplanation:
    """The explanation of a single rule; `__` in a name stands for a point."""
    named = {key.replace("__", "."): value for key, value in facts.items()}
    (found,) = explained(of_rule(rule), named)
    return found


def said(rule: str, **facts: Value) -> str:
    return " ; ".join(one(rule, **facts).sentences).replace(NBSP, " ")


SHARE = "units('recognised') / units('listed') >= 70%"
PAPER = "nghi_quyet AND nghi_quyet.date <= deadline('03-31')"
EVERY = "ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0"


@pytest.mark.parametrize(
    ("rule", "facts", "sentence"),
    [
        (EVERY, {"ho_dang_ky": 2412, "ho_cu_tru": 2546}, "2.412 / 2.546 = 94,7 % (yêu cầu 100 %) → chưa đạt"),
        (SHARE, {"units__recognised": 16, "units__listed": 25}, "16/25 = 64 %, cần 18, thiếu 2"),
        (SHARE, {"units__recognised": 153, "units__listed": 219}, "153/219 = 69,9 %, cần 154, thiếu 1"),
        (SHARE, {"units__recognised": 18, "units__listed": 25}, "18/25 = 72 % (yêu cầu từ 70 %) → đạt"),
        (
            SHARE,
            {"units__recognised": 16, "units__listed": 25, "units__open": 4},
            "16/25 = 64 %, có thể đến 20/25 = 80 %, cần 18 ; Chưa đủ căn cứ: thiếu kết quả xét của 4 đơn vị.",
        ),
        (
            SHARE,
            {"units__recognised": 0, "units__listed": 0},
            "Chưa đủ căn cứ: thiếu số đơn vị thuộc diện (đang là 0).",
        ),
        (
            "units('registered', 'school') = units('listed', 'school')",
            {"units__school__registered": 3, "units__school__listed": 5},
            "3/5 = 60 %, cần 5, thiếu 2",
        ),
        ("units('registered') >= 5", {"units__registered": 3}, "Số đơn vị đã đăng ký: 3, cần 5, thiếu 2"),
        (
            PAPER,
            {"nghi_quyet": True, "nghi_quyet__date": date(2021, 1, 26)},
            "Nghị quyết ngày 26/01/2021, trước hạn 31/03/2021",
        ),
        (
            PAPER,
            {"nghi_quyet": True, "nghi_quyet__date": date(2021, 3, 31)},
            "Nghị quyết ngày 31/03/2021, đúng hạn 31/03/2021",
        ),
        (
            PAPER,
            {"nghi_quyet": True, "nghi_quyet__date": date(2021, 4, 1)},
            "Nghị quyết ngày 01/04/2021, sau hạn 31/03/2021",
        ),
        (PAPER, {"nghi_quyet": False}, "Nghị quyết: chưa có"),
        (PAPER, {"nghi_quyet": True}, "Chưa đủ căn cứ: thiếu ngày của Nghị quyết."),
        ("so_vu < previous(so_vu)", {"so_vu": 3, "previous__so_vu": 4}, "Số vụ 4 → 3 (yêu cầu giảm) → đạt"),
        (
            "so_vu <= previous(so_vu)",
            {"so_vu": 5, "previous__so_vu": 4},
            "Số vụ 4 → 5 (yêu cầu không tăng) → chưa đạt",
        ),
        ("so_vu < previous(so_vu)", {"so_vu": 3}, "Chưa đủ căn cứ: thiếu Số vụ của kỳ trước."),
        ("so_vu < previous(so_vu)", {}, "Chưa đủ căn cứ: thiếu Số vụ, Số vụ của kỳ trước."),
        ("khong_xay_ra", {"khong_xay_ra": True}, "Không để xảy ra: đã xác nhận không để xảy ra"),
        ("khong_xay_ra", {"khong_xay_ra": False}, "Không để xảy ra: có xảy ra"),
        ("khong_xay_ra", {}, "Chưa đủ căn cứ: thiếu xác nhận “Không để xảy ra”."),
        ("co_mo_hinh", {"co_mo_hinh": True}, "Có mô hình: có"),
        ("NOT co_mo_hinh", {"co_mo_hinh": True}, "Có mô hình: có"),
        ("quy_mo IN ('nhỏ')", {"quy_mo": "lớn"}, "Quy mô: lớn (yêu cầu nhỏ) → chưa đạt"),
        ("quy_mo <> 'nhỏ'", {"quy_mo": "nhỏ"}, "Quy mô: nhỏ (yêu cầu khác nhỏ) → chưa đạt"),
        ("so_vu BETWEEN 1 AND 3", {"so_vu": 5}, "Số vụ: 5 (yêu cầu 1 đến 3) → chưa đạt"),
        ("NOT so_vu BETWEEN 1 AND 3", {"so_vu": 2}, "Số vụ: 2 (yêu cầu ngoài 1 đến 3) → chưa đạt"),
        ("NOT (so_vu > 3)", {"so_vu": 5}, "Số vụ: 5 (yêu cầu không quá 3) → chưa đạt"),
        (
            "so_tien >= 1000000.5",
            {"so_tien": Decimal("1000000.49")},
            "Số tiền: 1.000.000,49 (yêu cầu từ 1.000.000,5) → chưa đạt",
        ),
        (
            "ho_dang_ky / ho_cu_tru BETWEEN 10% AND 20%",
            {"ho_dang_ky": 1, "ho_cu_tru": 3},
            "1 / 3 = 33,3 % (yêu cầu 10 % đến 20 %) → chưa đạt",
        ),
        ("ho_dang_ky / ho_cu_tru >= 3", {"ho_dang_ky": 7, "ho_cu_tru": 3}, "7 / 3 = 2,33 (yêu cầu từ 3) → chưa đạt"),
        (
            "recognised('khac', 'dat')",
            {"recognised__khac__dat": False},
            "Công nhận khac, mức dat: không có → chưa đạt",
        ),
        ("recognised('khac', 'dat')", {}, "Chưa đủ căn cứ: thiếu quyết định công nhận khac, mức dat."),
        (
            "if(co_mo_hinh, so_vu = 0, khong_xay_ra)",
            {"co_mo_hinh": True, "so_vu": 1},
            "Số vụ: 1 (yêu cầu 0) → chưa đạt",
        ),
        (
            "if(co_mo_hinh, so_vu = 0, khong_xay_ra)",
            {"so_vu": 1},
            "Chưa đủ căn cứ: thiếu Có mô hình, xác nhận “Không để xảy ra”.",
        ),
        (EVERY, {"ho_dang_ky": 0, "ho_cu_tru": 0}, "Số hộ đang cư trú: 0 (yêu cầu trên 0) → chưa đạt"),
        (
            "ho_dang_ky = ho_cu_tru",
            {"ho_dang_ky": 0, "ho_cu_tru": 0},
            "Số hộ đăng ký: 0, Số hộ đang cư trú: 0 (yêu cầu bằng nhau) → đạt",
        ),
        (
            "NOT (ho_dang_ky >= ho_cu_tru)",
            {"ho_dang_ky": 3, "ho_cu_tru": 0},
            "Số hộ đăng ký: 3, Số hộ đang cư trú: 0 (yêu cầu ít hơn) → chưa đạt",
        ),
        ("year >= 2022", {}, "Năm xét: 2021 (yêu cầu từ 2022) → chưa đạt"),
        ("NOT year BETWEEN 2020 AND 2022", {}, "Năm xét: 2021 (yêu cầu ngoài 2020 đến 2022) → chưa đạt"),
        (
            "known(year) AND year IN (2019, 2021)",
            {},
            "Đã có năm xét → đạt ; Năm xét: 2021 (yêu cầu 2019 hoặc 2021) → đạt",
        ),
        ("year - 2000 > 30", {}, "Năm xét − 2000: 21 (yêu cầu trên 30) → chưa đạt"),
        (PAPER, {}, "Chưa đủ căn cứ: thiếu Nghị quyết."),
    ],
)
def test_a_condition_is_told_in_one_sentence(rule: str, facts: dict[str, Value], sentence: str) -> None:
    assert said(rule, **facts) == sentence


def test_another_programme_is_called_by_its_name() -> None:
    other = load_rulebook(of_rule("so_vu = 0").replace("programme: mau", "programme: khac"))
    rulebook = load_rulebook(of_rule("recognised('khac', 'dat')"))
    told: list[str] = []
    for facts in ({}, {"recognised.khac.dat": True}):
        assessment = assess(rulebook, AREA, facts, year=YEAR)
        (found,) = explain(rulebook, AREA, facts, assessment, year=YEAR, titles=titles_of([other]))
        told += found.sentences
    assert told == [
        "Chưa đủ căn cứ: thiếu quyết định công nhận Mẫu, mức Đạt.",
        "Công nhận Mẫu, mức Đạt: đã có quyết định → đạt",
    ]


def test_of_an_and_only_the_parts_that_failed_are_told() -> None:
    assert said("so_vu = 0 AND co_mo_hinh AND khong_xay_ra", so_vu=0, co_mo_hinh=False) == "Có mô hình: không"


def test_of_a_true_or_only_the_parts_that_held_are_told() -> None:
    assert said("so_vu = 0 OR co_mo_hinh", so_vu=2, co_mo_hinh=True) == "Có mô hình: có"


@pytest.mark.parametrize("rule", ["so_vu = 0", "so_vu <= 2", "so_vu < previous(so_vu)", "so_vu / ho_cu_tru <= 1%"])
def test_for_counts_of_incidents_nothing_is_ever_short(rule: str) -> None:
    found = one(rule, so_vu=5, previous__so_vu=5, ho_cu_tru=100)
    assert found.outcome is Outcome.NOT_MET
    assert found.missing == ()
    assert all(finding.needed is None for finding in found.findings)
    assert "thiếu" not in " ".join(found.sentences)


def test_a_paper_that_does_not_exist_is_missing() -> None:
    assert [(item.kind, item.key) for item in one(PAPER, nghi_quyet=False).missing] == [
        (MissingKind.PAPER, "nghi_quyet")
    ]


@pytest.mark.parametrize("listed", range(1, 31))
def test_the_number_of_units_that_are_short_is_exact(listed: int) -> None:
    for recognised in range(listed + 1):
        found = one(SHARE, units__recognised=recognised, units__listed=listed)
        short = sum(item.count or 0 for item in found.missing if item.kind is MissingKind.SHORT_UNITS)
        enough = next(extra for extra in range(listed + 1) if (recognised + extra) * 10 >= listed * 7)
        assert short == enough


def test_a_bar_never_reaches_a_threshold_that_was_missed() -> None:
    found = one(SHARE, units__recognised=699_999, units__listed=1_000_000).comparison
    assert found is not None
    assert found.share is not None
    assert found.threshold is not None
    assert found.share < found.threshold == 0.7


def test_what_does_not_apply_says_so_and_what_may_apply_says_what_is_missing() -> None:
    criteria = "[{code: '1', text: A, rule: so_vu = 0, applies: co_mo_hinh}]"
    text = rulebook_text(criteria=criteria)
    assert explained(text, {"co_mo_hinh": False})[0].sentences == ("Không thuộc diện áp dụng của tiêu chí này.",)
    assert explained(text, {})[0].sentences == ("Chưa đủ căn cứ: thiếu Có mô hình, Số vụ.",)


def test_what_the_committee_records_is_told() -> None:
    text = rulebook_text(criteria="[{code: '1', text: A, status: to_confirm}]")
    assert explained(text, {"criterion.1": False})[0].sentences == ("Hội đồng ghi nhận: chưa đạt.",)
    assert explained(text, {})[0].sentences == ("Chưa đủ căn cứ: thiếu ý kiến ghi nhận của Ban Chỉ đạo.",)


def test_points_are_told_with_their_most() -> None:
    criteria = """
      - {code: '1', text: A, score: entered, points: 10}
      - {code: '2', text: B, points: 24, deduct: {count: so_vu, each: 6}}"""
    text = rulebook_text(criteria=criteria)
    first, second = explained(text, {"score.1": Decimal("7.5"), "so_vu": 1})
    assert (first.sentences, second.sentences) == (("7,5/10 điểm",), ("18/24 điểm",))
    first, second = explained(text, {})
    assert first.sentences == ("Chưa đủ căn cứ: thiếu điểm của Ban Chỉ đạo.", "0–10/10 điểm")
    assert second.sentences == ("Chưa đủ căn cứ: thiếu Số vụ.", "0–24/24 điểm")


def test_groups_stand_before_their_items_and_count_them() -> None:
    criteria = """
      - code: '1'
        text: Nhóm
        items: [{code: 1a, text: a, rule: co_mo_hinh}, {code: 1b, text: b, rule: so_vu = 0}]
      - {code: '2', text: Hai, rule: met('1')}"""
    found = explained(rulebook_text(criteria=criteria), {"co_mo_hinh": True, "so_vu": 2})
    assert [(part.code, part.depth, part.children) for part in found] == [
        ("1", 0, ("1a", "1b")),
        ("1a", 1, ()),
        ("1b", 1, ()),
        ("2", 0, ()),
    ]
    assert found[0].sentences == ("Đạt 1/2 mục",)
    assert found[3].sentences == ("Tiêu chí 1: chưa đạt",)


def test_figures_are_carried_with_their_values() -> None:
    (figure,) = one("so_vu < previous(so_vu)", so_vu=3, previous__so_vu=4).figures
    assert (figure.key, figure.name, figure.unit_of_measure, figure.value, figure.previous) == (
        "so_vu",
        "Số vụ",
        "vụ",
        3,
        4,
    )
    assert figure.has_previous


def test_a_confirmation_makes_an_explanation_sensitive() -> None:
    assert one("khong_xay_ra AND so_vu = 0", khong_xay_ra=True).sensitive
    assert not one("so_vu = 0").sensitive


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (SHARE, {"units__recognised": 16, "units__listed": 25, "units__open": 4}),
        (PAPER, {"nghi_quyet": True, "nghi_quyet__date": date(2021, 4, 1)}),
        ("so_tien >= 10", {"so_tien": Decimal("9.99")}),
        ("quy_mo = 'nhỏ'", {}),
    ],
)
def test_an_explanation_is_json_and_reads_back(rule: str, facts: dict[str, Value]) -> None:
    found = one(rule, **facts)
    again = CriterionExplanation.from_data(json.loads(json.dumps(found.as_data())))
    assert again == found
    assert sentences(again) == found.sentences


def test_a_finding_can_be_phrased_without_its_rulebook() -> None:
    finding = Finding("trend", True, "Số vụ", op="<", part="3", right="4")
    assert finding_sentence(finding) == "Số vụ 4 → 3 (yêu cầu giảm) → đạt"


# ---------------------------------------------------------------- what a unit still needs


def needed(text: str, facts: Facts) -> str:
    """The sentence of the outlook."""
    rulebook = load_rulebook(text)
    found = outlook(rulebook, AREA, facts, assess(rulebook, AREA, facts, year=YEAR), year=YEAR)
    return "" if found is None else outlook_sentence(found)


def test_a_unit_is_told_what_its_next_level_still_needs() -> None:
    criteria = f"""
      - {{code: '1', text: A, rule: "{SHARE}"}}
      - {{code: '2', text: B, rule: "{PAPER}"}}
      - {{code: '3', text: C, status: to_confirm}}
      - {{code: '4', text: D, status: to_confirm}}
      - {{code: '5', text: E, rule: khong_xay_ra}}"""
    facts: Facts = {"units.recognised": 14, "units.open": 2, "units.listed": 25, "nghi_quyet": False}
    assert needed(rulebook_text(criteria=criteria), facts) == (
        "Để đạt mức “Đạt” còn thiếu kết quả xét của 2 đơn vị, 2 đơn vị được công nhận, Nghị quyết, "
        "xác nhận “Không để xảy ra”, ý kiến ghi nhận của Ban Chỉ đạo về tiêu chí 3, 4."
    )


@pytest.mark.parametrize("facts", [{"so_vu": 3}, {"so_vu": 3, "nghi_quyet": True}, {"so_vu": 0, "nghi_quyet": True}])
def test_a_unit_that_cannot_pass_or_has_passed_is_told_nothing(facts: Facts) -> None:
    assert needed(of_rule("so_vu = 0 AND nghi_quyet"), facts) == ""


def test_a_level_to_confirm_says_what_it_waits_for() -> None:
    levels = "[{code: xa, name: Cấp xã, status: to_confirm, cut_off: count_met}]"
    assert needed(rulebook_text(levels=levels), {"co_mo_hinh": True}) == (
        "Để đạt mức “Cấp xã” còn thiếu điều kiện của mức “Cấp xã” (chưa đối chiếu được với văn bản gốc)."
    )
