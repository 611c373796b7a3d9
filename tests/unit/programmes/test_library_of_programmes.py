"""The shipped programmes other than "An toàn về ANTT": what each claims, what it leaves open, and worked examples.

Every worked example is judged by the reference evaluator and by DuckDB, and both must agree to the last column.
"""

from datetime import date
from functools import cache

import pytest

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import NBSP
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.explanation import explain
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.rulebook import FigureDef, Rulebook, Source, Subject
from binhyen.rules.model.types import Answer
from binhyen.rules.reference import assess
from tests.differential.comparison import assert_same_answers
from tests.differential.generators import FactsRows

FIVE_AN, TU_QUAN, NHAT = "kien-thuy-5-an@2024", "yen-lac-5-tu-quan@2020", "bac-hong-5-nhat@2012-2022"
TYPICAL, WARD, NTM = "hoa-binh-dien-hinh@12-NQ/TU", "hoa-binh-phuong-kieu-mau@12-NQ/TU", "ntm-19-2@2016-2020"
AWARDS = "hoa-binh-khen-thuong@2012-2022"
HERE = (FIVE_AN, TU_QUAN, NHAT, TYPICAL, WARD, NTM, AWARDS)
AREA, COMMUNE, SCHOOL = SubjectKind.RESIDENTIAL_AREA, SubjectKind.COMMUNE, SubjectKind.SCHOOL
AGENCY, ENTERPRISE, GROUP = SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.FAMILY_GROUP
SAFE = "recognised.an-toan-antt.dat"
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


@cache
def rulebook(reference: str) -> Rulebook:
    return load_rulebook(shipped_text(reference), source=reference)


def subject(reference: str, kind: SubjectKind) -> Subject:
    return rulebook(reference).subjects[kind]


EVERY_SUBJECT = [(reference, kind) for reference in HERE for kind in rulebook(reference).subjects]


def judged(reference: str, kind: SubjectKind, facts: Facts, year: int = 2021) -> Assessment:
    """What comes out on both engines; a misspelt fact fails here instead of passing for a missing one."""
    book, known = rulebook(reference), {column.name: column for column in subject(reference, kind).facts_columns()}
    columns = [known[name] for name in facts]
    rows = FactsRows(["Đơn vị Mẫu"], columns, {name: [value] for name, value in facts.items()})
    assert_same_answers(book, kind, rows, engine=DuckDBEngine(), year=year)
    return assess(book, kind, facts, year=year)


def said(reference: str, kind: SubjectKind, facts: Facts, code: str) -> str:
    """The sentences of one criterion, as pages and papers show them."""
    book, assessment = rulebook(reference), judged(reference, kind, facts)
    told = {each.code: each.sentences for each in explain(book, kind, facts, assessment, year=2021)}
    return " ".join(told[code]).replace(NBSP, " ")


# ---------------------------------------------------------------- what all of them promise


def test_every_programme_ships_and_earlier_versions_stand_first() -> None:
    assert shipped() == ("an-toan-antt@23/2012", "an-toan-antt@124/2021", *HERE)


@pytest.mark.parametrize("reference", shipped())
def test_a_file_holds_the_programme_and_version_of_its_reference(reference: str) -> None:
    assert f"{rulebook(reference).programme}@{rulebook(reference).version}" == reference


@pytest.mark.parametrize(
    ("reference", "kinds"),
    [
        (FIVE_AN, {COMMUNE, AGENCY, ENTERPRISE}),
        (TU_QUAN, {AREA, GROUP, COMMUNE}),
        (NHAT, {AREA, SCHOOL, AGENCY, ENTERPRISE, COMMUNE}),
        (TYPICAL, {COMMUNE}),
        (WARD, {COMMUNE}),
        (NTM, {COMMUNE}),
        (AWARDS, {AREA, COMMUNE, AGENCY, ENTERPRISE, SCHOOL}),
    ],
)
def test_each_judges_the_kinds_of_unit_that_its_source_speaks_of(reference: str, kinds: set[SubjectKind]) -> None:
    assert set(rulebook(reference).subjects) == kinds


@pytest.mark.parametrize("reference", HERE)
def test_none_is_said_to_be_in_force_beyond_the_body_stage_or_guide_it_stands_on(reference: str) -> None:
    last = rulebook(reference).valid_to
    assert last is not None
    assert last <= date(2025, 7, 1)


@pytest.mark.parametrize(("reference", "kind"), EVERY_SUBJECT)
def test_every_criterion_cites_where_it_stands(reference: str, kind: SubjectKind) -> None:
    assert [leaf.code for leaf in subject(reference, kind).leaves() if not leaf.basis] == []


@pytest.mark.parametrize(("reference", "kind"), EVERY_SUBJECT)
def test_no_source_names_the_days_of_a_window_so_each_is_to_confirm(reference: str, kind: SubjectKind) -> None:
    assert f"{kind.value}.window" in rulebook(reference).to_confirm()
    assert subject(reference, kind).window is not None


@pytest.mark.parametrize(("reference", "kind"), EVERY_SUBJECT)
def test_a_sensitive_content_is_one_confirmation_and_there_is_at_most_one(reference: str, kind: SubjectKind) -> None:
    answers = [figure.answer for figure in subject(reference, kind).figures_used()]
    assert answers.count(Answer.CONFIRMATION) <= 1


@pytest.mark.parametrize("reference", HERE)
def test_figures_are_counts_yes_or_no_papers_and_confirmations(reference: str) -> None:
    answers = {figure.answer for figure in rulebook(reference).figures.values()}
    assert answers <= {Answer.COUNT, Answer.YES_NO, Answer.DOCUMENT, Answer.CONFIRMATION}


@pytest.mark.parametrize("reference", HERE)
def test_nothing_is_asked_for_that_no_criterion_needs(reference: str) -> None:
    book = rulebook(reference)
    used = {figure.key for part in book.subjects.values() for figure in part.figures_used()}
    assert set(book.figures) == used


@pytest.mark.parametrize("reference", HERE)
def test_what_the_police_own_counts_by_their_word(reference: str) -> None:
    owned = [figure for figure in rulebook(reference).figures.values() if figure.owner]
    assert all((figure.owner, figure.counts) == ("police", Source.OWNER) for figure in owned)


def test_a_figure_means_the_same_in_every_shipped_rulebook() -> None:
    meanings: dict[str, set[tuple[Answer, str, str, Source]]] = {}
    for figure in figures_of_all():
        meanings.setdefault(figure.key, set()).add((figure.answer, figure.unit_of_measure, figure.name, figure.counts))
    assert {key: said for key, said in meanings.items() if len(said) > 1} == {}


def figures_of_all() -> list[FigureDef]:
    return [figure for reference in shipped() for figure in rulebook(reference).figures.values()]


# A number in a rule is a threshold that somebody has to have published; one in a level is a milestone of the resolution.
ALLOWED_NUMBERS: dict[str, set[str]] = {FIVE_AN: {"0"}, TU_QUAN: {"1.00", "1"}, NHAT: {"0", "1.00"}}


@pytest.mark.parametrize("reference", HERE)
def test_no_rule_holds_a_threshold_beyond_none_all_and_at_least_one(reference: str) -> None:
    rules = [leaf.rule for part in rulebook(reference).subjects.values() for leaf in part.leaves() if leaf.rule]
    found = {str(node.value) for rule in rules for node in nodes.walk(rule.node) if isinstance(node, nodes.Number)}
    assert found == ALLOWED_NUMBERS.get(reference, set())


# ---------------------------------------------------------------- Kiến Thuỵ 5 An

FIVE: Facts = {
    "giu_vung_an_ninh": True,
    "giu_trat_tu_ky_cuong": True,
    "tngt_nghiem_trong": 0,
    "tngt_so_vu": 3,
    "previous.tngt_so_vu": 5,
    "tngt_so_chet": 0,
    "previous.tngt_so_chet": 1,
    "tngt_so_bi_thuong": 4,
    "previous.tngt_so_bi_thuong": 6,
    "chay_no_nghiem_trong": 0,
    "chay_no_an_toan": True,
    "du_khach_mat_an_toan": 0,
    "tieu_cuc_du_lich": 2,
    "tieu_cuc_du_lich_da_giai_quyet": 2,
    "criterion.5a": True,
    "ho_can_ngheo": 9,
    "previous.ho_can_ngheo": 12,
    "cham_soc_nguoi_co_cong": True,
}


def test_five_an_has_the_five_criteria_of_the_source_in_its_order() -> None:
    assert [criterion.text for criterion in subject(FIVE_AN, COMMUNE).criteria] == [
        "An ninh chính trị, trật tự an toàn xã hội",
        "An toàn giao thông",
        "An toàn phòng, chống cháy nổ",
        "An toàn các dịch vụ du lịch",
        "An sinh xã hội",
    ]


def test_five_an_is_reached_when_all_five_are() -> None:
    assert judged(FIVE_AN, COMMUNE, FIVE).level == "dat"


@pytest.mark.parametrize("figure", ["tngt_so_vu", "tngt_so_chet", "tngt_so_bi_thuong"])
@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(4, 5, MET), (5, 5, NOT_MET), (6, 5, NOT_MET), (0, 0, NOT_MET), (4, None, UNKNOWN), (None, 5, UNKNOWN)],
)
def test_five_an_each_of_the_three_traffic_figures_falls(
    figure: str, now: int | None, before: int | None, expected: Outcome
) -> None:
    assessment = judged(FIVE_AN, COMMUNE, {**FIVE, figure: now, f"previous.{figure}": before})
    assert assessment.outcomes["2b"] is expected
    assert assessment.verdict is expected


def test_five_an_tells_the_fall_and_never_how_many_fewer_would_pass() -> None:
    facts: Facts = {**FIVE, "tngt_so_chet": 1}
    assert said(FIVE_AN, COMMUNE, facts, "2b.1") == "Số vụ tai nạn giao thông 5 → 3 (yêu cầu giảm) → đạt"
    told = said(FIVE_AN, COMMUNE, facts, "2b.2")
    assert told == "Số người chết vì tai nạn giao thông 1 → 1 (yêu cầu giảm) → chưa đạt"
    assert "thiếu" not in told


def test_five_an_waits_for_the_year_before() -> None:
    told = said(FIVE_AN, COMMUNE, {**FIVE, "previous.tngt_so_vu": None}, "2b.1")
    assert told == "Chưa đủ căn cứ: thiếu Số vụ tai nạn giao thông của kỳ trước."


@pytest.mark.parametrize("figure", ["tngt_nghiem_trong", "chay_no_nghiem_trong", "du_khach_mat_an_toan"])
def test_five_an_is_lost_by_one_serious_case(figure: str) -> None:
    assert judged(FIVE_AN, COMMUNE, {**FIVE, figure: 1}).verdict is NOT_MET


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(9, 12, MET), (12, 12, NOT_MET), (0, 0, MET), (0, None, MET), (9, None, UNKNOWN), (None, 12, UNKNOWN)],
)
def test_five_an_near_poor_households_fall_until_there_are_none(
    now: int | None, before: int | None, expected: Outcome
) -> None:
    facts: Facts = {**FIVE, "ho_can_ngheo": now, "previous.ho_can_ngheo": before}
    assert judged(FIVE_AN, COMMUNE, facts).outcomes["5b"] is expected


@pytest.mark.parametrize(
    ("settled", "found", "expected"), [(0, 0, MET), (2, 2, MET), (1, 2, NOT_MET), (None, 2, UNKNOWN)]
)
def test_five_an_every_abuse_of_tourist_services_is_settled(settled: int | None, found: int, expected: Outcome) -> None:
    facts: Facts = {**FIVE, "tieu_cuc_du_lich": found, "tieu_cuc_du_lich_da_giai_quyet": settled}
    assert judged(FIVE_AN, COMMUNE, facts).outcomes["4b"] is expected
    assert said(FIVE_AN, COMMUNE, facts, "4b")


@pytest.mark.parametrize(("word", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_five_an_durable_end_of_poverty_is_the_committees_word(word: bool | None, expected: Outcome) -> None:
    assert judged(FIVE_AN, COMMUNE, {**FIVE, "criterion.5a": word}).verdict is expected


@pytest.mark.parametrize("kind", [AGENCY, ENTERPRISE])
def test_five_an_what_members_other_than_localities_do_is_to_confirm(kind: SubjectKind) -> None:
    assert all(leaf.to_confirm for leaf in subject(FIVE_AN, kind).leaves())
    facts: Facts = {f"criterion.{code}": True for code in "12345"}
    assert judged(FIVE_AN, kind, facts).level == "dat"


# ---------------------------------------------------------------- Yên Lạc, 5 tự quản

TU: Facts = {f"criterion.{code}": True for code in "12345"}
TU_COMMUNE: Facts = {
    **{f"criterion.{code}": True for code in ("1", "2", "3", "4", "5a")},
    "so_nguoi_duoc_nhan_giup_do": 7,
    "so_nguoi_tien_bo": 5,
}


@pytest.mark.parametrize("kind", [AREA, GROUP, COMMUNE])
def test_tu_quan_holds_the_five_contents_and_how_each_is_judged_is_to_confirm(kind: SubjectKind) -> None:
    contents = [criterion for criterion in subject(TU_QUAN, kind).criteria if criterion.code != "TH"]
    assert [criterion.code for criterion in contents] == ["1", "2", "3", "4", "5"]
    for criterion in contents:
        assert any(part.to_confirm for part in criterion.walk())


@pytest.mark.parametrize("kind", [AREA, GROUP])
def test_tu_quan_five_words_of_the_committee_reach_the_level(kind: SubjectKind) -> None:
    assert judged(TU_QUAN, kind, TU).level == "dat"
    assert judged(TU_QUAN, kind, {**TU, "criterion.3": False}).verdict is NOT_MET
    assert judged(TU_QUAN, kind, {**TU, "criterion.3": None}).verdict is UNKNOWN


def test_tu_quan_a_commune_needs_the_two_counts_of_the_police_as_well() -> None:
    assert judged(TU_QUAN, COMMUNE, TU_COMMUNE).level == "dat"
    assert judged(TU_QUAN, COMMUNE, {**TU_COMMUNE, "so_nguoi_tien_bo": None}).verdict is UNKNOWN
    assert said(TU_QUAN, COMMUNE, TU_COMMUNE, "5b") == (
        "Số người được nhận giúp đỡ đã tiến bộ: 5 (yêu cầu không quá Số người được nhận giúp đỡ tại cộng đồng: 7) → đạt"
    )


def test_tu_quan_people_who_once_erred_are_two_counts_of_the_police_and_nothing_else() -> None:
    (content,) = [criterion for criterion in subject(TU_QUAN, COMMUNE).criteria if criterion.code == "5"]
    counted = [item for item in content.items if item.rule]
    keys = [
        node.key
        for item in counted
        if item.rule
        for node in nodes.walk(item.rule.node)
        if isinstance(node, nodes.Figure)
    ]
    figures = [rulebook(TU_QUAN).figures[key] for key in keys]
    assert sorted(keys) == ["so_nguoi_duoc_nhan_giup_do", "so_nguoi_tien_bo"]
    assert {(figure.answer, figure.owner, figure.counts) for figure in figures} == {
        (Answer.COUNT, "police", Source.OWNER)
    }


@pytest.mark.parametrize("kind", [AREA, GROUP])
def test_tu_quan_no_number_of_people_is_asked_where_it_would_point_at_one(kind: SubjectKind) -> None:
    assert [figure.key for figure in subject(TU_QUAN, kind).figures_used() if figure.unit_of_measure == "người"] == []


def test_tu_quan_carrying_it_out_is_followed_and_does_not_decide() -> None:
    facts: Facts = {**TU, "so_to_lien_gia": 0, "ngay_hoi_19_8": False}
    assessment = judged(TU_QUAN, AREA, facts)
    assert assessment.outcomes["TH"] is NOT_MET
    assert assessment.level == "dat"


def test_tu_quan_shows_households_and_settled_quarrels_with_what_they_are_out_of() -> None:
    facts: Facts = {"ho_tham_gia_tu_quan": 90, "ho_cu_tru": 120, "vu_mau_thuan": 3, "vu_mau_thuan_giai_quyet": 2}
    assert said(TU_QUAN, AREA, facts, "TH.b").startswith("90 / 120 = 75 %")
    assert said(TU_QUAN, AREA, facts, "TH.e").endswith(
        "(yêu cầu không quá Số vụ mâu thuẫn trong nội bộ nhân dân: 3) → đạt"
    )


# ---------------------------------------------------------------- Bắc Hồng, 5 nhất

BLOCK: Facts = {
    "ho_binh_xet": 2546,
    "ho_an_toan_nhat": 2412,
    "thuc_hien_hieu_qua": True,
    "khong_viec_phuc_tap_o_to": True,
}
PUPILS: Facts = {
    "thi_dua_day_hoc": True,
    "ke_hoach_phoi_hop": True,
    "giao_vien": 40,
    "giao_vien_ky_cam_ket": 40,
    "hoc_sinh": 700,
    "hoc_sinh_ky_cam_ket": 700,
    SAFE: True,
}
FIRM: Facts = {
    "doan_ket_noi_bo": True,
    "khong_khieu_kien": True,
    "lao_dong_nang_suat": True,
    "tuan_thu_phap_luat": True,
}
TOWN: Facts = {"quyet_dinh_ban_chi_dao": True, "nghi_quyet": True, "tuyen_truyen_van_dong": True, SAFE: True}
SAFEST: list[tuple[SubjectKind, Facts]] = [
    (AREA, BLOCK), (SCHOOL, PUPILS), (AGENCY, FIRM), (ENTERPRISE, FIRM), (COMMUNE, TOWN),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts"), SAFEST)
def test_nhat_each_kind_of_unit_reaches_its_own_title(kind: SubjectKind, facts: Facts) -> None:
    assert judged(NHAT, kind, facts).level == "an_toan_nhat"


@pytest.mark.parametrize(
    ("kind", "facts", "key"),
    [
        (kind, facts, key)
        for kind, facts in SAFEST
        for key, value in facts.items()
        if isinstance(value, bool) and not key.startswith("criterion")
    ],
)
def test_nhat_a_no_loses_the_title_and_silence_leaves_it_open(kind: SubjectKind, facts: Facts, key: str) -> None:
    assert judged(NHAT, kind, {**facts, key: False}).verdict is NOT_MET
    assert judged(NHAT, kind, {**facts, key: None}).verdict is UNKNOWN


def test_nhat_families_are_two_counts_with_their_share_and_no_threshold() -> None:
    assert said(NHAT, AREA, BLOCK, "1").startswith("2.412 / 2.546 = 94,7 %")
    assert judged(NHAT, AREA, {**BLOCK, "ho_an_toan_nhat": 1}).outcomes["1"] is MET
    assert judged(NHAT, AREA, {**BLOCK, "ho_an_toan_nhat": 0, "ho_binh_xet": 0}).outcomes["1"] is UNKNOWN


def test_nhat_families_do_not_decide_the_title_of_their_block() -> None:
    facts: Facts = {**BLOCK, "ho_binh_xet": None, "ho_an_toan_nhat": None}
    assessment = judged(NHAT, AREA, facts)
    assert assessment.outcomes["1"] is UNKNOWN
    assert assessment.level == "an_toan_nhat"


@pytest.mark.parametrize(
    ("signed", "all_of_them", "expected"), [(700, 700, MET), (699, 700, NOT_MET), (0, 0, NOT_MET), (None, 700, UNKNOWN)]
)
def test_nhat_every_pupil_signs(signed: int | None, all_of_them: int, expected: Outcome) -> None:
    facts: Facts = {**PUPILS, "hoc_sinh_ky_cam_ket": signed, "hoc_sinh": all_of_them}
    assert judged(NHAT, SCHOOL, facts).outcomes["3d"] is expected


def test_nhat_tells_how_many_signed_out_of_how_many() -> None:
    told = said(NHAT, SCHOOL, {**PUPILS, "hoc_sinh_ky_cam_ket": 699}, "3d")
    assert told == "699 / 700 = 99,9 % (yêu cầu 100 %) → chưa đạt"


# ---------------------------------------------------------------- Hòa Bình, điển hình


def typical(met: int, unknown: int = 0) -> Facts:
    """So many of the sixteen met, so many without a word, the rest not met."""
    words: list[bool | None] = [True] * met + [None] * unknown + [False] * (16 - met - unknown)
    return {f"criterion.{number}": word for number, word in enumerate(words, start=1)}


def test_typical_has_sixteen_criteria_whose_texts_are_not_known() -> None:
    leaves = subject(TYPICAL, COMMUNE).leaves()
    assert [leaf.code for leaf in leaves] == [str(number) for number in range(1, 17)]
    assert all(leaf.to_confirm for leaf in subject(TYPICAL, COMMUNE).leaves())


def test_typical_three_milestones_are_known_and_three_ranks_are_to_confirm() -> None:
    judged_as = subject(TYPICAL, COMMUNE)
    assert [(level.code, level.to_confirm) for level in judged_as.milestones] == [
        ("moc_9", False), ("moc_10", False), ("moc_13", False),
    ]  # fmt: skip
    assert [(level.code, level.to_confirm) for level in judged_as.titles] == [
        ("cap_xa", True), ("cap_huyen", True), ("cap_tinh", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("met", "milestone"),
    [(0, None), (8, None), (9, "moc_9"), (10, "moc_10"), (12, "moc_10"), (13, "moc_13"), (16, "moc_13")],
)
def test_typical_a_milestone_counts_the_criteria_met(met: int, milestone: str | None) -> None:
    assert judged(TYPICAL, COMMUNE, typical(met)).milestone == milestone


@pytest.mark.parametrize(
    ("met", "unknown", "milestone", "possible"),
    [
        (8, 0, None, None),
        (8, 1, None, "moc_9"),
        (9, 1, "moc_9", "moc_10"),
        (10, 2, "moc_10", "moc_10"),
        (12, 1, "moc_10", "moc_13"),
        (16, 0, "moc_13", "moc_13"),
    ],
)
def test_typical_gives_no_rank_while_nobody_knows_what_a_rank_asks_for(
    met: int, unknown: int, milestone: str | None, possible: str | None
) -> None:
    assessment = judged(TYPICAL, COMMUNE, typical(met, unknown))
    assert (assessment.milestone, assessment.possible_milestone) == (milestone, possible)
    assert (assessment.verdict, assessment.level, assessment.possible_level) == (UNKNOWN, None, "cap_tinh")


def test_typical_waits_for_the_committees_record() -> None:
    facts = typical(8, 1)
    assert said(TYPICAL, COMMUNE, facts, "8") == "Hội đồng ghi nhận: đạt."
    assert said(TYPICAL, COMMUNE, facts, "9") == "Chưa đủ căn cứ: thiếu ý kiến ghi nhận của Ban Chỉ đạo."


@pytest.mark.parametrize(
    ("order", "civility", "expected"), [(True, True, MET), (True, False, NOT_MET), (True, None, UNKNOWN)]
)
def test_ward_pilot_stands_on_both_of_its_sides(order: bool, civility: bool | None, expected: Outcome) -> None:
    assert judged(WARD, COMMUNE, {"criterion.1": order, "criterion.2": civility}).verdict is expected


# ---------------------------------------------------------------- NTM 19.2


@pytest.mark.parametrize(
    ("safe", "rest", "expected"),
    [
        (True, True, MET),
        (False, True, NOT_MET),
        (False, None, NOT_MET),
        (None, True, UNKNOWN),
        (True, None, UNKNOWN),
        (True, False, NOT_MET),
    ],
)
@pytest.mark.parametrize(("reference", "kind"), [(NTM, COMMUNE), (AWARDS, AREA), (AWARDS, SCHOOL)])
def test_some_stand_on_the_recognition_of_the_same_year(
    reference: str, kind: SubjectKind, safe: bool | None, rest: bool | None, expected: Outcome
) -> None:
    assert judged(reference, kind, {SAFE: safe, "criterion.2": rest}).verdict is expected


@pytest.mark.parametrize(
    ("reference", "kind"), [(NTM, COMMUNE), (NHAT, SCHOOL), (NHAT, COMMUNE), (AWARDS, AREA), (AWARDS, ENTERPRISE)]
)
def test_a_window_that_asks_for_a_recognition_ends_where_the_recognised_year_ends(
    reference: str, kind: SubjectKind
) -> None:
    safe = subject("an-toan-antt@23/2012", kind)
    assert safe.window is not None
    window = subject(reference, kind).window
    assert window is not None
    assert window.for_year(2021) == safe.window.for_year(2021)
