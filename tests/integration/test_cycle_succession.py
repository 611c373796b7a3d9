"""A cycle that runs across a merger goes on under the successors: what closes, what opens, what is carried over."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from binhyen.accounts.models import User
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.facts import facts_of
from binhyen.dossiers.selectors.lists import progress_by_kind
from binhyen.dossiers.selectors.relisting import relisting_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import SeenDossier, dossier_seen
from binhyen.dossiers.selectors.succession import passage_seen
from binhyen.dossiers.selectors.unit_lists import news_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.lists import cycle_follow_succession, list_refreeze
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import Conflict, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.services import paper_record
from binhyen.rendering.documents import OfficialPaper
from binhyen.units.acts import Act, Dissolve, Merge, Order, Part, Split
from binhyen.units.models import Unit
from binhyen.units.services import event_apply, unit_create
from tests.builders import (
    AREA,
    dossiers_of,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MERGED = date(2021, 7, 1)
ORDER = Order(MERGED, "Nghị quyết Mẫu 01")
THON = UnitKind.THON


class Tale:
    """A commune in the middle of 2021 whose villages are merged, divided or dissolved on the first of July."""

    def __init__(
        self, areas: int = 3, *, year: int = 2021, commune: Unit | None = None, version: str = "23/2012"
    ) -> None:
        self.commune = commune or make_commune(areas)
        self.by = make_office(self.commune)
        rulebook = make_rulebook(version=version)
        self.cycle = make_cycle(by=self.by, commune=self.commune, year=year, rulebook=rulebook)
        self.units = {one.unit_name: one.unit_id for one in dossiers_of(self.cycle)}

    def village(self, at: int) -> UUID:
        return self.units[f"Thôn Mẫu {at}"]

    def dossier(self, name: str, cycle: Cycle | None = None) -> Dossier:
        chosen = Dossier.objects.select_related("cycle__rulebook", "cycle__programme", "rulebook")
        return chosen.get(cycle=cycle or self.cycle, unit_name=name)

    def register(self, *villages: int) -> None:
        register(by=self.by, dossiers=[self.dossier(f"Thôn Mẫu {at}") for at in villages])

    def happen(self, act: Act, order: Order = ORDER) -> None:
        event_apply(by=None, act=act, order=order)

    def merge(self, *villages: int) -> None:
        self.happen(Merge(tuple(self.village(at) for at in villages), "Mẫu Mới", THON))

    def follow(self, **asked: object) -> None:
        paper = paper_record(by=self.by, owner_unit=self.commune.pk, title="Danh sách Mẫu", number="02/QĐ-UBND")
        cycle_follow_succession(by=self.by, cycle=self.cycle, paper=paper, **asked)  # type: ignore[arg-type]

    def seen(self, name: str, by: User | None = None) -> SeenDossier:
        seen = dossier_seen(by or self.by, self.dossier(name).pk)
        assert seen is not None
        return seen


def test_dossiers_of_merged_villages_close_and_the_new_village_goes_on_registered() -> None:
    tale = Tale()
    tale.register(1, 2)
    tale.merge(1, 2)
    tale.follow()
    new, other = tale.dossier("Thôn Mẫu Mới"), tale.dossier("Thôn Mẫu 3")
    assert (new.state, new.registered_on, new.judged_by_id) == ("registered", date(2021, 1, 12), tale.commune.pk)
    assert new.window == other.window
    before = {link.before.unit_name: link.state_before for link in new.continues.all()}
    assert before == {"Thôn Mẫu 1": "registered", "Thôn Mẫu 2": "registered"}
    assert tale.dossier("Thôn Mẫu 1").state == DossierState.CLOSED_BY_SUCCESSION


def test_who_goes_on_is_registered_only_when_all_were() -> None:
    tale = Tale()
    tale.register(1)
    tale.merge(1, 2)
    tale.follow()
    assert tale.dossier("Thôn Mẫu Mới").state == DossierState.DRAFT


def test_the_list_is_frozen_again_by_the_paper_and_counts_each_village_once() -> None:
    tale = Tale()
    tale.register(1, 2, 3)
    tale.merge(1, 2)
    tale.follow()
    latest = tale.cycle.unit_lists.get(seq=2)
    names = set(latest.entries.values_list("unit_name", flat=True))
    assert names == {"Thôn Mẫu Mới", "Thôn Mẫu 3", "Xã Mẫu P"}
    assert latest.paper is not None
    assert latest.paper.number == "02/QĐ-UBND"
    assert latest.shown["ended"][0]["said"].startswith("sắp xếp ngày 01/07/2021 (Nghị quyết Mẫu 01)")
    (areas,) = (row for row in progress_by_kind(Dossier.objects.filter(cycle=tale.cycle)) if row.kind == AREA)
    assert (areas.listed, areas.registered, areas.decided) == (2, 2, 0)
    commune = Dossier.objects.get(cycle=tale.cycle, unit=tale.commune)
    rules = rules_of(tale.cycle)
    read = facts_of(cycle=tale.cycle, rulebook=rules, dossiers=[commune], among=Dossier.objects.filter(pk=commune.pk))
    assert read.counts[tale.commune.pk]["residential_area.listed"] == 2
    assert Standing.objects.filter(dossier=tale.dossier("Thôn Mẫu Mới")).count() == 2


def test_what_the_old_villages_reported_is_added_up_for_the_new_one() -> None:
    tale = Tale()
    tale.register(1, 2)
    cells = [Cell(tale.dossier(f"Thôn Mẫu {at}"), "ho_cu_tru", Answer(number=Decimal(100 + at))) for at in (1, 2)]
    figures_report(by=tale.by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
    tale.merge(1, 2)
    tale.follow()
    new = tale.dossier("Thôn Mẫu Mới")
    chosen = Dossier.objects.filter(pk=new.pk)
    read = facts_of(cycle=tale.cycle, rulebook=rules_of(tale.cycle), dossiers=[new], among=chosen)
    assert read.of(new, Basis.SELF)["ho_cu_tru"] == 203


def test_parts_of_a_divided_village_are_offered_and_join_only_when_taken() -> None:
    tale = Tale(1)
    tale.register(1)
    tale.happen(Split(tale.village(1), (Part("Mẫu Đông", THON), Part("Mẫu Tây", THON))))
    plan = relisting_of(tale.cycle)
    offered = {one.one.version.full_name: one.one.unit for one in plan.divided}
    assert set(offered) == {"Thôn Mẫu Đông", "Thôn Mẫu Tây"}
    tale.follow(parts=[offered["Thôn Mẫu Đông"]])
    (told,) = tale.cycle.unit_lists.get(seq=2).shown["ended"]
    assert told["said"] == "chia ngày 01/07/2021 (Nghị quyết Mẫu 01), tiếp tục dưới Thôn Mẫu Đông"
    east = tale.dossier("Thôn Mẫu Đông")
    assert east.continues.get().extent == "part"
    assert not Dossier.objects.filter(unit_name="Thôn Mẫu Tây").exists()
    read = facts_of(cycle=tale.cycle, rulebook=rules_of(tale.cycle), dossiers=[east], among=Dossier.objects.all())
    assert read.not_comparable(east) == ("Thôn Mẫu 1 chia ngày 01/07/2021",)


def test_a_dissolved_village_closes_without_a_successor_and_another_signs_for_it() -> None:
    tale = Tale(2)
    tale.register(1)
    tale.happen(Dissolve((tale.village(1),)), Order(MERGED, "Nghị quyết Mẫu 02", signs_for=tale.village(2)))
    paper = DRAFTS["ban-dang-ky"].compose(tale.seen("Thôn Mẫu 1"))
    assert isinstance(paper, OfficialPaper)
    assert paper.signature.forms == ("Thôn Mẫu 2 ký thay Thôn Mẫu 1",)
    tale.follow()
    closed = tale.seen("Thôn Mẫu 1")
    passage = passage_seen(closed)
    assert (closed.dossier.state, passage.goes_on) == ("closed_by_succession", ())
    assert passage.signs_for is not None
    assert passage.signs_for.full_name == "Thôn Mẫu 2"
    page = signed_in(tale.by).get(f"/ho-so/{closed.dossier.pk}/").content.decode()
    assert "Thôn Mẫu 2</b> ký thay" in page


def test_a_dossier_links_forwards_and_backwards_with_what_was_still_asked() -> None:
    tale = Tale()
    tale.register(1, 2)
    first = tale.dossier("Thôn Mẫu 1")
    acts.self_assess(by=tale.by, dossiers=[first], meeting=acts.MeetingRecord(date(2021, 6, 1), 9, 9, 9))
    acts.submit(by=tale.by, dossiers=[tale.dossier("Thôn Mẫu 1")])
    acts.request_more(by=tale.by, dossier=tale.dossier("Thôn Mẫu 1"), reason="Thiếu biên bản")
    tale.merge(1, 2)
    tale.follow()
    came = {one.dossier.unit_name: one for one in passage_seen(tale.seen("Thôn Mẫu Mới")).came_from}
    assert came["Thôn Mẫu 1"].open_requests == ("Thiếu biên bản",)
    assert came["Thôn Mẫu 1"].state_before == "returned"
    assert [one.dossier.unit_name for one in passage_seen(tale.seen("Thôn Mẫu 2")).goes_on] == ["Thôn Mẫu Mới"]


def test_a_village_that_stood_to_the_last_day_of_its_window_keeps_its_dossier() -> None:
    tale = Tale(year=2020)
    tale.register(1, 2)
    tale.merge(1, 2)
    assert not relisting_of(tale.cycle).moves
    with pytest.raises(RefusedByState, match="không có gì thay đổi"):
        tale.follow()


def test_a_decided_dossier_stays_and_the_rest_goes_on() -> None:
    tale = Tale()
    tale.register(1, 2)
    Dossier.objects.filter(pk=tale.dossier("Thôn Mẫu 1").pk).update(state=DossierState.NOT_CONSIDERED)
    tale.merge(1, 2)
    tale.follow()
    assert tale.dossier("Thôn Mẫu 1").state == DossierState.NOT_CONSIDERED
    assert [link.before.unit_name for link in tale.dossier("Thôn Mẫu Mới").continues.all()] == ["Thôn Mẫu 2"]
    assert tale.cycle.unit_lists.get(seq=2).entries.filter(unit_name="Thôn Mẫu 1").exists()


def test_nothing_but_succession_moves_when_a_cycle_goes_on() -> None:
    commune = make_commune(3)
    firm = UnitKind.DOANH_NGHIEP
    shop = unit_create(by=None, name="Công ty Mẫu", kind=firm, parent=commune.pk, attributes={"size": "small"})
    left = {"name": "Công ty Mẫu", "kind": "doanh nghiệp", "reason": "quy mô doanh nghiệp: nhỏ"}
    tale = Tale(commune=commune, version="124/2021")
    tale.register(1, 2)
    tale.merge(1, 2)
    unit_create(by=None, name="Mẫu Thêm", kind=THON, parent=tale.commune.pk, valid_from=date(2021, 3, 1))
    tale.follow()
    assert not Dossier.objects.filter(unit_name="Thôn Mẫu Thêm").exists()
    lists = {one.seq: one.shown for one in tale.cycle.unit_lists.all()}
    assert lists[2]["left_out"] == lists[1]["left_out"] == [{**left, "unit": str(shop.pk)}]
    assert [one.one.version.full_name for one in relisting_of(tale.cycle).joining] == ["Thôn Mẫu Thêm"]


def test_a_merger_across_two_communes_goes_on_in_the_cycle_that_has_the_new_village() -> None:
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    here, there = (unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk) for name in "AB")
    villages = [unit_create(by=None, name="Mẫu 1", kind=THON, parent=place.pk).pk for place in (here, there)]
    offices = [make_office(place) for place in (here, there)]
    cycles = [make_cycle(by=by, commune=place) for by, place in zip(offices, (here, there), strict=True)]
    for by, cycle in zip(offices, cycles, strict=True):
        register(by=by, dossiers=dossiers_of(cycle))
    event_apply(by=None, act=Merge(tuple(villages), "Mẫu Mới", THON, parent=there.pk), order=ORDER)
    for by, cycle in zip(reversed(offices), reversed(cycles), strict=True):
        paper = paper_record(by=by, owner_unit=cycle.scope_id, title="Danh sách Mẫu", number="02/QĐ-UBND")
        cycle_follow_succession(by=by, cycle=cycle, paper=paper)
    new = Dossier.objects.get(unit_name="Thôn Mẫu Mới")
    assert (new.cycle_id, new.state, new.judged_by_id) == (cycles[1].pk, "registered", there.pk)
    assert {link.before.cycle_id for link in new.continues.all()} == {cycles[0].pk, cycles[1].pk}


def test_the_successor_of_the_place_itself_leads_the_cycle_and_judges_from_then_on() -> None:
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    old = [unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk) for name in "AB"]
    unit_create(by=None, name="Mẫu 1", kind=THON, parent=old[0].pk)
    office = make_office(old[0])
    cycle = make_cycle(by=office, commune=old[0])
    event_apply(by=None, act=Merge((old[0].pk, old[1].pk), "Mẫu C", UnitKind.XA), order=ORDER)
    (village,) = dossiers_of(cycle)
    merged = village.unit.versions.get(valid_to=None).parent
    assert merged is not None
    assert (news_of(cycle).ended, news_of(cycle).judge_ended) == (1, 1)
    new_office = make_office(merged)
    paper = paper_record(by=new_office, owner_unit=merged.pk, title="Danh sách Mẫu", number="02/QĐ-UBND")
    cycle_follow_succession(by=new_office, cycle=cycle, paper=paper)
    (village,) = dossiers_of(cycle)
    assert (village.state, village.judged_by_id) == ("draft", merged.pk)
    new = Dossier.objects.get(cycle=cycle, unit=merged)
    assert (new.unit_name, new.judged_by_id, new.state) == ("Xã Mẫu C", province.pk, "draft")
    assert not news_of(cycle)


def test_only_whoever_opens_cycles_there_may_follow_and_only_what_they_saw() -> None:
    tale = Tale()
    tale.merge(1, 2)
    paper = paper_record(by=tale.by, owner_unit=tale.commune.pk, title="Danh sách Mẫu", number="02/QĐ-UBND")
    with pytest.raises(NotAllowed):
        cycle_follow_succession(by=make_user(None), cycle=tale.cycle, paper=paper)
    with pytest.raises(Conflict):
        cycle_follow_succession(by=tale.by, cycle=tale.cycle, paper=paper, seen="0" * 64)
    list_refreeze(by=tale.by, cycle=tale.cycle, paper=paper, seen=relisting_of(tale.cycle).fingerprint)
    assert tale.dossier("Thôn Mẫu Mới").state == DossierState.DRAFT


def test_the_board_offers_to_go_on_and_the_page_does_it() -> None:
    tale = Tale()
    tale.register(1, 2)
    tale.merge(1, 2)
    client, address = signed_in(tale.by), f"/dot-xet/{tale.cycle.pk}/"
    assert "2 đơn vị đã sắp xếp." in client.get(address).content.decode()
    page = client.get(f"{address}sap-xep/").content.decode()
    assert "kế tục Thôn Mẫu 1, Thôn Mẫu 2; đã đăng ký" in page
    typed = {
        "number": "02/QĐ-UBND",
        "issued_on": "05/07/2021",
        "seen": relisting_of(tale.cycle).only_succession().fingerprint,
    }
    done = client.post(f"{address}sap-xep/", typed, follow=True).content.decode()
    assert "Thôn Mẫu Mới" in done
    assert "02/QĐ-UBND" in done
    assert "đã sắp xếp." not in client.get(address).content.decode()
