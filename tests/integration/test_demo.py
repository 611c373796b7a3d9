"""What `binhyen demo` loads: invented, complete, the same every time, and a story that can be walked from there."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.audit.models import LogEntry
from binhyen.config.cli import run
from binhyen.config.demo.exercise import FILE
from binhyen.config.demo.people import NOTE
from binhyen.config.demo.tables import rows
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.entry import entry_columns, entry_rows
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import figures_report
from binhyen.dossiers.typed_cells import from_table, match_columns, number_positions
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, rulebook_of
from binhyen.recognition.models import Decision
from binhyen.rules.explanation import explain
from binhyen.rules.explanation.phrase import sentences
from binhyen.rules.reference import assess
from binhyen.sheets.reading import read_table
from binhyen.sheets.refusals import find_refused
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import paths_ids

pytestmark = pytest.mark.django_db

AREA = SubjectKind.RESIDENTIAL_AREA
COUNTED = (Unit, UnitVersion, User, Rulebook, Cycle, Dossier, FigureValue, Decision, LogEntry)


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Loaded once for the file: each test works inside a transaction of its own and leaves it as it was."""
    data = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=data), transaction.atomic():
        assert run(["demo"]) == 0
        yield data
        transaction.set_rollback(True)


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def password(folder: Path) -> str:
    (line,) = [line for line in (folder / NOTE).read_text().splitlines() if line.startswith("Mật khẩu chung: ")]
    return line.split(": ")[1]


def test_loading_twice_gives_the_same(folder: Path) -> None:
    before, said = counts(), (folder / NOTE).read_text()
    assert run(["demo"]) == 0
    assert counts() == before
    assert (folder / NOTE).read_text() == said


def test_what_people_changed_since_stays(folder: Path) -> None:
    Dossier.objects.filter(unit_name="Thôn Mẫu 23").update(state="not_registered")
    assert run(["demo"]) == 0
    assert Dossier.objects.get(unit_name="Thôn Mẫu 23").state == "not_registered"


def test_every_unit_is_invented_and_says_so(folder: Path) -> None:
    assert UnitVersion.objects.count() == len(rows("units.csv"))
    assert not Unit.objects.filter(is_sample=False).exists()
    assert not UnitVersion.objects.exclude(full_name__contains="Mẫu").exists()
    assert not Cycle.objects.filter(is_sample=False).exists()


def test_names_of_people_are_jobs(folder: Path) -> None:
    assert not User.objects.exclude(full_name__contains="Mẫu").exists()


def test_the_note_is_readable_by_its_owner_only_and_lets_everybody_in(folder: Path) -> None:
    assert (folder / NOTE).stat().st_mode & 0o777 == 0o600
    for username in {row["username"] for row in rows("accounts.csv")}:
        assert Client().login(username=username, password=password(folder)), username


def test_an_account_made_again_has_the_password_of_the_kept_note(folder: Path) -> None:
    User.objects.get(username="kiem-tra").delete()
    assert run(["demo"]) == 0
    assert Client().login(username="kiem-tra", password=password(folder))


def test_the_sample_year_is_in_the_middle_of_its_work(folder: Path) -> None:
    states = Counter(Dossier.objects.filter(subject_kind=AREA).values_list("state", flat=True))
    assert states == {
        "recognised": 5, "not_recognised": 2, "reviewed": 4, "returned": 1, "submitted": 5, "self_assessed": 3,
        "registered": 4, "not_registered": 1,
    }  # fmt: skip
    kinds = Counter(Dossier.objects.values_list("subject_kind", flat=True))
    assert kinds == {"residential_area": 25, "school": 4, "agency": 6, "enterprise": 9, "commune": 1}
    assert Decision.objects.get().number == "118/QĐ-UBND"


def test_the_commune_waits_for_its_areas(folder: Path) -> None:
    commune = Dossier.objects.get(subject_kind="commune")
    facts = Standing.objects.get(dossier=commune, basis=Basis.SELF).facts
    assert facts["units.residential_area.recognised"] == 5
    assert facts["units.residential_area.open"] == 17
    rules = compiled(commune.cycle.rulebook)
    assert assess(rules, SubjectKind.COMMUNE, facts, year=2021).outcomes["4"] == "unknown"


def test_no_figure_of_the_shipped_rulebooks_is_taken_for_data_on_persons(folder: Path) -> None:
    for rulebook in Rulebook.objects.all():
        for figure in compiled(rulebook).figures.values():
            table = read_table(f"Đơn vị,{figure.name.replace(',', ' ')}\nThôn Mẫu 1,1\n".encode(), filename="mau.csv")
            assert find_refused(table, mapped=frozenset()) == (), figure.name


def test_the_second_commune_walks_from_spreadsheet_to_sixteen_of_twenty_five(folder: Path) -> None:
    people = {user.username: user for user in User.objects.all()}
    officer, committee, chair = (people[f"{name}-yen-hoa"] for name in ("can-bo", "hoi-dong", "chu-tich"))
    rulebook = rulebook_of("an-toan-antt", "23/2012")
    assert rulebook is not None
    scope = Unit.objects.get(versions__full_name="Xã Mẫu Yên Hòa")
    cycle = cycle_open(by=officer, rulebook=rulebook, year=2021, scope=scope)

    def areas() -> list[Dossier]:
        return list(Dossier.objects.filter(cycle=cycle, subject_kind=AREA).select_related("cycle__rulebook__programme"))

    acts.register(by=officer, dossiers=areas(), on=date(2021, 1, 15))
    rules = compiled(rulebook)
    dossiers = areas()
    paths = paths_ids([dossier.unit_id for dossier in dossiers])
    columns = entry_columns(rules, AREA)
    table = read_table((folder / FILE).read_bytes(), filename=FILE)
    assert not find_refused(table, mapped=number_positions(table, columns))
    found = entry_rows(rules=rules, dossiers=dossiers, powers=powers_of(officer), paths=paths)
    typed = from_table(table, match_columns(table, columns), found)
    assert not typed.problems
    assert len(typed.cells) == 100
    figures_report(by=officer, cells=typed.cells, reported_by="Các trưởng thôn", channel=Channel.FILE)

    meeting = MeetingRecord(held_on=date(2021, 11, 5), invited=30, present=28, agreed=28)
    acts.self_assess(by=officer, dossiers=areas(), meeting=meeting)
    acts.submit(by=officer, dossiers=areas())
    words = (CommitteeWord("4", met=True), CommitteeWord("5", met=True))
    acts.review(by=committee, dossiers=areas(), meeting=meeting, words=words)
    met = Standing.objects.filter(dossier__cycle=cycle, basis=Basis.REVIEW, verdict="met")
    qualified = frozenset(met.values_list("dossier", flat=True))
    assert len(qualified) == 16
    signing = Signing("Ủy ban nhân dân xã Mẫu Yên Hòa", "Chủ tịch")
    decide(by=chair, cycle=cycle, judge=scope, dossiers=areas(), recognise=qualified, signing=signing)

    commune = Dossier.objects.get(cycle=cycle, subject_kind="commune")
    facts = Standing.objects.get(dossier=commune, basis=Basis.SELF).facts
    assessment = assess(rules, SubjectKind.COMMUNE, facts, year=2021)
    assert assessment.outcomes["4"] == "not_met"
    told = explain(rules, SubjectKind.COMMUNE, facts, assessment, year=2021)
    (said,) = [sentences(each) for each in told if each.code == "4"]
    assert "16/25 = 64" in said[0].replace(" / ", "/")
    assert "cần 18" in said[0]
    assert "thiếu 2" in said[0]
