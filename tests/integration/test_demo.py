"""What `binhyen demo` loads: invented, complete, the same every time, and a story that can be walked from there."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.selectors import powers_of
from binhyen.config.cli import run
from binhyen.config.demo.exercise import FILE
from binhyen.config.demo.people import NOTE
from binhyen.config.demo.tables import rows
from binhyen.dossiers.models import Basis, Cycle, Dossier, LostGround, MoreRequest, Standing, UnitList
from binhyen.dossiers.selectors.entry import entry_columns, entry_rows
from binhyen.dossiers.selectors.importing import ImportTask
from binhyen.dossiers.selectors.opening import rulebooks_to_run
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import figures_report
from binhyen.dossiers.typed_tables import figure_meanings, from_table, match_columns
from binhyen.figures.models import Channel
from binhyen.insight.models import Target
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.movement.kinds import FESTIVALS
from binhyen.movement.models import Activity, Covenant, Rollout, Stage
from binhyen.portal.selectors.open_data import TABLES
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, rulebook_of
from binhyen.recognition.models import Award, Decision, Recognition
from binhyen.rules.explanation import explain
from binhyen.rules.explanation.phrase import sentences
from binhyen.rules.reference import assess
from binhyen.sheets.matching import match, number_positions
from binhyen.sheets.reading import read_table
from binhyen.sheets.refusals import find_refused
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import paths_ids
from tests.builders import make_commune, make_user, signed_in
from tests.integration.demo_loaded import folder as folder

pytestmark = pytest.mark.django_db

AREA = SubjectKind.RESIDENTIAL_AREA
BEING_WORKED_ON = ("an-toan-antt", 2021, "Xã Mẫu Bình An")
R, N, C, U = "recognised", "not_recognised", "not_considered", "not_registered"
# How the worked examples end: programme, year, where; for each kind of unit how many came to which state.
ENDS: dict[tuple[str, int, str], dict[str, dict[str, int]]] = {
    ("an-toan-antt", 2020, "Xã Mẫu Bình An"): {
        "residential_area": {R: 18, "cancelled": 1, N: 4, C: 1, U: 1},
        "school": {R: 3, N: 1},
        "agency": {R: 4, C: 1, U: 1},
        "enterprise": {R: 3, N: 1, U: 5},
        "commune": {R: 1},
    },
    ("hoa-binh-khen-thuong", 2020, "Xã Mẫu Bình An"): {
        "residential_area": {R: 2, N: 1, "draft": 22},
        "school": {R: 1, "draft": 3},
        "agency": {C: 1, "draft": 5},
        "enterprise": {"draft": 9},
        "commune": {"draft": 1},
    },
    ("ntm-19-2", 2020, "Huyện Mẫu"): {"commune": {R: 1, C: 1}},
    ("an-toan-antt", 2021, "Phường Mẫu Phố Hoa"): {
        "residential_area": {R: 9, N: 1},
        "school": {R: 3},
        "agency": {R: 2},
        "enterprise": {R: 2},
        "commune": {R: 1},
    },
    ("bac-hong-5-nhat", 2021, "Phường Mẫu Phố Hoa"): {
        "residential_area": {R: 9, N: 1},
        "school": {R: 2, N: 1},
        "agency": {R: 2},
        "enterprise": {R: 1, C: 1},
        "commune": {R: 1},
    },
    ("yen-lac-5-tu-quan", 2020, "Xã Mẫu Đồng Thượng"): {
        "residential_area": {R: 2, N: 1},
        "family_group": {R: 5, C: 1},
        "commune": {R: 1},
    },
    ("yen-lac-5-tu-quan", 2020, "Xã Mẫu Đồng Hạ"): {
        "residential_area": {R: 2},
        "family_group": {R: 3, N: 1},
        "commune": {R: 1},
    },
    ("yen-lac-5-tu-quan", 2021, "Huyện Mẫu Đồng"): {
        "residential_area": {R: 6, N: 1},
        "family_group": {R: 12, C: 1, U: 1},
        "commune": {R: 2, C: 1},
    },
    ("hoa-binh-dien-hinh", 2022, "Huyện Mẫu Núi"): {"commune": {"reviewed": 8, U: 1}},
    ("mau-dien-hinh", 2023, "Huyện Mẫu Núi"): {"commune": {R: 3, N: 2, C: 1, U: 3}},
    ("hoa-binh-phuong-kieu-mau", 2022, "Thành phố Mẫu Cao"): {"commune": {R: 1}},
    ("kien-thuy-5-an", 2024, "Huyện Mẫu Biển"): {
        "commune": {R: 3, N: 1, C: 1},
        "agency": {R: 1, N: 1, C: 1},
        "enterprise": {R: 1, U: 1},
    },
}


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def cycle_of(programme: str, year: int, scope_name: str) -> Cycle:
    return Cycle.objects.get(programme__code=programme, year=year, scope_name=scope_name)


def states_of(cycle: Cycle) -> dict[str, dict[str, int]]:
    rows = cycle.dossiers.order_by().values_list("subject_kind", "state").annotate(number=Count("pk"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, state, number in rows:
        found[kind][state] = number
    return found


def password(folder: Path) -> str:
    (line,) = [line for line in (folder / NOTE).read_text().splitlines() if line.startswith("Mật khẩu chung: ")]
    return line.split(": ")[1]


def test_loading_twice_gives_the_same(folder: Path) -> None:
    before, said = counts(), (folder / NOTE).read_text()
    assert run(["demo"]) == 0
    assert counts() == before
    assert (folder / NOTE).read_text() == said


def test_what_people_changed_since_stays(folder: Path) -> None:
    changed = Dossier.objects.filter(unit_name="Thôn Mẫu 23", cycle=cycle_of(*BEING_WORKED_ON))
    changed.update(state="not_registered")
    assert run(["demo"]) == 0
    assert changed.get().state == "not_registered"


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


@pytest.mark.parametrize("which", ENDS, ids=str)
def test_a_worked_example_ends_as_its_story_says(folder: Path, which: tuple[str, int, str]) -> None:
    assert states_of(cycle_of(*which)) == ENDS[which]


def test_every_shipped_programme_has_a_worked_example(folder: Path) -> None:
    assert set(Cycle.objects.values_list("programme__code", flat=True)) == {
        rulebook.programme.code for rulebook in Rulebook.objects.select_related("programme")
    }


def test_every_decision_is_numbered_and_every_call_stands_on_a_plan(folder: Path) -> None:
    assert not Decision.objects.exclude(state=Decision.State.NUMBERED).exists()
    assert not UnitList.objects.filter(paper=None).exists()


def test_the_sample_year_is_in_the_middle_of_its_work(folder: Path) -> None:
    cycle = cycle_of(*BEING_WORKED_ON)
    states = states_of(cycle)
    assert states[AREA] == {
        "recognised": 5, "not_recognised": 2, "reviewed": 4, "returned": 1, "submitted": 5, "self_assessed": 3,
        "registered": 4, "not_registered": 1,
    }  # fmt: skip
    kinds = {kind: sum(by_state.values()) for kind, by_state in states.items()}
    assert kinds == {"residential_area": 25, "school": 4, "agency": 6, "enterprise": 9, "commune": 1}
    assert Decision.objects.get(cycle_id=cycle.pk).number == "118/QĐ-UBND"


def test_three_falls_are_asked_and_a_number_that_stays_has_not_fallen(folder: Path) -> None:
    west = Dossier.objects.get(unit_name="Xã Mẫu Biển Tây", cycle__programme__code="kien-thuy-5-an")
    facts = Standing.objects.get(dossier=west, basis=Basis.REVIEW).facts
    assert facts["tngt_so_vu"] == facts["previous.tngt_so_vu"] == 9
    outcomes = assess(compiled(west.rulebook), SubjectKind.COMMUNE, facts, year=2024).outcomes
    assert [outcomes[code].value for code in ("2b.1", "2b.2", "2b.3")] == ["not_met", "met", "met"]


def test_a_residents_group_is_judged_by_the_commune_and_not_by_the_village(folder: Path) -> None:
    judges = Dossier.objects.filter(subject_kind="family_group").values("judged_by")
    assert set(UnitVersion.objects.filter(unit__in=judges).values_list("kind", flat=True)) == {"xa"}


def test_a_request_for_more_was_answered_in_every_programme_that_asks_figures(folder: Path) -> None:
    answered = MoreRequest.objects.exclude(answered_at=None)
    asked = set(answered.values_list("dossier__cycle__programme__code", flat=True))
    assert asked >= {"an-toan-antt", "kien-thuy-5-an", "bac-hong-5-nhat", "yen-lac-5-tu-quan", "hoa-binh-dien-hinh"}


def test_the_commune_waits_for_its_areas(folder: Path) -> None:
    commune = Dossier.objects.get(subject_kind="commune", cycle=cycle_of(*BEING_WORKED_ON))
    facts = Standing.objects.get(dossier=commune, basis=Basis.SELF).facts
    assert facts["units.residential_area.recognised"] == 5
    assert facts["units.residential_area.open"] == 17
    rules = compiled(commune.cycle.rulebook)
    assert assess(rules, SubjectKind.COMMUNE, facts, year=2021).outcomes["4"] == "unknown"


def test_members_of_one_covenant_are_localities_agencies_enterprises_and_one_that_is_no_unit(folder: Path) -> None:
    covenant = Covenant.objects.get(is_sample=True)
    members = covenant.members.all()
    assert covenant.state == Covenant.State.SIGNED
    assert [member.unit is None for member in members] == [False] * 10 + [True]
    assert all(member.office for member in members)


def test_pilots_end_before_the_roll_out_begins(folder: Path) -> None:
    steps = Rollout.objects.filter(programme__code="yen-lac-5-tu-quan", is_sample=True)
    pilots, rollouts = (list(steps.filter(phase=phase)) for phase in Rollout.Phase)
    assert {pilot.unit_id for pilot in pilots} < {rollout.unit_id for rollout in rollouts}
    assert max(pilot.ends for pilot in pilots if pilot.ends) < min(rollout.starts for rollout in rollouts)


def test_awards_are_counts_and_a_stage_looks_back_on_them(folder: Path) -> None:
    award = Award.objects.get(is_sample=True, programme__code="bac-hong-5-nhat")
    assert (award.collectives, award.individuals, award.named.count()) == (3, 6, 3)
    stages = Stage.objects.filter(unit=award.unit, from_year__lte=award.to_year)
    assert {stage.form for stage in stages} == set(Stage.Form)


def test_targets_stand_beside_what_was_reached(folder: Path) -> None:
    told = Target.objects.filter(scope__versions__full_name="Huyện Mẫu Núi", programme__code="hoa-binh-dien-hinh")
    targets = {target.criteria: target for target in told}
    reached = Counter(
        sum(cell.startswith("criterion.") and said is True for cell, said in standing.facts.items())
        for standing in Standing.objects.filter(dossier__cycle__year=2022, basis=Basis.REVIEW)
        if standing.dossier.state == "reviewed"
    )
    at_least = {wanted: sum(units for met, units in reached.items() if met >= wanted) for wanted in (9, 13)}
    assert {wanted: targets[wanted].count - at_least[wanted] for wanted in at_least} == {9: 1, 13: 0}


def test_each_unit_is_recognised_at_the_highest_rank_whose_cut_off_it_reaches(folder: Path) -> None:
    granted = Recognition.objects.filter(programme__code="mau-dien-hinh", granted=True)
    assert dict(granted.values_list("unit_name", "level")) == {
        "Xã Mẫu Núi Thượng": "cap_huyen",
        "Xã Mẫu Núi Trung": "cap_xa",
        "Xã Mẫu Núi Hạ": "cap_xa",
    }


def test_the_public_page_says_which_rank_each_unit_reached(folder: Path) -> None:
    cycle = cycle_of("mau-dien-hinh", 2023, "Huyện Mẫu Núi")
    page = Client().get(reverse("public_cycle", args=[cycle.pk])).content.decode()
    lines = re.findall(r'<th scope="row"><a[^>]*>(.*?)</a><small>(.*?) · Quyết định số', page)
    assert dict(lines) == {
        "Xã Mẫu Núi Thượng": "Điển hình cấp huyện",
        "Xã Mẫu Núi Trung": "Điển hình cấp xã",
        "Xã Mẫu Núi Hạ": "Điển hình cấp xã",
    }


def test_where_the_cut_offs_are_not_known_nobody_is_recognised(folder: Path) -> None:
    assert not Recognition.objects.filter(programme__code="hoa-binh-dien-hinh").exists()


def test_an_invented_programme_stands_apart_from_real_ones_and_says_what_it_is(folder: Path) -> None:
    name, heading = "Mẫu: Xã, thị trấn điển hình", "minh hoạ</h2>"
    officer = User.objects.get(username="can-bo-nui")
    for client, page in ((Client(), reverse("public_programmes")), (signed_in(officer), reverse("rulebook_list"))):
        real, _, invented = client.get(page).content.decode().partition(heading)
        assert name in invented, page
        assert name not in real, page
        assert "phong trào toàn dân bảo vệ an ninh Tổ quốc" in real, page
        assert "phong trào toàn dân bảo vệ an ninh Tổ quốc" not in invented, page
    rulebook = Rulebook.objects.get(programme__code="mau-dien-hinh")
    for page in (reverse("public_programme", args=["mau-dien-hinh"]), reverse("rulebook_page", args=[rulebook.pk])):
        assert 'pill-sample">minh hoạ' in signed_in(officer).get(page).content.decode(), page


def test_an_invented_programme_judges_no_real_unit_and_asks_nobody_for_anything(folder: Path) -> None:
    rulebook = Rulebook.objects.get(programme__code="mau-dien-hinh")
    real = make_commune(0, name="Bình")
    Unit.objects.filter(pk=real.pk).update(is_sample=False)
    real.refresh_from_db()
    officer = make_user(Role.COMMUNE_OFFICER, real.pk)
    with pytest.raises(RefusedByState, match="minh hoạ"):
        cycle_open(by=officer, rulebook=rulebook, year=2023, scope=real)
    assert rulebook not in rulebooks_to_run(officer)
    invented = User.objects.get(username="can-bo-nui")
    assert rulebook in rulebooks_to_run(invented)
    for name in ("movement_home", "award_new", "target_new"):
        assert "Mẫu: Xã" not in signed_in(officer).get(reverse(name)).content.decode(), name
        assert "Mẫu: Xã" in signed_in(invented).get(reverse(name)).content.decode(), name


def test_open_data_holds_no_recognition_by_an_invented_programme(folder: Path) -> None:
    recognition = Recognition.objects.filter(programme__code="mau-dien-hinh", granted=True).select_related("unit")[0]
    # As if everything else about it were real.
    Unit.objects.filter(pk=recognition.unit_id).update(is_sample=False)
    Decision.objects.filter(pk=recognition.decision_id).update(is_sample=False)
    assert str(recognition.pk) not in {row[0] for row in TABLES["cong-nhan"].rows()}


def test_both_festival_days_were_held_on_their_days(folder: Path) -> None:
    held = Activity.objects.filter(is_sample=True, kind__in=FESTIVALS)
    lasts = [(one.kind, one.ends - timedelta(days=1)) for one in held if one.ends]
    days = {(kind, last.day, last.month) for kind, last in lasts}
    assert days == {("security_day", 19, 8), ("unity_day", 18, 11)}


def test_the_commune_that_stood_on_a_cancelled_recognition_is_noted_and_keeps_its_verdict(folder: Path) -> None:
    lost = LostGround.objects.get()
    assert lost.dossier.unit_name == "Xã Mẫu Bình An"
    assert lost.dossier.state == R
    assert lost.recognition.unit_name == "Thôn Mẫu 14"


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
    meanings = figure_meanings(columns, AREA)
    assert not find_refused(table, mapped=number_positions(match(table, meanings), meanings))
    found = entry_rows(rules=rules, dossiers=dossiers, powers=powers_of(officer), paths=paths)
    typed = from_table(
        table, match_columns(table, columns, AREA), found, ImportTask(cycle, AREA, columns, found).around
    )
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
