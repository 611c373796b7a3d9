"""An amendment in mid-year: what moves, what stays, what is shown before, what is refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, RulebookAdoption, Standing
from binhyen.dossiers.selectors.adopting import adoptable, amendment_of, shown_with
from binhyen.dossiers.selectors.amended import amended_of, old_values
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.pages import past_of
from binhyen.dossiers.selectors.room import room_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import cycle_seen
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.adopting import rulebook_adopt
from binhyen.dossiers.services.cancelling import decision_number, dossiers_reconsider
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.reporting import Cell, figures_report, values_take_over
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import rulebook_import
from binhyen.recognition.models import Cancellation
from binhyen.recognition.services import Grounds, recognition_cancel
from binhyen.units.models import Unit
from tests.builders import (
    MEETING,
    SIGNING,
    dossiers_of,
    hand_in,
    issued,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
)
from tests.versions import version_text

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AREAS = 4
FROM = date(2021, 6, 1)
Verdict = tuple[str, str, int, int, int]


@pytest.fixture
def commune() -> Unit:
    return make_commune(AREAS)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def first() -> Rulebook:
    return issued(version_text())


@pytest.fixture
def cycle(commune: Unit, office: User, first: Rulebook) -> Cycle:
    return make_cycle(by=office, commune=commune, rulebook=first)


def letter(by: User, commune: Unit) -> Paper:
    return paper_record(by=by, owner_unit=commune.pk, title="Công văn Mẫu", number="1/CV", issued_on=FROM)


def adopt(by: User, cycle: Cycle, rulebook: Rulebook, *, seen: str | None = None) -> RulebookAdoption:
    paper = letter(by, cycle.scope)
    return rulebook_adopt(
        by=by, cycle=cycle, rulebook=rulebook, from_day=FROM, paper=paper, reason="Sửa đổi, bổ sung", seen=seen
    )


def households(by: User, dossiers: Sequence[Dossier], registered: int = 75) -> None:
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)))
        for dossier in dossiers
        for key, value in (("ho_cu_tru", 100), ("ho_dang_ky", registered))
    ]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


def reviewed(by: User, cycle: Cycle, registered: int = 75) -> None:
    register(by=by, dossiers=dossiers_of(cycle))
    households(by, dossiers_of(cycle), registered)
    hand_in(by=by, dossiers=dossiers_of(cycle))
    acts.review(by=by, dossiers=dossiers_of(cycle), meeting=MEETING, words=[CommitteeWord("4", met=True)])


def verdicts(cycle: Cycle) -> Mapping[tuple[str, str], Verdict]:
    rows = Standing.objects.filter(dossier__cycle=cycle).values_list(
        "dossier__unit_name", "basis", "verdict", "level", "met", "not_met", "unknown"
    )
    return {(name, basis): tuple(rest) for name, basis, *rest in rows}  # type: ignore[misc]


def fresh(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_related("rulebook").get(pk=cycle.pk)


def test_open_dossiers_follow_and_decided_ones_stay_under_the_rulebook_that_decided_them(
    cycle: Cycle, office: User, commune: Unit, first: Rulebook
) -> None:
    reviewed(office, cycle)
    done, *_ = dossiers_of(cycle)
    decide(by=office, cycle=cycle, judge=commune, dossiers=[done], recognise=frozenset({done.pk}), signing=SIGNING)
    frozen = Standing.objects.get(dossier=done, basis=Basis.REVIEW)
    words = explained(Dossier.objects.get(pk=done.pk), frozen)
    second = issued(version_text(share="80%"))
    adopt(office, cycle, second)
    by_rulebook = {one.unit_name: one.rulebook_id for one in dossiers_of(cycle)}
    assert by_rulebook.pop(done.unit_name) == first.pk
    assert set(by_rulebook.values()) == {second.pk}
    after = Standing.objects.get(dossier=done, basis=Basis.REVIEW)
    assert (after.verdict, after.rulebook_hash, after.is_frozen) == ("met", first.content_hash, True)
    assert explained(Dossier.objects.get(pk=done.pk), after) == words


def test_what_is_considered_again_after_an_amendment_is_judged_by_the_text_that_decided_it(
    cycle: Cycle, office: User, commune: Unit, first: Rulebook
) -> None:
    reviewed(office, cycle)
    done = dossiers_of(cycle)[0]
    made = decide(
        by=office, cycle=cycle, judge=commune, dossiers=[done], recognise=frozenset({done.pk}), signing=SIGNING
    )
    decision_number(by=office, decision=made, number="1/QĐ-UBND", signed_on=FROM)
    grounds = Grounds(Cancellation.Reason.FIGURES, letter(office, commune))
    cancelling = recognition_cancel(by=office, recognitions=list(made.recognitions.all()), grounds=grounds)
    decision_number(by=office, decision=cancelling, number="2/QĐ-UBND", signed_on=FROM)
    adopt(office, cycle, issued(version_text(share="80%")))
    dossiers_reconsider(by=office, dossiers=[dossiers_of(cycle)[0]])
    again = Standing.objects.get(dossier=done, basis=Basis.REVIEW)
    assert (again.verdict, again.rulebook_hash, again.is_frozen) == ("met", first.content_hash, False)


def test_one_decision_never_rests_on_two_versions(cycle: Cycle, office: User, commune: Unit) -> None:
    reviewed(office, cycle)
    older, newer, *_ = dossiers_of(cycle)
    Dossier.objects.filter(pk=newer.pk).update(rulebook=issued(version_text(share="80%")))
    with pytest.raises(RefusedByState, match="hai phiên bản"):
        decide(
            by=office, cycle=cycle, judge=commune, dossiers=dossiers_of(cycle)[:2], recognise=frozenset({older.pk}),
            signing=SIGNING,
        )  # fmt: skip


def test_the_decision_room_tells_each_dossier_by_its_own_version(cycle: Cycle, office: User, commune: Unit) -> None:
    reviewed(office, cycle)
    newer = dossiers_of(cycle)[1]
    Dossier.objects.filter(pk=newer.pk).update(rulebook=issued(version_text(share="80%")))
    seen = cycle_seen(office, cycle.pk)
    room = room_of(seen, commune.pk) if seen else None
    assert room is not None
    failing = {line.pk: line.failing for line in room.lines}
    assert failing.pop(newer.pk) == "1"
    assert set(failing.values()) == {""}


def test_the_list_of_changed_verdicts_is_shown_before_and_is_what_then_happens(cycle: Cycle, office: User) -> None:
    reviewed(office, cycle)
    second = issued(version_text(share="80%"))
    before, stored = verdicts(cycle), LogEntry.objects.count()
    shown = amendment_of(fresh(cycle), second)
    assert (verdicts(cycle), LogEntry.objects.count()) == (before, stored)
    adoption = adopt(office, cycle, second, seen=shown.fingerprint)
    after = verdicts(cycle)
    turned = {(turn.unit, turn.basis): (turn.before, turn.after) for turn in shown.turns}
    assert turned == {key: (before[key][0], after[key][0]) for key in after if before[key][:2] != after[key][:2]}
    assert turned[("Thôn Mẫu 1", "review")] == ("met", "not_met")
    assert shown_with(adoption) == shown


def test_what_changed_since_it_was_shown_is_not_applied(cycle: Cycle, office: User) -> None:
    register(by=office, dossiers=dossiers_of(cycle))
    second = issued(version_text(share="80%"))
    seen = amendment_of(fresh(cycle), second).fingerprint
    households(office, dossiers_of(cycle))
    with pytest.raises(Conflict):
        adopt(office, cycle, second, seen=seen)
    assert not RulebookAdoption.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"share": "80%"},
        {"asks_lights": True},
        {"word_of_fourth": "Không có vụ nào"},
        {"calendar_year": True},
    ],
)
def test_an_amendment_and_its_inverse_leave_an_untouched_cycle_as_it_was(
    cycle: Cycle, office: User, first: Rulebook, other: dict[str, object]
) -> None:
    households(office, dossiers_of(cycle))
    before = verdicts(cycle)
    windows = {one.unit_name: (one.starts, one.ends) for one in dossiers_of(cycle)}
    adopt(office, cycle, issued(version_text(**other)))  # type: ignore[arg-type]
    adopt(office, fresh(cycle), first)
    assert verdicts(cycle) == before
    assert {one.unit_name: (one.starts, one.ends) for one in dossiers_of(cycle)} == windows


def test_the_committee_s_word_holds_where_the_criterion_reads_as_before_and_is_asked_again_where_not(
    cycle: Cycle, office: User
) -> None:
    reviewed(office, cycle)
    shown = amendment_of(fresh(cycle), issued(version_text(asks_lights=True)))
    assert shown.asked_again == 0
    second = issued(version_text(word_of_fourth="Không có vụ nào"))
    shown = amendment_of(fresh(cycle), second)
    assert shown.asked_again == AREAS
    adopt(office, cycle, second)
    assert {row[0] for (_, basis), row in verdicts(cycle).items() if basis == Basis.REVIEW} == {"unknown"}
    acts.committee_answer(by=office, dossiers=dossiers_of(cycle), words=[CommitteeWord("4", met=True)])
    areas = Standing.objects.filter(dossier__in=dossiers_of(cycle), basis=Basis.REVIEW)
    assert {one.verdict for one in areas} == {"met"}


def test_what_was_reviewed_by_the_old_text_is_reviewed_again(cycle: Cycle, office: User) -> None:
    reviewed(office, cycle)
    second = issued(version_text(share="75%"))
    assert len(amendment_of(fresh(cycle), second).again) == AREAS
    adopt(office, cycle, second)
    assert {one.state for one in dossiers_of(cycle)} == {DossierState.SUBMITTED}


def test_a_version_that_judges_a_kind_alike_leaves_its_review_standing(cycle: Cycle, office: User) -> None:
    reviewed(office, cycle)
    adopt(office, cycle, issued(version_text(version="chi-doi-ten")))
    assert {one.state for one in dossiers_of(cycle)} == {DossierState.REVIEWED}


def test_values_of_another_window_stay_where_they_are_and_are_counted(cycle: Cycle, office: User) -> None:
    households(office, dossiers_of(cycle))
    second = issued(version_text(calendar_year=True))
    shown = amendment_of(fresh(cycle), second)
    shift = next(one for one in shown.windows if one.kind == SubjectKind.RESIDENTIAL_AREA)
    assert (shift.before, shift.after) == ("01/11/2020 – 31/10/2021", "01/01/2021 – 31/12/2021")
    assert shift.values == 2 * AREAS
    adopt(office, cycle, second)
    of_areas = Standing.objects.filter(dossier__in=dossiers_of(cycle))
    assert {(one.verdict, one.unknown) for one in of_areas} == {("unknown", 2)}


def test_figures_that_nobody_was_asked_for_are_named(cycle: Cycle) -> None:
    shown = amendment_of(cycle, issued(version_text(asks_lights=True)))
    assert [one.code for one in shown.needed] == ["ngo_co_den", "ngo"]
    assert any("Có đèn ở mọi ngõ" in change for change in shown.changes)


def refusals(cycle: Cycle) -> Mapping[str, Rulebook]:
    draft = rulebook_import(by=None, text=version_text(share="90%"))
    return {
        "thuộc chương trình khác": issued(version_text(programme="mau-khac")),
        "đang dùng chính bản này": cycle.rulebook,
        "còn là dự thảo": draft,
        "không xét khu dân cư": issued(version_text(kinds=["commune"])),
    }


def test_what_cannot_judge_the_cycle_is_refused_with_the_reason(cycle: Cycle) -> None:
    for reason, rulebook in refusals(cycle).items():
        with pytest.raises(RefusedByState, match=reason):
            amendment_of(cycle, rulebook)


def test_a_repealed_version_is_not_offered_and_not_adopted(cycle: Cycle) -> None:
    second = issued(version_text(share="80%"))
    assert list(adoptable(cycle)) == [second]
    second.state = Rulebook.State.REPEALED
    second.save(update_fields=["state"])
    assert not adoptable(cycle)
    with pytest.raises(RefusedByState, match="bãi bỏ"):
        amendment_of(cycle, second)


def test_a_real_cycle_adopts_nothing_that_is_still_to_confirm(cycle: Cycle) -> None:
    cycle.is_sample = False
    with pytest.raises(RefusedByState, match="cần xác nhận"):
        amendment_of(cycle, issued(version_text(share="80%")))


def test_a_version_is_adopted_from_a_day_on_which_it_is_in_force(cycle: Cycle, office: User, commune: Unit) -> None:
    second = issued(version_text(share="80%"))
    with pytest.raises(RefusedByState, match="01/01/2015"):
        rulebook_adopt(
            by=office,
            cycle=cycle,
            rulebook=second,
            from_day=date(2014, 12, 31),
            paper=letter(office, commune),
            reason="x",
        )


@pytest.mark.parametrize("reason", ["", "x" * 301, "Theo đơn của ông có CCCD 012345678901"])
def test_an_amendment_needs_a_reason_without_anybody_s_data(cycle: Cycle, office: User, reason: str) -> None:
    second = issued(version_text(share="80%"))
    with pytest.raises(InputProblems):
        rulebook_adopt(
            by=office, cycle=cycle, rulebook=second, from_day=FROM, paper=letter(office, cycle.scope), reason=reason
        )


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.COMMITTEE, Role.CHAIR, Role.FRONT, Role.INSPECTOR])
def test_only_whoever_opens_cycles_amends_them(cycle: Cycle, office: User, commune: Unit, role: Role) -> None:
    second, person, paper = issued(version_text(share="80%")), make_user(role, commune.pk), letter(office, commune)
    with pytest.raises(NotAllowed):
        rulebook_adopt(by=person, cycle=cycle, rulebook=second, from_day=FROM, paper=paper, reason="Sửa đổi")


def test_the_log_says_what_was_adopted_and_what_it_changed(cycle: Cycle, office: User) -> None:
    reviewed(office, cycle)
    adopt(office, cycle, issued(version_text(share="80%", version="B")))
    newest = LogEntry.objects.order_by("-seq")[:1]
    (line,) = lines(newest)
    assert line.text.startswith(f"{cycle.name} áp dụng Bộ tiêu chí Mẫu (B) thay Bộ tiêu chí Mẫu")
    assert "từ ngày 01/06/2021: 5 hồ sơ chuyển theo, 8 kết quả thay đổi; Sửa đổi, bổ sung" in line.text


def test_statements_do_not_grow_with_the_number_of_dossiers(first: Rulebook) -> None:
    second = issued(version_text(share="80%", asks_lights=True))
    counts = []
    for areas in (3, 30):
        commune = make_commune(areas, name=f"Mẫu {areas}")
        office = make_office(commune)
        cycle = make_cycle(by=office, commune=commune, rulebook=first)
        households(office, dossiers_of(cycle))
        with CaptureQueriesContext(connection) as queries:
            adopt(office, cycle, second)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 60


def test_values_of_the_old_window_are_taken_over_only_when_a_person_says_so(cycle: Cycle, office: User) -> None:
    households(office, dossiers_of(cycle))
    adopt(office, cycle, issued(version_text(calendar_year=True)))
    first = dossiers_of(cycle)[0]
    waiting = old_values(rules_of(first), first)
    assert [(one.column.code, one.shown) for one in waiting] == [("ho_dang_ky", "75"), ("ho_cu_tru", "100")]
    taken = values_take_over(by=office, dossier=first, reported_by="Trưởng thôn", channel=Channel.PHONE)
    assert {(one.starts, one.reason) for one in taken} == {
        (date(2021, 1, 1), "Nhận số liệu kỳ 01/11/2020 – 31/10/2021")
    }
    assert old_values(rules_of(first), first) == []
    standing = Standing.objects.get(dossier=first, basis=Basis.SELF)
    assert (standing.met, standing.unknown) == (1, 1)
    with pytest.raises(InputProblems):
        values_take_over(by=office, dossier=first, reported_by="Trưởng thôn", channel=Channel.PHONE)


def test_meetings_under_the_old_text_are_told(cycle: Cycle, office: User) -> None:
    reviewed(office, cycle)
    adopt(office, cycle, issued(version_text(share="80%")))
    first = dossiers_of(cycle)[0]
    told = amended_of(rules_of(first), first, past_of(first)).meetings
    assert [(one.basis, one.held_on) for one in told] == [
        ("tự đánh giá", MEETING.held_on),
        ("xét duyệt", MEETING.held_on),
    ]
