"""Checks ask; they never decide."""

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import MissingKind, ask_checks
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess
from tests.unit.rules.texts import FIGURES, rulebook_text

AREA = SubjectKind.RESIDENTIAL_AREA
CHECKS = """\
checks:
  - {code: ho, rule: ho_dang_ky <= ho_cu_tru, message: Số hộ đăng ký lớn hơn số hộ cư trú.}
  - {code: gap_doi, rule: so_vu <= previous(so_vu) * 2, message: Số vụ tăng hơn gấp đôi.}
  - {code: tien, rule: so_tien <= 10, message: Số tiền quá lớn.}
"""


def checked(rule: str = "ho_dang_ky > 0 AND so_vu >= 0") -> Rulebook:
    criteria = f"[{{code: '1', text: Một, rule: '{rule}'}}]"
    return load_rulebook(rulebook_text(criteria=criteria, figures=FIGURES + CHECKS))


def asked(facts: Facts) -> list[tuple[str, bool | None]]:
    return [(check.code, check.holds) for check in ask_checks(checked(), AREA, facts, year=2021)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"ho_dang_ky": 86, "ho_cu_tru": 86, "so_vu": 2, "previous.so_vu": 1}, []),
        ({"ho_dang_ky": 87, "ho_cu_tru": 86, "so_vu": 0, "previous.so_vu": 0}, [("ho", False)]),
        ({"ho_dang_ky": 87, "ho_cu_tru": 86, "so_vu": 3, "previous.so_vu": 1}, [("ho", False), ("gap_doi", False)]),
        ({"ho_dang_ky": 87, "so_vu": 3}, [("ho", None), ("gap_doi", None)]),
        ({}, [("ho", None), ("gap_doi", None)]),
    ],
)
def test_a_check_that_fails_is_a_question_and_one_without_figures_is_not(
    facts: Facts, expected: list[tuple[str, bool | None]]
) -> None:
    assert asked(facts) == expected
    assert [check.is_question for check in ask_checks(checked(), AREA, facts, year=2021)] == [
        holds is False for _, holds in expected
    ]


def test_a_question_shows_the_figures_it_is_about() -> None:
    (check,) = ask_checks(
        checked(), AREA, {"ho_dang_ky": 87, "ho_cu_tru": 86, "so_vu": 1, "previous.so_vu": 1}, year=2021
    )
    assert check.message == "Số hộ đăng ký lớn hơn số hộ cư trú."
    assert [(figure.name, figure.value, figure.unit_of_measure) for figure in check.figures] == [
        ("Số hộ đăng ký", 87, "hộ"),
        ("Số hộ đang cư trú", 86, "hộ"),
    ]
    assert check.missing == ()


def test_a_check_that_cannot_be_made_names_what_is_missing() -> None:
    check = ask_checks(checked(), AREA, {"so_vu": 3, "ho_dang_ky": 1, "ho_cu_tru": 1}, year=2021)[0]
    assert [(missing.kind, missing.key) for missing in check.missing] == [(MissingKind.PREVIOUS, "so_vu")]
    assert check.figures[0].has_previous


def test_a_check_changes_no_outcome() -> None:
    facts = {"ho_dang_ky": 87, "ho_cu_tru": 86, "so_vu": 3, "previous.so_vu": 1}
    plain = load_rulebook(rulebook_text(criteria="[{code: '1', text: Một, rule: 'ho_dang_ky > 0 AND so_vu >= 0'}]"))
    assert assess(checked(), AREA, facts, year=2021) == assess(plain, AREA, facts, year=2021)


def test_a_kind_of_unit_is_asked_only_about_figures_it_has_to_do_with() -> None:
    rulebook = checked()
    assert [check.code for check in rulebook.checks_of(AREA)] == ["ho", "gap_doi"]
    columns = [(column.name, column.answer.value) for column in rulebook.check_columns(AREA)]
    assert columns == [("ho_dang_ky", "count"), ("ho_cu_tru", "count"), ("so_vu", "count"), ("previous.so_vu", "count")]
