"""What a person reads through mergers, divisions and papers on who manages whom; and what stays hidden."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act, Role
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.scope import cycle_seen, dossier_seen, dossiers_for
from binhyen.dossiers.services import acts
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.kinds import UnitKind
from binhyen.units.acts import Act as Change
from binhyen.units.acts import Dissolve, Merge, Order, Part, Split
from binhyen.units.models import Cluster, Succession, Unit
from binhyen.units.selectors import find_units, unit_story
from binhyen.units.selectors.clusters import members_of
from binhyen.units.selectors.events import events_told
from binhyen.units.selectors.reach import scopes_of
from binhyen.units.services import event_apply, unit_create
from binhyen.units.services.authorities import authority_claim
from binhyen.units.services.clusters import cluster_create, cluster_join
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    report,
    review,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

START, DAY = date(2015, 1, 1), date(2025, 7, 1)
PAPER = Order(DAY, "Nghị quyết Mẫu")


@pytest.fixture
def province() -> Unit:
    return unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True)


def commune(province: Unit, name: str, *villages: str) -> Unit:
    made = unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk)
    for village in villages:
        unit_create(by=None, name=f"Mẫu {village}", kind=UnitKind.THON, parent=made.pk)
    return made


def below(unit: Unit, name: str) -> UUID:
    return unit.versions.model.objects.get(parent=unit, name=f"Mẫu {name}").unit_id


def change(act: Change) -> None:
    event_apply(by=None, act=act, order=PAPER)


def successor_of(unit: UUID) -> UUID:
    return Succession.objects.exclude(successor=unit).get(predecessor=unit).successor_id


def officer(scope: UUID, role: Role = Role.COMMUNE_OFFICER) -> User:
    return make_user(role, scope)


def again(user: User) -> User:
    """The same person with the next request."""
    return User.objects.get(pk=user.pk)


def year_of(unit: Unit) -> list[Dossier]:
    """A decided year of a commune, before anything happened to it."""
    office = make_office(unit)
    cycle = make_cycle(by=office, commune=unit)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=1)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    decide_all(by=office, cycle=cycle, commune=unit, passing=1)
    return dossiers_of(cycle)


def test_the_successor_of_two_communes_reads_their_years_and_changes_nothing_in_them(province: Unit) -> None:
    old, other = commune(province, "Đông", "Một", "Hai"), commune(province, "Tây")
    dossier = year_of(old)[0]
    change(Merge((old.pk, other.pk), "Mẫu Mới", UnitKind.XA))
    new = successor_of(old.pk)
    person = officer(new)
    assert set(dossiers_for(person)) >= {dossier}
    seen = dossier_seen(person, dossier.pk)
    assert seen is not None
    assert cycle_seen(person, dossier.cycle_id) is not None
    ended = dossiers_for(person).get(unit=old)
    assert signed_in(person).get(reverse("dossier", args=[ended.pk])).status_code == 200
    with pytest.raises(NotAllowed):
        acts.not_register(by=person, dossiers=[ended])
    shown = signed_in(person).get(reverse("unit_page", args=[new])).content.decode()
    assert "Công nhận của đơn vị trước sắp xếp" not in shown, "the decision has no number yet"
    assert reverse("dossier", args=[ended.pk]) in shown
    assert "Của đơn vị trước sắp xếp" in shown


def test_what_hung_below_a_predecessor_and_ended_before_the_merger_is_history_too(province: Unit) -> None:
    old, other = commune(province, "Đông", "Một"), commune(province, "Tây")
    village = below(old, "Một")
    event_apply(by=None, act=Dissolve((village,)), order=Order(date(2024, 1, 1), "Nghị quyết Mẫu 1"))
    person = officer(other.pk)
    assert signed_in(person).get(reverse("unit_page", args=[village])).status_code == 404
    change(Merge((old.pk, other.pk), "Mẫu Mới", UnitKind.XA))
    person = officer(successor_of(old.pk))
    page = signed_in(person).get(reverse("unit_page", args=[village]))
    assert page.status_code == 200
    assert reverse("unit_change", args=[village, "doi-ten"]) not in page.content.decode()


def test_history_is_reached_over_as_many_mergers_as_there_were(province: Unit) -> None:
    first, second, third = (commune(province, name) for name in ("Một", "Hai", "Ba"))
    change(Merge((first.pk, second.pk), "Mẫu Bốn", UnitKind.XA))
    event_apply(
        by=None, act=Merge((successor_of(first.pk), third.pk), "Mẫu Năm", UnitKind.XA),
        order=Order(date(2026, 1, 1), "Nghị quyết Mẫu 2"),
    )  # fmt: skip
    last = successor_of(third.pk)
    reached = scopes_of(officer(last), Act.READ)
    assert reached == {last, first.pk, second.pk, third.pk, successor_of(first.pk)}
    assert scopes_of(officer(last), Act.UNITS_EDIT) == {last}


def test_a_divided_commune_stays_with_what_stood_above_it(province: Unit) -> None:
    old = commune(province, "Đông", "Một")
    village = below(old, "Một")
    parts = (Part("Mẫu Bắc", UnitKind.XA), Part("Mẫu Nam", UnitKind.XA))
    change(Split(old.pk, parts, {village: 0}))
    north, south = (
        Succession.objects.get(predecessor=old, successor__versions__name=part.name).successor_id for part in parts
    )
    assert signed_in(officer(north)).get(reverse("unit_page", args=[village])).status_code == 200
    assert signed_in(officer(south)).get(reverse("unit_page", args=[village])).status_code == 404
    assert signed_in(officer(north)).get(reverse("unit_page", args=[old.pk])).status_code == 404
    assert signed_in(officer(province.pk)).get(reverse("unit_page", args=[old.pk])).status_code == 200


@pytest.fixture
def across(province: Unit) -> tuple[Unit, Unit, UUID, UUID]:
    """A village of one commune and one of another became a village of the first."""
    here, there = commune(province, "Đông", "Một"), commune(province, "Tây", "Hai")
    one, two = below(here, "Một"), below(there, "Hai")
    change(Merge((one, two), "Mẫu Chung", UnitKind.THON, here.pk))
    return here, there, two, successor_of(one)


def test_an_area_that_went_to_another_commune_does_not_name_what_it_became(
    across: tuple[Unit, Unit, UUID, UUID],
) -> None:
    _here, there, gone, joined = across
    client = signed_in(officer(there.pk))
    assert client.get(reverse("unit_page", args=[joined])).status_code == 404
    page = client.get(reverse("unit_page", args=[gone])).content.decode()
    assert "đơn vị ngoài địa bàn được xem" in page
    assert "Mẫu Chung" not in page
    assert "Thôn Mẫu Một" not in page
    found = client.get(reverse("unit_search"), {"q": "mau hai"}).content.decode()
    assert "Thôn Mẫu Hai" in found
    assert "Mẫu Chung" not in found


def test_the_area_that_took_over_reads_what_it_was_made_from(across: tuple[Unit, Unit, UUID, UUID]) -> None:
    here, _there, gone, joined = across
    client = signed_in(officer(here.pk))
    page = client.get(reverse("unit_page", args=[joined])).content.decode()
    assert "Thôn Mẫu Hai" in page
    assert "Nhập Thôn Mẫu Một, Thôn Mẫu Hai thành Thôn Mẫu Chung" in page
    assert client.get(reverse("unit_page", args=[gone])).status_code == 200
    head = signed_in(officer(joined, Role.UNIT_HEAD))
    assert head.get(reverse("unit_page", args=[gone])).status_code == 200


def test_an_act_that_names_units_elsewhere_is_told_without_them(across: tuple[Unit, Unit, UUID, UUID]) -> None:
    _here, there, gone, _joined = across
    (told,) = events_told(gone, scopes_of(officer(there.pk), Act.READ))
    assert told.summary == "Nhập, cùng đơn vị ngoài địa bàn được xem"
    (whole,) = events_told(gone, scopes_of(officer(there.versions.get().parent_id), Act.READ))
    assert "Mẫu Chung" in whole.summary


def test_the_public_story_of_administrative_units_knows_no_scopes(across: tuple[Unit, Unit, UUID, UUID]) -> None:
    *_, gone, joined = across
    story = unit_story(gone, scopes=None)
    assert story is not None
    assert [each.unit_id for each in story.successors] == [joined]


def test_a_unit_managed_from_elsewhere_is_read_and_worked_for_there(province: Unit) -> None:
    here, there = commune(province, "Đông"), commune(province, "Tây")
    school = unit_create(by=None, name="Trường THPT Mẫu", kind=UnitKind.TRUONG_HOC, parent=here.pk).pk
    address = reverse("unit_page", args=[school])
    manager = officer(there.pk)
    assert signed_in(manager).get(address).status_code == 404
    authority_claim(by=None, unit=school, authority=there.pk, on=DAY, legal_act="Quyết định Mẫu 7")
    page = signed_in(again(manager)).get(address)
    assert page.status_code == 200
    assert "Cơ quan quản lý" in page.content.decode()
    assert reverse("unit_change", args=[school, "doi-ten"]) not in page.content.decode()
    assert signed_in(manager).get(reverse("unit_change", args=[school, "doi-ten"])).status_code == 404
    assert [each.unit_id for each in find_units("THPT", local_within=scopes_of(again(manager), Act.READ))] == [school]


def test_the_manager_registers_the_unit_and_the_place_around_it_still_reads_it(province: Unit) -> None:
    here, there = commune(province, "Đông"), commune(province, "Tây")
    school = unit_create(by=None, name="Trường THPT Mẫu", kind=UnitKind.TRUONG_HOC, parent=here.pk).pk
    authority_claim(by=None, unit=school, authority=there.pk, on=DAY, legal_act="Quyết định Mẫu 7")
    manager = officer(there.pk)
    cycle = make_cycle(by=manager, commune=there, year=2025, rulebook=make_rulebook(version="124/2021"))
    dossier = cycle.dossiers.get(unit=school)
    acts.register(by=again(manager), dossiers=[dossier], on=date(2025, 1, 12))
    assert dossier in dossiers_for(officer(here.pk))
    stranger = officer(commune(province, "Bắc").pk)
    with pytest.raises(NotAllowed):
        acts.register(by=stranger, dossiers=[dossier], on=date(2025, 1, 12))


def test_members_of_a_cluster_elsewhere_are_counted_and_not_named(province: Unit) -> None:
    here, there = commune(province, "Đông"), commune(province, "Tây")
    schools = [
        unit_create(by=None, name=f"Trường Mẫu {at}", kind=UnitKind.TRUONG_HOC, parent=each.pk).pk
        for at, each in enumerate((here, there))
    ]
    block = cluster_create(by=None, organiser=province.pk, name="Khối Mẫu", kind=Cluster.Kind.BLOCK)
    cluster_join(by=officer(province.pk, Role.PROVINCE_OFFICER), cluster=block, units=schools, on=DAY)
    page = signed_in(officer(here.pk)).get(reverse("cluster", args=[block.pk])).content.decode()
    assert "Trường Mẫu 0" in page
    assert "Trường Mẫu 1" not in page
    assert "và 1 đơn vị ngoài địa bàn" in page
    assert len(members_of(block, scopes_of(officer(province.pk), Act.READ)).known) == 2
    own = cluster_create(by=None, organiser=here.pk, name="Khối Mẫu Đông", kind=Cluster.Kind.BLOCK)
    with pytest.raises(NotAllowed):
        cluster_join(by=officer(here.pk), cluster=own, units=schools, on=DAY)
