"""The score sheet: the most, the unit's own points, the committee's points, and what differs."""

from datetime import date
from decimal import Decimal

import pytest

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.pages import criterion_rows, verdicts_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scores import ScoreRow, ScoreSheet, score_sheet, why_points
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from tests.builders import MEETING, dossiers_of, hand_in, issued, make_commune, make_cycle, make_office, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SHEET = """
programme: bang-diem-mau
version: "1"
name: Bảng điểm Mẫu
basis: [{title: Hướng dẫn mẫu, date: 2020-01-05}]
valid_from: 2020-01-05
figures:
  diem_ke_hoach: {name: Điểm kế hoạch, answer: score, max: 10}
  so_vu_chay: {name: Số vụ cháy, answer: count, unit: vụ}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Kế hoạch, points: 10, score: diem_ke_hoach}
      - code: "2"
        text: Phong trào
        items:
          - {code: "2a", text: Phòng cháy, points: 24, deduct: {count: so_vu_chay, each: 6}}
          - {code: "2b", text: Hội đồng chấm, points: 6, score: entered}
    levels: [{code: dat, name: Đạt, rule: points >= 20}]
"""


@pytest.fixture
def commune() -> Unit:
    return make_commune(1)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    cycle = make_cycle(by=office, commune=commune, rulebook=issued(SHEET))
    register(by=office, dossiers=dossiers_of(cycle))
    _report(office, cycle, diem_ke_hoach="9.5", so_vu_chay="1")
    return cycle


def _report(by: User, cycle: Cycle, *, review: bool = False, **values: str) -> None:
    (dossier,) = dossiers_of(cycle)
    paper = paper_record(by=by, owner_unit=dossier.unit_id, title="Biên bản mẫu", issued_on=date(2021, 11, 5))
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)), paper=paper if review else None, reason="Đối chiếu hồ sơ")
        for key, value in values.items()
    ]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE, review=review)


def sheet_of(cycle: Cycle) -> ScoreSheet:
    (dossier,) = dossiers_of(cycle)
    found = score_sheet(dossier, verdicts_of(dossier))
    assert found is not None
    return found


def why(cycle: Cycle) -> str:
    (dossier,) = dossiers_of(cycle)
    return why_points(rules_of(dossier), dossier, verdicts_of(dossier).shown, sheet_of(cycle))


def line(row: ScoreRow) -> tuple[str, str, str, str, str]:
    return row.code, row.most, row.own, row.checked, row.difference


def test_before_the_committee_there_is_one_column(cycle: Cycle) -> None:
    sheet = sheet_of(cycle)
    assert not sheet.has_checked
    assert [line(row) for row in sheet.rows] == [
        ("1", "10", "9,5", "—", ""),
        ("2", "30", "18–24", "—", ""),
        ("2a", "24", "18", "—", ""),
        ("2b", "6", "—", "—", ""),
    ]
    assert line(sheet.total) == ("", "40", "27,5–33,5", "—", "")
    assert why(cycle) == "27,5–33,5/40 điểm: mức “Đạt”."


def test_the_units_points_and_the_committees_stand_side_by_side(cycle: Cycle, office: User) -> None:
    hand_in(by=office, dossiers=dossiers_of(cycle))
    _report(office, cycle, review=True, diem_ke_hoach="8", so_vu_chay="2")
    acts.review(by=office, dossiers=dossiers_of(cycle), meeting=MEETING, words=[CommitteeWord("2b", points="6")])
    sheet = sheet_of(cycle)
    assert sheet.has_checked
    assert [line(row) for row in sheet.rows] == [
        ("1", "10", "9,5", "8", "−1,5"),
        ("2", "30", "18–24", "18", ""),
        ("2a", "24", "18", "12", "−6"),
        ("2b", "6", "—", "6", ""),
    ]
    assert line(sheet.total) == ("", "40", "27,5–33,5", "26", "")
    assert why(cycle) == "26/40 điểm: mức “Đạt”."


def test_a_criterion_decided_by_points_shows_points_and_no_failure(cycle: Cycle) -> None:
    (dossier,) = dossiers_of(cycle)
    rows = criterion_rows(rules_of(dossier), dossier, verdicts_of(dossier))
    assert {row.code: row.points for row in rows} == {
        "1": "9,5/10 điểm",
        "2": "18–24/30 điểm",
        "2a": "18/24 điểm",
        "2b": "0–6/6 điểm",
    }


def test_criteria_without_points_have_no_score_sheet(commune: Unit, office: User) -> None:
    cycle = make_cycle(by=office, commune=commune)
    (dossier,) = dossiers_of(cycle)
    assert score_sheet(dossier, verdicts_of(dossier)) is None
