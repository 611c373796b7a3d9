"""Verdicts: whose figures count, what the commune's count says while areas are open, what the decision freezes."""

from decimal import Decimal

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.errors import NotQualified, OutOfOrder
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.facts import facts_as_data, facts_from_data, facts_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import NBSP
from binhyen.papers.services import paper_record
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Recognition
from binhyen.units.models import Unit
from tests.builders import (
    SIGNING,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AREAS, PASSING = 5, 3


@pytest.fixture
def commune() -> Unit:
    return make_commune(AREAS)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    return make_cycle(by=office, commune=commune)


@pytest.fixture
def reviewed(cycle: Cycle, office: User) -> list[Dossier]:
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=PASSING)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    return dossiers_of(cycle)


def verdict(dossier: Dossier, basis: Basis = Basis.REVIEW) -> str:
    return Standing.objects.get(dossier=dossier, basis=basis).verdict


def commune_sentences(cycle: Cycle) -> str:
    own = dossiers_of(cycle, SubjectKind.COMMUNE)[0]
    standing = Standing.objects.get(dossier=own, basis=Basis.REVIEW)
    said = " ".join(sentence for one in explained(own, standing) for sentence in one["sentences"])
    return said.replace(NBSP, " ")


def test_a_fresh_dossier_is_unknown_on_both_bases(cycle: Cycle) -> None:
    assert {verdict(one, basis) for one in dossiers_of(cycle) for basis in Basis} == {"unknown"}


def test_the_unit_cannot_confirm_what_the_committee_is_asked(reviewed: list[Dossier]) -> None:
    assert verdict(reviewed[0], Basis.SELF) == "unknown"
    assert verdict(reviewed[0], Basis.REVIEW) == "met"


def test_the_communes_share_is_an_interval_while_areas_are_open(cycle: Cycle, reviewed: list[Dossier]) -> None:
    assert "0/5 = 0 %, có thể đến 5/5 = 100 %, cần 4" in commune_sentences(cycle)


def test_after_the_decision_the_commune_knows_how_many_it_lacks(
    cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]
) -> None:
    decide_on(reviewed, cycle, commune, office)
    assert "3/5 = 60 %, cần 4, thiếu 1" in commune_sentences(cycle)


def decide_on(chosen: list[Dossier], cycle: Cycle, commune: Unit, office: User, passing: int = PASSING) -> None:
    recognise = frozenset(one.pk for one in chosen[:passing])
    decide(by=office, cycle=cycle, judge=commune, dossiers=chosen, recognise=recognise, signing=SIGNING)


def test_a_unit_that_never_registered_is_in_no_count_but_the_list(cycle: Cycle, office: User) -> None:
    acts.not_register(by=office, dossiers=dossiers_of(cycle)[:1])
    own = Dossier.objects.filter(cycle=cycle, subject_kind=SubjectKind.COMMUNE)
    read = facts_of(cycle=cycle, rulebook=compiled(cycle.rulebook), dossiers=list(own), among=own)
    assert dict(read.counts[own.get().unit_id]) == {"listed": 5, "residential_area.listed": 5}


def test_nobody_is_recognised_whose_verdict_is_not_met(
    cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]
) -> None:
    with pytest.raises(NotQualified) as refused:
        decide_on(reviewed, cycle, commune, office, passing=4)
    assert refused.value.units == (reviewed[3].unit_name,)
    assert not Recognition.objects.exists()
    assert {one.state for one in dossiers_of(cycle)} == {DossierState.REVIEWED}


def test_nobody_who_qualifies_is_left_out(cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]) -> None:
    with pytest.raises(RefusedByState, match="đủ điều kiện"):
        decide_on(reviewed, cycle, commune, office, passing=2)
    assert not Recognition.objects.exists()


def test_a_unit_whose_verdict_is_unknown_is_not_considered_and_gets_no_outcome(
    cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]
) -> None:
    silent = reviewed[0]
    silent.answers.all().delete()
    recognise = frozenset(one.pk for one in reviewed[1:PASSING])
    decide(by=office, cycle=cycle, judge=commune, dossiers=reviewed, recognise=recognise, signing=SIGNING)
    assert [one.state for one in dossiers_of(cycle)] == [
        DossierState.NOT_CONSIDERED,
        DossierState.RECOGNISED,
        DossierState.RECOGNISED,
        DossierState.NOT_RECOGNISED,
        DossierState.NOT_RECOGNISED,
    ]
    assert not Recognition.objects.filter(unit=silent.unit_id).exists()


def a_paper(office: User, commune: Unit) -> object:
    return paper_record(by=office, owner_unit=commune.pk, title="Biên bản đối chiếu", number="01/BB")


def test_a_frozen_verdict_outlives_what_it_stood_on(
    cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]
) -> None:
    decide_on(reviewed, cycle, commune, office)
    before = Standing.objects.get(dossier=reviewed[0], basis=Basis.REVIEW)
    with pytest.raises(OutOfOrder):
        report(by=office, dossiers=dossiers_of(cycle), passing=0)
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    after = Standing.objects.get(dossier=reviewed[0], basis=Basis.REVIEW)
    assert after.is_frozen
    assert (after.verdict, after.facts, after.explanation) == (before.verdict, before.facts, before.explanation)
    assert after.explanation[0]["sentences"]


def test_kept_verdicts_are_those_that_judging_from_scratch_gives(
    cycle: Cycle, office: User, reviewed: list[Dossier]
) -> None:
    kept = {(one.dossier_id, one.basis): (one.verdict, one.facts) for one in Standing.objects.all()}
    Standing.objects.all().delete()
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    assert {(one.dossier_id, one.basis): (one.verdict, one.facts) for one in Standing.objects.all()} == kept


def test_facts_kept_with_a_verdict_come_back_in_their_types(cycle: Cycle, reviewed: list[Dossier]) -> None:
    rules = compiled(cycle.rulebook)
    chosen = Dossier.objects.filter(cycle=cycle)
    read = facts_of(cycle=cycle, rulebook=rules, dossiers=list(chosen), among=chosen)
    for dossier in Dossier.objects.filter(cycle=cycle):
        facts = read.of(dossier, Basis.REVIEW)
        assert facts_from_data(rules, SubjectKind(dossier.subject_kind), facts_as_data(facts)) == facts


def test_the_committees_value_stands_beside_the_units_and_counts_on_review(
    cycle: Cycle, commune: Unit, office: User, reviewed: list[Dossier]
) -> None:
    failing = reviewed[4]
    households = failing.standings.get(basis=Basis.REVIEW).facts["ho_cu_tru"]
    corrected = Cell(
        failing,
        "ho_ky_cam_ket",
        Answer(number=Decimal(households)),
        reason="đối chiếu sổ",
        paper=a_paper(office, commune),
    )
    figures_report(by=office, cells=[corrected], reported_by="Ban Chỉ đạo", channel=Channel.PAPER, review=True)
    assert verdict(failing, Basis.REVIEW) == "met"
    own = Standing.objects.get(dossier=failing, basis=Basis.SELF)
    assert own.facts["ho_ky_cam_ket"] == households - 10


def test_a_correction_without_reason_or_paper_is_refused(reviewed: list[Dossier], office: User) -> None:
    cell = Cell(reviewed[0], "ho_cu_tru", Answer(number=Decimal(1)))
    with pytest.raises(InputProblems, match="lý do"):
        figures_report(by=office, cells=[cell], reported_by="Ban Chỉ đạo", channel=Channel.PAPER, review=True)


class TestOwnedFigures:
    """Figures of the police: their word, typed by them or by the officer, never by the unit's head."""

    KEY = "cong_an_tien_tien"

    @pytest.fixture
    def own(self, cycle: Cycle) -> Dossier:
        return dossiers_of(cycle, SubjectKind.COMMUNE)[0]

    def tell(self, by: User, own: Dossier) -> None:
        cell = Cell(own, self.KEY, Answer(word="yes"))
        figures_report(by=by, cells=[cell], reported_by="Công an xã", channel=Channel.PAPER)

    def test_their_owner_and_the_officer_may_type_them(self, own: Dossier, commune: Unit) -> None:
        self.tell(make_user(Role.DATA_OWNER, commune.pk, owner="police"), own)
        self.tell(make_user(Role.COMMUNE_OFFICER, commune.pk), own)
        assert Standing.objects.get(dossier=own, basis=Basis.SELF).facts[self.KEY] is True

    def test_another_owner_and_the_head_of_the_unit_may_not(self, own: Dossier, commune: Unit) -> None:
        for person in (
            make_user(Role.DATA_OWNER, commune.pk, owner="health"),
            make_user(Role.UNIT_HEAD, commune.pk),
        ):
            with pytest.raises(NotAllowed):
                self.tell(person, own)


def test_the_committees_word_is_refused_where_figures_decide(reviewed: list[Dossier], office: User) -> None:
    with pytest.raises(InputProblems, match="số liệu quyết định"):
        acts.committee_answer(by=office, dossiers=reviewed[:1], words=[CommitteeWord("1", met=True)])
