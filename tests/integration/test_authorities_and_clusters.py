"""Who manages a unit that stands elsewhere, and units that compete with one another across the tree."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import Authority, Cluster, Unit
from binhyen.units.selectors.authorities import authorities_on, claims_for, managed_on
from binhyen.units.services import unit_create
from binhyen.units.services.authorities import authority_claim, authority_decide
from binhyen.units.services.clusters import cluster_create, cluster_join, cluster_lead, cluster_leave
from tests.builders import make_cycle, make_rulebook, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

START, DAY = date(2020, 1, 1), date(2025, 7, 1)
PAPER = "Quyết định Mẫu 7/QĐ-UBND"


@pytest.fixture
def province() -> Unit:
    return unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True)


@pytest.fixture
def communes(province: Unit) -> list[Unit]:
    return [unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk) for name in ("Một", "Hai")]


@pytest.fixture
def school(communes: list[Unit]) -> Unit:
    return unit_create(by=None, name="Trường THPT Mẫu", kind=UnitKind.TRUONG_HOC, parent=communes[0].pk)


def officer(scope: Unit, role: Role = Role.COMMUNE_OFFICER) -> User:
    return make_user(role, scope.pk)


def test_the_province_takes_a_school_that_stands_in_a_commune(province: Unit, school: Unit) -> None:
    by = officer(province, Role.PROVINCE_OFFICER)
    claim = authority_claim(by=by, unit=school.pk, authority=province.pk, on=DAY, legal_act=PAPER)
    assert claim.state == Authority.State.IN_FORCE
    assert authorities_on([school.pk], DAY) == {school.pk: province.pk}
    assert authorities_on([school.pk], date(2025, 6, 30)) == {}
    assert list(managed_on([province.pk], DAY)) == [school.pk]


def test_what_a_commune_claims_waits_for_somebody_above_both(
    province: Unit, communes: list[Unit], school: Unit
) -> None:
    here, there = communes
    claim = authority_claim(by=officer(there), unit=school.pk, authority=there.pk, on=DAY, legal_act=PAPER)
    assert claim.state == Authority.State.CLAIMED
    assert authorities_on([school.pk], DAY) == {}
    assert set(claims_for([here.pk])) == set(claims_for([there.pk])) == {claim}
    with pytest.raises(NotAllowed):
        authority_decide(by=officer(there), claim=claim, accept=True)
    authority_decide(by=officer(province, Role.PROVINCE_OFFICER), claim=claim, accept=True)
    assert authorities_on([school.pk], DAY) == {school.pk: there.pk}
    assert not claims_for([province.pk]).exists()


def test_a_later_authority_ends_the_earlier_one(province: Unit, communes: list[Unit], school: Unit) -> None:
    authority_claim(by=None, unit=school.pk, authority=province.pk, on=DAY, legal_act=PAPER)
    authority_claim(by=None, unit=school.pk, authority=communes[0].pk, on=date(2026, 1, 1), legal_act=PAPER)
    assert authorities_on([school.pk], date(2025, 12, 31)) == {school.pk: province.pk}
    assert authorities_on([school.pk], date(2026, 1, 1)) == {school.pk: communes[0].pk}
    with pytest.raises(RefusedByState):
        authority_claim(by=None, unit=school.pk, authority=province.pk, on=DAY, legal_act=PAPER)


def test_nobody_claims_what_is_neither_theirs_nor_for_them(communes: list[Unit], school: Unit, province: Unit) -> None:
    stranger = officer(unit_create(by=None, name="Mẫu Ba", kind=UnitKind.XA, parent=province.pk))
    with pytest.raises(NotAllowed):
        authority_claim(by=stranger, unit=school.pk, authority=communes[1].pk, on=DAY, legal_act=PAPER)


def test_who_manages_a_unit_judges_it_wherever_it_stands(communes: list[Unit], school: Unit) -> None:
    here, there = communes
    authority_claim(by=None, unit=school.pk, authority=there.pk, on=DAY, legal_act=PAPER)
    assert judges_of(school, scope=here, year=2024) == [here.pk], "before the paper holds, the commune around it"
    assert judges_of(school, scope=here, year=2025) == []
    assert judges_of(school, scope=there, year=2025) == [there.pk]


def judges_of(unit: Unit, *, scope: Unit, year: int) -> list[UUID | None]:
    """Who judges the unit in a cycle of that scope; nobody where it is not on the list."""
    rulebook = make_rulebook(version="124/2021")
    cycle = make_cycle(by=officer(scope), commune=scope, year=year, rulebook=rulebook)
    return list(cycle.dossiers.filter(unit=unit).values_list("judged_by", flat=True))


def test_a_village_is_no_authority_and_a_claim_needs_a_paper(communes: list[Unit], school: Unit) -> None:
    village = unit_create(by=None, name="Mẫu", kind=UnitKind.THON, parent=communes[0].pk)
    with pytest.raises(InputProblems) as error:
        authority_claim(by=None, unit=school.pk, authority=village.pk, on=DAY, legal_act="")
    assert [problem.code for problem in error.value.problems] == ["khong_co_tham_quyen", "thieu_van_ban"]


def test_a_cluster_spans_communes_and_is_led_by_a_member_each_year(province: Unit, communes: list[Unit]) -> None:
    by = officer(province, Role.PROVINCE_OFFICER)
    cluster = cluster_create(by=by, organiser=province.pk, name="Cụm thi đua số 1", kind=Cluster.Kind.CLUSTER)
    ids = [each.pk for each in communes]
    assert len(cluster_join(by=by, cluster=cluster, units=ids, on=DAY)) == 2
    assert cluster_join(by=by, cluster=cluster, units=ids, on=DAY) == []
    cluster_lead(by=by, cluster=cluster, unit=ids[0], year=2025)
    cluster_lead(by=by, cluster=cluster, unit=ids[1], year=2025)
    assert cluster.years.get(year=2025).head_id == ids[1]
    cluster_leave(by=by, cluster=cluster, unit=ids[0], on=date(2026, 1, 1))
    with pytest.raises(InputProblems):
        cluster_lead(by=by, cluster=cluster, unit=ids[0], year=2026)
    with pytest.raises(NotAllowed):
        cluster_join(by=officer(communes[0]), cluster=cluster, units=ids, on=DAY)


def test_invented_units_never_compete_with_real_ones(province: Unit) -> None:
    real = Unit.objects.create(origin=Unit.Origin.LIST_2025)
    real.versions.create(name="Một", full_name="Xã Một", kind=UnitKind.XA, folded="|mot|")
    cluster = cluster_create(by=None, organiser=province.pk, name="Cụm Mẫu", kind=Cluster.Kind.CLUSTER)
    with pytest.raises(InputProblems, match="minh hoạ"):
        cluster_join(by=None, cluster=cluster, units=[real.pk], on=DAY)


def test_invented_and_real_units_do_not_manage_one_another(school: Unit) -> None:
    real = Unit.objects.create(origin=Unit.Origin.LIST_2025)
    real.versions.create(name="Một", full_name="Xã Một", kind=UnitKind.XA, folded="|mot|")
    with pytest.raises(InputProblems, match="minh hoạ"):
        authority_claim(by=None, unit=school.pk, authority=real.pk, on=DAY, legal_act=PAPER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_screen_of_claims_says_who_decides(province: Unit, communes: list[Unit], school: Unit) -> None:
    client = signed_in(officer(communes[1]))
    address = reverse("authority_claim", args=[school.pk])
    assert client.get(address).status_code == 404  # not theirs to look at: they claim from their own page
    claim = authority_claim(by=officer(communes[1]), unit=school.pk, authority=communes[1].pk, on=DAY, legal_act=PAPER)
    shown = client.get(reverse("authorities")).content.decode()
    assert "Trường THPT Mẫu" in shown
    assert "Tỉnh Mẫu" in shown
    assert client.post(reverse("authority_decide", args=[claim.pk]), {"dong-y": "1"}).status_code == 404
    above = signed_in(officer(province, Role.PROVINCE_OFFICER))
    assert above.post(reverse("authority_decide", args=[claim.pk]), {"dong-y": "1"}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == Authority.State.IN_FORCE


def test_a_cluster_is_made_and_filled_on_its_pages(province: Unit, communes: list[Unit]) -> None:
    client = signed_in(officer(province, Role.PROVINCE_OFFICER))
    made = client.post(
        reverse("clusters"), {"name": "Cụm Mẫu 1", "kind": "cum", "organiser": "Tỉnh Mẫu", "legal_act": PAPER}
    )
    assert made.status_code == 302
    address = made["Location"]
    joined = client.post(address, {"viec": "vao", "units": "Xã Mẫu Một; Xã Mẫu Hai", "on": "01/07/2025"})
    assert joined.status_code == 302
    led = client.post(address, {"viec": "truong", "unit": str(communes[0].pk), "year": "2025"})
    assert led.status_code == 302
    page = client.get(address).content.decode()
    assert "Xã Mẫu Một" in page
    assert "trưởng cụm" in page
    outsider = signed_in(officer(communes[0]))
    assert outsider.post(address, {"viec": "truong", "unit": str(communes[1].pk), "year": "2025"}).status_code == 404


def test_nobody_learns_of_units_elsewhere_by_naming_them(communes: list[Unit], school: Unit) -> None:
    """A school of the next commune can be neither taken into a cluster nor found as an authority by its name."""
    client = signed_in(officer(communes[1]))
    made = client.post(reverse("clusters"), {"name": "Khối Mẫu", "kind": "khoi", "organiser": "Xã Mẫu Hai"})
    joining = {"viec": "vao", "units": "Trường THPT Mẫu", "on": "01/07/2025"}
    refused = client.post(made["Location"], joining)
    assert refused.status_code == 422
    assert "Xã Mẫu Một" not in refused.content.decode()
    own = unit_create(by=None, name="Mẫu", kind=UnitKind.THON, parent=communes[1].pk)
    claim = {"authority": "Trường THPT Mẫu", "on": "01/07/2025", "legal_act": PAPER}
    said = client.post(reverse("authority_claim", args=[own.pk]), claim).content.decode()
    assert "Không có đơn vị" in said
