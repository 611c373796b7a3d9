"""Who decides, by the one dated table."""

from datetime import date

import pytest

from binhyen.audit.models import LogEntry
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.deciding import deciding_body, load_deciding_bodies, shipped_deciding_bodies
from binhyen.recognition.models import DecidingBody

pytestmark = [pytest.mark.django_db, pytest.mark.database]

STANDARD = "an-toan-antt"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
COMMUNE, DISTRICT, PROVINCE = SubjectKind.COMMUNE, SubjectKind.DISTRICT, SubjectKind.PROVINCE
LOWER = [SubjectKind.RESIDENTIAL_AREA, SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.SCHOOL]


@pytest.fixture(autouse=True)
def table() -> None:
    load_deciding_bodies()


@pytest.mark.parametrize("kind", LOWER)
def test_a_commune_chair_decided_on_units_the_commune_managed(kind: SubjectKind) -> None:
    row = deciding_body(STANDARD, kind, COMMUNE, on=BEFORE)
    assert row is not None
    assert (row.body, row.signatory) == ("Chủ tịch Ủy ban nhân dân cấp xã", "Chủ tịch")
    assert "Điều 10" in row.basis


def test_districts_decided_on_communes_until_there_were_no_districts() -> None:
    row = deciding_body(STANDARD, COMMUNE, DISTRICT, on=BEFORE)
    assert row is not None
    assert row.body == "Ủy ban nhân dân cấp huyện"
    assert deciding_body(STANDARD, COMMUNE, DISTRICT, on=AFTER) is None


@pytest.mark.parametrize("kind", LOWER)
def test_before_the_text_that_was_read_the_body_is_asked_for(kind: SubjectKind) -> None:
    first_day = date(2022, 2, 10)
    row = deciding_body(STANDARD, kind, COMMUNE, on=date(2022, 2, 9))
    assert row is not None
    assert (row.body, row.signatory) == ("", "")
    assert deciding_body(STANDARD, kind, COMMUNE, on=first_day).body


@pytest.mark.parametrize(("kind", "rank"), [*((kind, COMMUNE) for kind in LOWER), (COMMUNE, PROVINCE)])
def test_since_two_tiers_the_body_is_asked_for(kind: SubjectKind, rank: SubjectKind) -> None:
    row = deciding_body(STANDARD, kind, rank, on=AFTER)
    assert row is not None
    assert (row.body, row.signatory) == ("", "")
    assert row.basis


@pytest.mark.parametrize("row", shipped_deciding_bodies(), ids=str)
def test_every_row_says_on_what_it_stands(row: DecidingBody) -> None:
    assert row.basis
    assert bool(row.body) == bool(row.signatory)


def test_on_no_day_do_two_rows_answer_one_question() -> None:
    rows = shipped_deciding_bodies()
    for day in (date(2012, 5, 1), BEFORE, AFTER, date(2026, 11, 21)):
        asked = [
            (row.subject_kind, row.managing_rank, row.level)
            for row in rows
            if (row.valid_from or date.min) <= day < (row.valid_to or date.max)
        ]
        assert len(asked) == len(set(asked))


def test_a_row_for_the_level_goes_before_one_for_every_level() -> None:
    DecidingBody.objects.create(
        programme=STANDARD, subject_kind=COMMUNE, managing_rank=DISTRICT, level="tinh",
        body="Ủy ban nhân dân cấp tỉnh", basis="Mẫu",
    )  # fmt: skip
    row = deciding_body(STANDARD, COMMUNE, DISTRICT, "tinh", on=BEFORE)
    assert row is not None
    assert row.body == "Ủy ban nhân dân cấp tỉnh"


def test_what_the_law_says_of_one_programme_is_not_said_of_another() -> None:
    assert deciding_body("kien-thuy-5-an", COMMUNE, DISTRICT, on=BEFORE) is None


def test_a_row_for_the_programme_goes_before_one_for_any() -> None:
    DecidingBody.objects.create(subject_kind=COMMUNE, managing_rank=DISTRICT, body="Cơ quan Mẫu", basis="Mẫu")
    law, other = (deciding_body(code, COMMUNE, DISTRICT, on=BEFORE) for code in (STANDARD, "kien-thuy-5-an"))
    assert law is not None
    assert other is not None
    assert (law.body, other.body) == ("Ủy ban nhân dân cấp huyện", "Cơ quan Mẫu")


def test_loading_again_keeps_what_an_administrator_filled_in() -> None:
    asked = DecidingBody.objects.filter(subject_kind=COMMUNE, managing_rank=PROVINCE)
    asked.update(body="Ủy ban nhân dân cấp tỉnh", signatory="Chủ tịch", basis="Văn bản mẫu")
    entries = LogEntry.objects.count()
    assert load_deciding_bodies() == 0
    assert asked.get().body == "Ủy ban nhân dân cấp tỉnh"
    assert LogEntry.objects.count() == entries
