"""What a cancelled recognition leaves behind: dossiers that stood on it, and the unit that may be considered again."""

from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, EarlierVerdict, LostGround, Standing
from binhyen.dossiers.selectors.grounds import lost_grounds, shaken, standing_on, to_look_at_again
from binhyen.dossiers.services.cancelling import decision_number, dossiers_reconsider, ground_review
from binhyen.dossiers.services.deciding import decide
from binhyen.kernel.errors import NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.period import Period
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Decision, Recognition
from binhyen.recognition.services import Grounds, Header, Outcome, decision_make, recognition_cancel
from binhyen.units.services import unit_create
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    load_tables,
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

COMMUNE = SubjectKind.COMMUNE


class Decided:
    """A commune of villages whose year is decided and numbered: all are recognised, the commune's own dossier is open."""

    def __init__(self, areas: int = 3) -> None:
        load_tables()
        self.commune = make_commune(areas)
        self.office = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        register(by=self.office, dossiers=dossiers_of(self.cycle))
        report(by=self.office, dossiers=dossiers_of(self.cycle), passing=areas)
        hand_in(by=self.office, dossiers=dossiers_of(self.cycle))
        review(by=self.office, dossiers=dossiers_of(self.cycle))
        decision = decide_all(by=self.office, cycle=self.cycle, commune=self.commune, passing=areas)
        self.decision = decision_number(
            by=self.office, decision=decision, number="112/QĐ-UBND", signed_on=date(2021, 12, 5)
        )

    @property
    def first(self) -> Dossier:
        return dossiers_of(self.cycle)[0]

    @property
    def whole(self) -> Dossier:
        return dossiers_of(self.cycle, COMMUNE)[0]

    def cancel(self, *, numbered: bool = True) -> Decision:
        recognition = self.decision.recognitions.get(unit=self.first.unit_id)
        return cancel(self.office, recognition, numbered=numbered)


def cancel(by: User, recognition: Recognition, *, numbered: bool = True) -> Decision:
    paper = paper_record(
        by=by, owner_unit=recognition.unit_id, title="Kết luận kiểm tra", number="05/KL", issued_on=date(2022, 2, 2)
    )
    grounds = Grounds(Cancellation.Reason.FIGURES, paper)
    made = recognition_cancel(by=by, recognitions=[recognition], grounds=grounds)
    if numbered:
        decision_number(by=by, decision=made, number="20/QĐ-UBND", signed_on=date(2022, 3, 1))
    return made


def counted(dossier: Dossier) -> object:
    return Standing.objects.get(dossier=dossier, basis=Basis.REVIEW).facts["units.residential_area.recognised"]


def test_the_dossier_stands_as_cancelled_from_the_number_on() -> None:
    year = Decided()
    draft = year.cancel(numbered=False)
    assert year.first.state == DossierState.RECOGNISED
    decision_number(by=year.office, decision=draft, number="20/QĐ-UBND", signed_on=date(2022, 3, 1))
    assert year.first.state == DossierState.CANCELLED
    assert {one.state for one in dossiers_of(year.cycle)[1:]} == {DossierState.RECOGNISED}
    assert Standing.objects.get(dossier=year.first, basis=Basis.REVIEW).is_frozen


def test_the_commune_that_counted_the_village_is_noted_and_its_verdict_stays_until_somebody_looks() -> None:
    year = Decided()
    before = Standing.objects.get(dossier=year.whole, basis=Basis.REVIEW)
    year.cancel()
    after = Standing.objects.get(dossier=year.whole, basis=Basis.REVIEW)
    assert (after.computed_at, counted(year.whole)) == (before.computed_at, 3)
    assert [one.recognition.unit_name for one in lost_grounds(year.whole)] == ["Thôn Mẫu 1"]
    everything = Dossier.objects.filter(cycle=year.cycle)
    assert list(to_look_at_again(everything)) == [year.whole]
    ground_review(by=year.office, dossier=year.whole)
    assert counted(year.whole) == 2
    assert lost_grounds(year.whole) == []
    assert not shaken(everything)
    with pytest.raises(RefusedByState):
        ground_review(by=year.office, dossier=year.whole)


def test_another_act_does_not_make_the_note_vanish() -> None:
    year = Decided()
    year.cancel()
    register(by=year.office, dossiers=[year.whole])
    assert len(lost_grounds(year.whole)) == 1


def test_a_decided_dossier_keeps_its_verdict_and_shows_what_it_lost() -> None:
    year = Decided()
    Dossier.objects.filter(pk=year.whole.pk).update(state=DossierState.RECOGNISED)
    year.cancel()
    assert counted(year.whole) == 3
    assert len(lost_grounds(year.whole)) == 1
    assert not to_look_at_again(Dossier.objects.all())
    assert list(shaken(Dossier.objects.all())) == [year.whole]
    with pytest.raises(RefusedByState) as caught:
        ground_review(by=year.office, dossier=year.whole)
    assert "quyết định" in caught.value.cure


def test_a_dossier_of_another_programme_that_used_the_recognition_is_noted() -> None:
    district = unit_create(by=None, name="Mẫu Trên", kind=UnitKind.HUYEN, parent=None, is_sample=True)
    commune = unit_create(by=None, name="Mẫu P", kind=UnitKind.XA, parent=district.pk, is_sample=True)
    chair = make_user(Role.CHAIR, district.pk)
    for role in (Role.REGISTRY, Role.COMMUNE_OFFICER):
        grant_give(by=None, user=chair, role=role, scope=district.pk)
    antt, content = make_rulebook(), make_content()
    header = Header(
        rulebook=antt, deciding_unit=district, year=2020, title="Quyết định Mẫu", body=content.issuing_body,
        signatory="Chủ tịch", content=content.as_data(), is_sample=True,
    )  # fmt: skip
    window = Period.on_paper(date(2019, 11, 16), date(2020, 11, 15))
    outcome = Outcome(commune.pk, "Thôn Mẫu 1", "xa", window, "dat", 1)
    decision, (recognition,) = decision_make(by=chair, header=header, outcomes=[outcome])
    decision_number(by=chair, decision=decision, number="1/QĐ-UBND", signed_on=date(2020, 12, 1))
    ntm = make_cycle(by=chair, commune=district, year=2020, rulebook=make_rulebook("ntm-19-2", "2016-2020"))
    dossier = dossiers_of(ntm, COMMUNE)[0]
    assert [(one.dossier, one.recognition) for one in standing_on([recognition])] == [(dossier, recognition)]
    cancel(chair, recognition)
    assert LostGround.objects.get().dossier == dossier
    assert next(iter(lines(LogEntry.objects.filter(verb="dossier.ground_lost")))).text == (
        "Cần xem lại Xã Mẫu P: căn cứ bị hủy bỏ theo quyết định 20/QĐ-UBND"
    )


def test_a_recognition_of_another_year_is_no_ground() -> None:
    year = Decided()
    other = year.decision.recognitions.get(unit=year.first.unit_id)
    assert [one.dossier for one in standing_on([other])] == [year.whole]
    assert standing_on([]) == []


def test_the_unit_is_considered_again_and_what_it_stood_on_is_kept() -> None:
    year = Decided()
    year.cancel()
    with pytest.raises(OutOfOrder):
        dossiers_reconsider(by=year.office, dossiers=dossiers_of(year.cycle)[1:2])
    dossiers_reconsider(by=year.office, dossiers=[year.first])
    assert (year.first.state, year.first.recognition_id) == (DossierState.SUBMITTED, None)
    kept = EarlierVerdict.objects.get(basis=Basis.REVIEW)
    assert (kept.verdict, kept.level) == ("met", "dat")
    assert kept.explanation
    assert not Standing.objects.get(dossier=year.first, basis=Basis.REVIEW).is_frozen
    review(by=year.office, dossiers=[year.first])
    again = decide_first(year)
    assert year.first.state == DossierState.RECOGNISED
    assert again.recognitions.get().unit_id == year.first.unit_id
    assert Recognition.objects.filter(unit=year.first.unit_id).count() == 2


def decide_first(year: Decided) -> Decision:
    return decide(
        by=year.office,
        cycle=year.cycle,
        judge=year.commune,
        dossiers=[year.first],
        recognise=frozenset({year.first.pk}),
    )


def test_only_the_committee_considers_again_and_only_those_near_look_again() -> None:
    year = Decided()
    year.cancel()
    for role in Role:
        person = make_user(role, year.commune.pk)
        if role is not Role.COMMITTEE:
            with pytest.raises(NotAllowed):
                dossiers_reconsider(by=person, dossiers=[year.first])
        if role not in (Role.COMMUNE_OFFICER, Role.UNIT_HEAD):
            with pytest.raises(NotAllowed):
                ground_review(by=person, dossier=year.whole)
    dossiers_reconsider(by=make_user(Role.COMMITTEE, year.commune.pk), dossiers=[year.first])
    ground_review(by=make_user(Role.COMMUNE_OFFICER, year.commune.pk), dossier=year.whole)


def test_of_two_units_with_one_name_only_the_cancelled_one_is_printed() -> None:
    year = Decided()
    namesake = year.decision.recognitions.exclude(unit=year.first.unit_id).first()
    assert namesake is not None
    Recognition.objects.filter(pk=namesake.pk).update(unit_name=year.first.unit_name)
    for row in year.decision.content["rows"]:
        row["name"] = year.first.unit_name
    year.decision.save()
    made = year.cancel(numbered=False)
    assert [row["unit"] for row in made.content["rows"]] == [str(year.first.unit_id)]
