"""Targets beside what is recognised: counted anew each time, and never a nought where nothing is known."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.insight.models import Target
from binhyen.insight.targets import Progress, public_targets, target_boards, targets_for
from binhyen.insight.targets_loading import published_targets_load
from binhyen.insight.targets_recording import NewTarget, target_record, target_withdraw
from binhyen.kernel.codes import national_id
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.period import Period
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.programmes.services import shipped_install
from binhyen.recognition.models import Decision, Recognition
from binhyen.recognition.services import Header, Outcome, decision_make, decision_number
from binhyen.units.models import Lineage, Unit
from binhyen.units.services import unit_create
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    report,
    review,
)
from tests.unit.rendering.paper_builders import make_content

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOA_BINH = ("hoa-binh-dien-hinh", "12-NQ/TU")
YEAR = Period.on_paper(date(2022, 1, 1), date(2022, 12, 31))
_numbers = count(1)


class Province:
    """An invented province with two districts of two communes each, and an officer who also decides."""

    def __init__(self) -> None:
        self.unit = unit_create(by=None, name="Mẫu Trên", kind=UnitKind.TINH, parent=None, is_sample=True)
        self.districts = [self._below(self.unit, f"Mẫu H{at}", UnitKind.HUYEN) for at in (1, 2)]
        self.communes = [
            self._below(district, f"Mẫu {at}", UnitKind.XA) for at, district in enumerate(self.districts * 2, start=1)
        ]
        self.officer = make_user(Role.PROVINCE_OFFICER, self.unit.pk)
        self.rulebook = make_rulebook(*HOA_BINH)

    def _below(self, parent: Unit, name: str, kind: UnitKind) -> Unit:
        return unit_create(by=None, name=name, kind=kind, parent=parent.pk, is_sample=True)

    def paper(self) -> Paper:
        return paper_record(by=self.officer, owner_unit=self.unit.pk, title="Kế hoạch", number="1/KH-UBND")

    def target(self, **changes: object) -> NewTarget:
        target = NewTarget(
            programme=self.rulebook.programme,
            scope=self.unit,
            subject_kind=SubjectKind.COMMUNE,
            by=date(2022, 12, 31),
            count=3,
            what="Xã được công nhận điển hình cấp xã",
            level="cap_xa",
            paper=self.paper(),
        )
        return replace(target, **changes)  # type: ignore[arg-type]

    def recognise(self, *communes: Unit, level: str = "cap_xa", on: date = date(2022, 12, 1)) -> Decision:
        chair = make_user(Role.CHAIR, self.unit.pk)
        registry = make_user(Role.REGISTRY, self.unit.pk)
        header = Header(
            rulebook=self.rulebook, deciding_unit=self.unit, year=2022, title="Quyết định Mẫu", body="UBND Mẫu",
            signatory="Chủ tịch", content=make_content().as_data(), is_sample=True,
        )  # fmt: skip
        outcomes = [Outcome(one.pk, f"Xã Mẫu {next(_numbers)}", "xa", YEAR, level, 1) for one in communes]
        made, _ = decision_make(by=chair, header=header, outcomes=outcomes)
        return decision_number(by=registry, decision=made, number=f"{next(_numbers)}/QĐ", signed_on=on)

    def progress(self, *, public: bool = False) -> list[Progress]:
        boards = target_boards(targets_for(self.officer), public=public)
        return [line for board in boards for group in board.groups for line in group.lines]


def test_nothing_known_is_said_and_is_not_nought() -> None:
    province = Province()
    target_record(by=province.officer, target=province.target())
    line = province.progress()[0]
    assert not line.has_results
    assert (line.found, line.whole, line.is_reached, line.is_over) == (0, 3, False, True)


def test_recognised_at_the_level_or_higher_counts_once_and_only_in_time() -> None:
    province = Province()
    target_record(by=province.officer, target=province.target())
    one, two, three, four = province.communes
    province.recognise(one, two)
    province.recognise(three, level="cap_huyen")
    province.recognise(four, on=date(2023, 1, 5))
    line = province.progress()[0]
    assert (line.found, line.is_reached) == (3, True)
    assert {found.unit for found in line.reached} == {one.pk, two.pk, three.pk}


def test_a_higher_target_does_not_count_lower_titles() -> None:
    province = Province()
    target_record(by=province.officer, target=province.target(level="cap_huyen", count=1))
    province.recognise(province.communes[0])
    line = province.progress()[0]
    assert (line.found, line.has_results) == (0, True)


def test_a_cancelled_recognition_counts_no_longer() -> None:
    province = Province()
    target_record(by=province.officer, target=province.target(count=1))
    decision = province.recognise(province.communes[0])
    Recognition.objects.filter(decision=decision).update(cancelled_by=decision)
    assert province.progress()[0].found == 0


def test_so_many_in_each_district_are_counted_by_district() -> None:
    province = Province()
    made = target_record(by=province.officer, target=province.target(count=1))
    Target.objects.filter(pk=made.pk).update(each=SubjectKind.DISTRICT)
    province.recognise(province.communes[0], province.communes[2])
    line = province.progress()[0]
    assert (line.found, line.whole, line.is_reached) == (1, 2, False)
    province.recognise(province.communes[1])
    assert province.progress()[0].found == 2


def test_units_that_part_one_whole_count_once_in_the_highest_they_reach() -> None:
    commune = make_commune(4)
    office = make_office(commune)
    _judge(office, commune)
    paper = paper_record(by=office, owner_unit=commune.pk, title="Kế hoạch", number="1/KH")
    for position, (level, criteria) in enumerate((("dat", None), ("", 4), ("", 1)), start=1):
        made = target_record(
            by=office,
            target=NewTarget(
                programme=make_rulebook().programme, scope=commune, subject_kind=SubjectKind.RESIDENTIAL_AREA,
                by=date(2021, 12, 31), count=1, what="Thôn", level=level, criteria=criteria, paper=paper,
            ),
        )  # fmt: skip
        Target.objects.filter(pk=made.pk).update(group="2021", position=position)
    board = target_boards(targets_for(office), public=False)[0]
    group = board.groups[0]
    assert [line.found for line in group.lines] == [2, 2, 0]
    assert (list(group.terms), group.total) == ([1, 1, 1], 3)


def _judge(office: User, commune: Unit) -> None:
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=2)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    decision = decide_all(by=office, cycle=cycle, commune=commune, passing=2)
    decision_number(by=office, decision=decision, number="1/QĐ", signed_on=date(2021, 12, 5))


def test_to_the_public_only_decided_results_count() -> None:
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=2)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    paper = paper_record(by=office, owner_unit=commune.pk, title="Kế hoạch", number="1/KH")
    target_record(
        by=office,
        target=NewTarget(
            programme=cycle.programme, scope=commune, subject_kind=SubjectKind.RESIDENTIAL_AREA, count=2,
            by=date(2021, 12, 31), what="Thôn đạt từ 3 tiêu chí", criteria=3, paper=paper,
        ),
    )  # fmt: skip
    seen = {
        public: target_boards(targets_for(office), public=public)[0].groups[0].lines[0].found
        for public in (True, False)
    }
    assert seen == {True: 0, False: 2}


@pytest.mark.parametrize(
    "changes",
    [
        {"count": 0},
        {"base": 2},
        {"level": "", "criteria": None},
        {"criteria": 9},
        {"level": "", "criteria": 0},
        {"level": "moc_9"},
        {"level": "khong_co"},
        {"what": " "},
        {"what": "Danh sách người bị kỷ luật"},
        {"by": date(1990, 1, 1)},
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place_and_cure(changes: dict[str, object]) -> None:
    province = Province()
    with pytest.raises(InputProblems) as caught:
        target_record(by=province.officer, target=province.target(**changes))
    assert all(problem.place and problem.cure for problem in caught.value.problems)
    assert Target.objects.count() == 0


def test_only_whoever_works_for_the_scope_records_and_withdraws() -> None:
    province = Province()
    with pytest.raises(NotAllowed):
        target_record(by=make_user(Role.CHAIR, province.unit.pk), target=province.target())
    with pytest.raises(NotAllowed):
        target_record(by=make_user(Role.COMMUNE_OFFICER, province.communes[0].pk), target=province.target())
    made = target_record(by=province.officer, target=province.target())
    target_withdraw(by=province.officer, target=made)
    assert province.progress() == []
    with pytest.raises(RefusedByState):
        target_withdraw(by=province.officer, target=made)
    told = [line.text for line in lines(LogEntry.objects.filter(verb__startswith="target."))]
    assert "Ghi chỉ tiêu: 3 xã được công nhận điển hình cấp xã, hạn 31/12/2022" in told


def test_those_below_see_the_targets_set_above_them() -> None:
    province = Province()
    target_record(by=province.officer, target=province.target())
    assert targets_for(make_user(Role.COMMUNE_OFFICER, province.communes[0].pk)).count() == 1
    assert targets_for(make_user(Role.COMMUNE_OFFICER, make_commune(0).pk)).count() == 0


def test_the_targets_of_hoa_binh_are_loaded_once_and_add_up() -> None:
    shipped_install()
    assert published_targets_load() == 0
    province = Unit.objects.create(pk=national_id("2024", "17"))
    Lineage.objects.create(ancestor=province, descendant=province, depth=0)
    assert (published_targets_load(), published_targets_load()) == (8, 0)
    chosen = public_targets(Target.objects.all()[0].programme)
    groups = {group.by.year: group for group in target_boards(chosen, public=True)[0].groups}
    assert sorted(groups) == [2022, 2025, 2030]
    assert (list(groups[2025].terms), groups[2025].total) == ([20, 30, 50, 31], 131)
    first = groups[2022].lines[0]
    assert (first.target.count, first.target.base, first.has_results) == (3, 9, False)
    assert "Tạp chí Văn hóa Nghệ thuật" in first.source
    with pytest.raises(RefusedByState):
        target_withdraw(by=make_user(Role.PROVINCE_OFFICER, province.pk), target=first.target)
