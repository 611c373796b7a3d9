"""A figure with an owner counts from its owner alone, whoever types it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.dossiers.selectors.entry import cell_name
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office, make_user, register, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULES = """
programme: mau-co-chu
version: "1"
name: Bộ tiêu chí Mẫu có cơ quan cung cấp
basis: [{title: Văn bản Mẫu}]
valid_from: 2015-01-01
figures:
  so_vu: {name: Số vụ tai nạn, answer: count, unit: vụ, owner: police, counts: owner}
  so_ho: {name: Số hộ, answer: count, unit: hộ}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Số vụ không quá năm, rule: so_vu <= 5}
      - {code: "2", text: Có hộ, rule: so_ho > 0}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
"""


@pytest.fixture
def commune() -> Unit:
    return make_commune(1)


@pytest.fixture
def cycle(commune: Unit) -> Cycle:
    office = make_office(commune)
    made = make_cycle(by=office, commune=commune, rulebook=issued(RULES))
    register(by=office, dossiers=dossiers_of(made))
    return made


def tell(by: User, one: Dossier, key: str, *, review: bool = False) -> None:
    paper = paper_record(by=by, owner_unit=one.unit_id, title="Báo cáo Mẫu", number="1/BC") if review else None
    cell = Cell(one, key, Answer(number=Decimal(1)), paper=paper, reason="đối chiếu" if review else "")
    figures_report(by=by, cells=[cell], reported_by="Công an xã", channel=Channel.PAPER, review=review)


def test_the_police_tell_their_figure_and_no_other(cycle: Cycle, commune: Unit) -> None:
    police = make_user(Role.DATA_OWNER, commune.pk, owner="police")
    tell(police, dossiers_of(cycle)[0], "so_vu")
    assert FigureValue.objects.get().source == Source.OWNER
    with pytest.raises(NotAllowed):
        tell(police, dossiers_of(cycle)[0], "so_ho")


def test_nobody_speaks_for_the_police_but_the_officer_who_types_their_paper(cycle: Cycle, commune: Unit) -> None:
    first = dossiers_of(cycle)[0]
    for stranger in (
        make_user(Role.UNIT_HEAD, first.unit_id),
        make_user(Role.DATA_OWNER, commune.pk, owner="health"),
        make_user(Role.COMMITTEE, commune.pk),
    ):
        with pytest.raises(NotAllowed):
            tell(stranger, first, "so_vu")
    tell(make_user(Role.COMMUNE_OFFICER, commune.pk), first, "so_vu")
    assert FigureValue.objects.get().source == Source.OWNER


def test_the_committee_corrects_what_the_unit_said_and_not_what_the_police_said(cycle: Cycle, commune: Unit) -> None:
    Dossier.objects.filter(cycle=cycle).update(state=DossierState.SUBMITTED)
    committee, first = make_user(Role.COMMITTEE, commune.pk), dossiers_of(cycle)[0]
    tell(committee, first, "so_ho", review=True)
    assert FigureValue.objects.get().source == Source.REVIEW
    with pytest.raises(NotAllowed):
        tell(committee, first, "so_vu", review=True)


def test_the_police_replace_their_word_about_what_was_handed_in_with_a_reason_and_a_paper(
    cycle: Cycle, commune: Unit
) -> None:
    client = signed_in(make_user(Role.DATA_OWNER, commune.pk, owner="police"))
    address = reverse("figures_form", args=[dossiers_of(cycle)[0].pk])

    def told(number: int, **more: str) -> tuple[int, str]:
        one = dossiers_of(cycle)[0]
        seen = FigureValue.objects.filter(is_current=True).first()
        name = cell_name(one, "so_vu", previous=False)
        said = {f"v:{name}": str(number), f"s:{name}": str(seen.pk) if seen else "", "reported_by": "Công an xã"}
        answer = client.post(address, said | {"channel": "paper"} | more)
        return answer.status_code, answer.content.decode()

    assert told(3)[0] == 302
    assert told(2)[0] == 302, "while the unit still works, a slip is mended as everybody mends it"
    Dossier.objects.filter(cycle=cycle).update(state=DossierState.SUBMITTED)
    status, page = told(4)
    assert status == 422
    assert "Số vụ tai nạn" in page
    assert "cần lý do và văn bản" in page
    assert told(4, ly_do="Đối chiếu sổ thụ lý")[0] == 422
    assert told(4, ly_do="ông Nguyễn Văn Mẫu báo lại", so_van_ban="9/CAX")[0] == 422
    assert told(4, ly_do="Đối chiếu sổ thụ lý. " * 15, so_van_ban="9/CAX")[0] == 422
    assert told(4, ly_do="Đối chiếu sổ thụ lý", so_van_ban="9/CAX")[0] == 302
    value = FigureValue.objects.get(is_current=True)
    assert (value.number, value.reason, value.paper.number if value.paper else "") == (
        4,
        "Đối chiếu sổ thụ lý",
        "9/CAX",
    )


def test_whoever_may_not_answer_for_the_police_learns_nothing_of_what_they_said(cycle: Cycle, commune: Unit) -> None:
    tell(make_user(Role.DATA_OWNER, commune.pk, owner="police"), dossiers_of(cycle)[0], "so_vu")
    Dossier.objects.filter(cycle=cycle).update(state=DossierState.SUBMITTED)
    one = dossiers_of(cycle)[0]
    head = make_user(Role.UNIT_HEAD, one.unit_id)
    for guess in (1, 2):
        cell = Cell(one, "so_vu", Answer(number=Decimal(guess)))
        with pytest.raises(NotAllowed):
            figures_report(by=head, cells=[cell], reported_by="Trưởng thôn", channel=Channel.PHONE)
