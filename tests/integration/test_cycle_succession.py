"""A cycle that runs across a merger goes on under the successors: what closes, what opens, what is carried over."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier, DossierState, DossierSuccession
from binhyen.dossiers.selectors.relisting import relisting_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.lists import cycle_follow_succession, list_refreeze
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import Conflict, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.units.acts import Dissolve, Merge, Order, Part, Rename, Split
from binhyen.units.models import Unit
from binhyen.units.services import event_apply
from tests.builders import decide_all, dossiers_of, hand_in, issued, make_commune, make_cycle, make_office, register, report, review

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MERGED = date(2021, 7, 1)
ORDER = Order(MERGED, "Nghị quyết Mẫu 01")


class Tale:
    """A commune in the middle of 2021 whose villages are merged on the first of July."""

    def __init__(self, areas: int = 4) -> None:
        self.commune = make_commune(areas)
        self.by = make_office(self.commune)
        self.cycle = make_cycle(by=self.by, commune=self.commune)

    def village(self, at: int) -> UUID:
        return Dossier.objects.get(cycle=self.cycle, unit_name=f"Thôn Mẫu {at}").unit_id

    def dossier(self, name: str) -> Dossier:
        return Dossier.objects.select_related("cycle", "rulebook").get(cycle=self.cycle, unit_name=name)

    def paper(self) -> Paper:
        return paper_record(by=self.by, owner_unit=self.commune.pk, title="Danh sách Mẫu", number="02/QĐ-UBND")

    def merge(self, *villages: int, name: str = "Mẫu Mới") -> None:
        event_apply(by=None, act=Merge(tuple(self.village(at) for at in villages), name, UnitKind.THON), order=ORDER)

    def follow(self) -> None:
        cycle_follow_succession(by=self.by, cycle=self.cycle, paper=self.paper())


def test_dossiers_of_merged_villages_close_and_the_new_village_goes_on_registered() -> None:
    tale = Tale()
    register(by=tale.by, dossiers=dossiers_of(tale.cycle)[:2])
    tale.merge(1, 2)
    tale.follow()
    new = tale.dossier("Thôn Mẫu Mới")
    assert (new.state, new.registered_on, new.judged_by_id) == ("registered", date(2021, 1, 12), tale.commune.pk)
    assert (new.starts, new.ends) == (tale.dossier("Thôn Mẫu 3").starts, tale.dossier("Thôn Mẫu 3").ends)
    before = {link.before.unit_name: link.state_before for link in new.continues.all()}
    assert before == {"Thôn Mẫu 1": "registered", "Thôn Mẫu 2": "registered"}
    assert tale.dossier("Thôn Mẫu 1").state == DossierState.CLOSED_BY_SUCCESSION


def test_who_goes_on_is_registered_only_when_all_were() -> None:
    tale = Tale()
    register(by=tale.by, dossiers=dossiers_of(tale.cycle)[:1])
    tale.merge(1, 2)
    tale.follow()
    assert tale.dossier("Thôn Mẫu Mới").state == DossierState.DRAFT
