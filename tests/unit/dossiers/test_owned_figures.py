"""A figure with an owner counts from its owner alone, whoever types it."""

from decimal import Decimal

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office, make_user, register

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
