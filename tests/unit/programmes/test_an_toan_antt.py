"""The shipped rulebooks of "An toàn về ANTT" say what their sources say, and claim nothing else."""

from datetime import date
from functools import cache

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.programmes.library import shipped_text
from binhyen.rules.explanation.listing import ListReader
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook, Source
from binhyen.rules.model.types import Answer
from binhyen.rules.reference import assess

OLD, NEW = "an-toan-antt@23/2012", "an-toan-antt@124/2021"
BOTH = (OLD, NEW)
AREA, COMMUNE = SubjectKind.RESIDENTIAL_AREA, SubjectKind.COMMUNE
KINDS = [AREA, COMMUNE, SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.SCHOOL]
EVERY_SUBJECT = [(reference, kind) for reference in BOTH for kind in KINDS]


@cache
def rulebook(reference: str) -> Rulebook:
    return load_rulebook(shipped_text(reference), source=reference)


def outcome(reference: str, kind: SubjectKind, code: str, facts: Facts, year: int = 2023) -> Outcome:
    return assess(rulebook(reference), kind, facts, year=year).outcomes[code]


AREA_2012: Facts = {
    "ho_cu_tru": 120,
    "ho_ky_cam_ket": 120,
    "trien_khai_day_du": True,
    "khong_phuc_tap": True,
    "criterion.4": True,
    "criterion.5": True,
}
AREA_2021: Facts = {
    "nghi_quyet": True,
    "nghi_quyet.date": date(2023, 1, 26),
    "ban_dang_ky": True,
    "ban_dang_ky.date": date(2023, 3, 31),
    "ho_cu_tru": 120,
    "ho_dang_ky": 120,
    "trien_khai_day_du": True,
    "khong_phuc_tap": True,
    "criterion.4": True,
    "criterion.5": True,
}


def test_the_later_version_begins_where_the_earlier_ends() -> None:
    assert rulebook(OLD).valid_to == rulebook(NEW).valid_from == date(2022, 2, 10)


@pytest.mark.parametrize("reference", BOTH)
def test_each_version_judges_the_five_kinds(reference: str) -> None:
    assert list(rulebook(reference).subjects) == KINDS


@pytest.mark.parametrize(("reference", "kind"), EVERY_SUBJECT)
def test_every_criterion_cites_where_it_stands(reference: str, kind: SubjectKind) -> None:
    uncited = [leaf.code for leaf in rulebook(reference).subjects[kind].leaves() if not leaf.basis]
    assert uncited == []


@pytest.mark.parametrize(("reference", "kind"), EVERY_SUBJECT)
def test_a_sensitive_clause_is_one_confirmation_and_there_is_at_most_one(reference: str, kind: SubjectKind) -> None:
    used = rulebook(reference).subjects[kind].figures_used()
    assert len([figure for figure in used if figure.answer is Answer.CONFIRMATION]) <= 1


@pytest.mark.parametrize("reference", BOTH)
def test_no_figure_takes_free_text(reference: str) -> None:
    answers = {figure.answer for figure in rulebook(reference).figures.values()}
    assert answers <= {Answer.COUNT, Answer.YES_NO, Answer.DOCUMENT, Answer.CONFIRMATION, Answer.CHOICE}


@pytest.mark.parametrize("reference", BOTH)
def test_every_figure_is_used(reference: str) -> None:
    book = rulebook(reference)
    used = {figure.key for subject in book.subjects.values() for figure in subject.figures_used()}
    assert set(book.figures) == used.union(*(check.figures for check in book.checks))


@pytest.mark.parametrize(("unit_kind", "outside"), [("doanh_nghiep", False), ("hop_tac_xa", True), ("xa", False)])
def test_the_later_version_warns_of_a_cooperative_and_excludes_it_not(unit_kind: str, *, outside: bool) -> None:
    kind = COMMUNE if unit_kind == "xa" else SubjectKind.ENTERPRISE
    told = ListReader(rulebook(NEW), 2023).told(kind, {"unit_kind": unit_kind})
    assert (bool(told.outside), told.excluded) == (outside, "")


def test_figures_that_both_versions_use_mean_the_same() -> None:
    old, new = rulebook(OLD).figures, rulebook(NEW).figures
    shared = set(old) & set(new)
    assert shared
    assert all(
        (old[key].answer, old[key].unit_of_measure) == (new[key].answer, new[key].unit_of_measure) for key in shared
    )


@pytest.mark.parametrize("reference", BOTH)
def test_what_the_police_own_counts_by_their_word(reference: str) -> None:
    owned = [figure for figure in rulebook(reference).figures.values() if figure.owner == "police"]
    assert owned
    assert {figure.counts for figure in owned} == {Source.OWNER}


def test_what_was_not_read_in_the_original_is_to_confirm() -> None:
    assert rulebook(OLD).to_confirm() == (
        "residential_area.window",
        "residential_area.criteria.4",
        "residential_area.criteria.5",
        "commune.window",
        "commune.criteria.2c",
        "agency.window",
        "agency.criteria.1",
        "enterprise.window",
        "enterprise.criteria.1",
        "school.window",
        "school.criteria.3",
    )
    assert rulebook(NEW).to_confirm() == (
        "residential_area.criteria.4",
        "residential_area.criteria.5",
        "commune.criteria.2c",
        "agency.criteria.2",
        "agency.criteria.3",
        "enterprise.criteria.2",
        "enterprise.criteria.3",
        "school.criteria.1",
    )


@pytest.mark.parametrize("reference", BOTH)
def test_areas_are_judged_to_the_end_of_october_and_the_others_to_mid_november(reference: str) -> None:
    windows = {kind: subject.window for kind, subject in rulebook(reference).subjects.items()}
    others = Period.on_paper(date(2022, 11, 16), date(2023, 11, 15))
    for kind, window in windows.items():
        assert window is not None
        expected = Period.on_paper(date(2022, 11, 1), date(2023, 10, 31)) if kind is AREA else others
        assert window.for_year(2023) == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reference", BOTH)
def test_the_only_level_needs_every_criterion(reference: str, kind: SubjectKind) -> None:
    (level,) = rulebook(reference).subjects[kind].levels
    assert level.rule is not None
    assert level.rule.node == nodes.AllMet()


# ---------------------------------------------------------------- Thông tư 23/2012


def test_2012_an_area_where_every_household_signed_reaches_the_standard() -> None:
    assert assess(rulebook(OLD), AREA, AREA_2012, year=2021).level == "dat"


@pytest.mark.parametrize(
    ("signed", "living", "expected"),
    [(119, 120, Outcome.NOT_MET), (120, 120, Outcome.MET), (None, 120, Outcome.UNKNOWN), (0, 0, Outcome.NOT_MET)],
)
def test_2012_every_household_signs(signed: int | None, living: int, expected: Outcome) -> None:
    facts: Facts = {"ho_ky_cam_ket": signed, "ho_cu_tru": living}
    assert outcome(OLD, AREA, "1", facts) is expected


def test_2012_one_missing_signature_fails_an_area_whatever_the_committee_says_later() -> None:
    facts = {**AREA_2012, "ho_ky_cam_ket": 119, "criterion.4": None, "criterion.5": None}
    assert assess(rulebook(OLD), AREA, facts, year=2021).verdict is Outcome.NOT_MET


def test_2012_an_area_waits_for_the_committee_on_what_was_not_verified() -> None:
    facts = {**AREA_2012, "criterion.4": None}
    assert assess(rulebook(OLD), AREA, facts, year=2021).verdict is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("recognised", "still_open", "listed", "expected"),
    [
        (16, 0, 25, Outcome.NOT_MET),  # the example published with the circular: 64 %, and 18 are needed
        (17, 0, 25, Outcome.NOT_MET),
        (18, 0, 25, Outcome.MET),
        (0, 25, 25, Outcome.UNKNOWN),
        (16, 1, 25, Outcome.NOT_MET),
        (16, 2, 25, Outcome.UNKNOWN),
        (18, 7, 25, Outcome.MET),
        (153, 0, 219, Outcome.NOT_MET),  # 69,86 % must not be rounded into 70 %
        (7, 0, 10, Outcome.MET),
        (0, 0, 0, Outcome.UNKNOWN),
    ],
)
def test_2012_seven_in_ten_areas_of_a_commune_are_recognised(
    recognised: int, still_open: int, listed: int, expected: Outcome
) -> None:
    facts: Facts = {
        "units.residential_area.recognised": recognised,
        "units.residential_area.open": still_open,
        "units.residential_area.listed": listed,
    }
    assert outcome(OLD, COMMUNE, "4", facts) is expected


def test_2012_only_areas_count_for_a_commune() -> None:
    facts: Facts = {"units.residential_area.recognised": 18, "units.residential_area.listed": 25, "units.listed": 99}
    assert outcome(OLD, COMMUNE, "4", facts) is Outcome.MET


@pytest.mark.parametrize(("has_force", "expected"), [(False, Outcome.NOT_APPLICABLE), (True, Outcome.NOT_MET)])
def test_2012_a_civil_guard_is_asked_about_only_where_there_is_one(has_force: bool, expected: Outcome) -> None:
    facts: Facts = {"co_bao_ve_dan_pho": has_force, "bao_ve_dan_pho_tien_tien": False}
    assert outcome(OLD, COMMUNE, "3b", facts) is expected


@pytest.mark.parametrize(("learners", "expected"), [(0, Outcome.NOT_APPLICABLE), (400, Outcome.MET)])
def test_2012_learners_sign_from_lower_secondary_up(learners: int, expected: Outcome) -> None:
    facts: Facts = {"nguoi_hoc": learners, "nguoi_hoc_ky_cam_ket": learners}
    assert outcome(OLD, SubjectKind.SCHOOL, "1b", facts) is expected


# ---------------------------------------------------------------- Thông tư 124/2021


def test_2021_an_area_that_did_everything_in_the_first_quarter_reaches_the_standard() -> None:
    assert assess(rulebook(NEW), AREA, AREA_2021, year=2023).level == "dat"


@pytest.mark.parametrize("paper", ["nghi_quyet", "ban_dang_ky"])
@pytest.mark.parametrize(("day", "expected"), [(date(2023, 3, 31), Outcome.MET), (date(2023, 4, 1), Outcome.NOT_MET)])
def test_2021_papers_of_an_area_are_due_on_the_last_day_of_march(paper: str, day: date, expected: Outcome) -> None:
    code = {"nghi_quyet": "1a", "ban_dang_ky": "1b"}[paper]
    assert outcome(NEW, AREA, code, {**AREA_2021, f"{paper}.date": day}) is expected


@pytest.mark.parametrize(
    ("answer", "expected"), [(True, Outcome.MET), (False, Outcome.NOT_MET), (None, Outcome.UNKNOWN)]
)
def test_2021_the_sensitive_clause_waits_for_its_confirmation(answer: bool | None, expected: Outcome) -> None:
    assert outcome(NEW, AREA, "3", {"khong_phuc_tap": answer}) is expected


@pytest.mark.parametrize(("registered", "expected"), [(43, Outcome.NOT_MET), (44, Outcome.MET)])
def test_2021_every_listed_unit_of_a_commune_registers(registered: int, expected: Outcome) -> None:
    assert outcome(NEW, COMMUNE, "4a", {"units.registered": registered, "units.listed": 44}) is expected


def test_2021_seven_in_ten_are_counted_over_all_kinds_together() -> None:
    assert outcome(NEW, COMMUNE, "4b", {"units.recognised": 31, "units.listed": 44}) is Outcome.MET
    assert outcome(NEW, COMMUNE, "4b", {"units.recognised": 30, "units.listed": 44}) is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("kind", "attribute", "value", "eligible"),
    [
        (SubjectKind.ENTERPRISE, "size", "micro", False),
        (SubjectKind.ENTERPRISE, "size", "small", False),
        (SubjectKind.ENTERPRISE, "size", "medium", True),
        (SubjectKind.ENTERPRISE, "size", "large", True),
        (SubjectKind.ENTERPRISE, "size", None, None),
        (SubjectKind.SCHOOL, "school_level", "preschool", False),
        (SubjectKind.SCHOOL, "school_level", "primary", False),
        (SubjectKind.SCHOOL, "school_level", "lower_secondary", True),
        (SubjectKind.SCHOOL, "school_level", "vocational", True),
        (SubjectKind.AGENCY, "armed_forces", True, False),
        (SubjectKind.AGENCY, "armed_forces", False, True),
    ],
)
def test_2021_small_enterprises_primary_schools_and_armed_forces_are_outside(
    kind: SubjectKind, attribute: str, value: str | bool | None, eligible: bool | None
) -> None:
    assert assess(rulebook(NEW), kind, {attribute: value}, year=2023).eligible is eligible


def test_2021_an_office_without_a_party_organisation_needs_no_resolution() -> None:
    assert outcome(NEW, SubjectKind.AGENCY, "1a", {"co_to_chuc_dang": False}) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("có", Outcome.MET),
        ("chưa có", Outcome.NOT_MET),
        ("không áp dụng", Outcome.NOT_APPLICABLE),
        (None, Outcome.UNKNOWN),
    ],
)
def test_2021_house_rules_are_needed_in_each_field_that_applies(answer: str | None, expected: Outcome) -> None:
    assert outcome(NEW, SubjectKind.AGENCY, "1d.4", {"noi_quy_lao_dong": answer}) is expected


def test_2021_one_case_of_school_violence_fails_a_school() -> None:
    assert outcome(NEW, SubjectKind.SCHOOL, "5", {"so_vu_bao_luc_hoc_duong": 1}) is Outcome.NOT_MET
    assert outcome(NEW, SubjectKind.SCHOOL, "5", {"so_vu_bao_luc_hoc_duong": 0}) is Outcome.MET
