"""Whoever follows every link, and opens every file behind one, meets no local unit outside their part of the tree."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from binhyen.accounts.roles import Role
from binhyen.insight.selectors import units_to_export
from binhyen.insight.services import year_export_ask
from binhyen.insight.year_export import year_export
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.kinds import UnitKind
from binhyen.recognition.services import decision_number
from binhyen.units.acts import Merge, Order
from binhyen.units.models import Cluster, Succession, Unit, UnitVersion
from binhyen.units.services import event_apply, unit_create
from binhyen.units.services.clusters import cluster_create, cluster_join
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    review,
    signed_in,
)
from tests.integration.test_scope import ACCOUNTS, PUBLIC

# Long walks; what they read is asked of PostgreSQL in test_scope_through_history.py.
pytestmark = pytest.mark.django_db

START, DAY = date(2015, 1, 1), date(2025, 7, 1)
LINK = re.compile(r'(?:href|hx-get)="([^"#]+)"')
# Enough for every page of a commune with two villages; a walk that needs more has found a circle of addresses.
MOST_PAGES = 400


def commune(province: Unit, name: str, *villages: str) -> Unit:
    """A commune with villages and a school, and its decided year: the first village was recognised."""
    made = unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk)
    for village in villages:
        unit_create(by=None, name=f"Mẫu {village}", kind=UnitKind.THON, parent=made.pk)
    unit_create(by=None, name=f"Trường Mẫu {name}", kind=UnitKind.TRUONG_HOC, parent=made.pk)
    office = make_office(made)
    cycle = make_cycle(by=office, commune=made)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=1)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    decision = decide_all(by=office, cycle=cycle, commune=made, passing=1)
    decision_number(by=office, decision=decision, number="7/QĐ-UBND", signed_on=date(2021, 12, 5))
    return made


def below(unit: Unit, name: str) -> UUID:
    return UnitVersion.objects.filter(parent=unit, name=f"Mẫu {name}").values_list("unit_id", flat=True)[0]


@pytest.fixture
def communes() -> tuple[Unit, Unit]:
    """Two communes with a year behind them; a village of each became one village of the first; their schools compete."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True)
    here, there = commune(province, "Đông", "Hoa Mai", "Hoa Sen"), commune(province, "Tây", "Cây Đa", "Cây Gạo")
    act = Merge((below(here, "Hoa Mai"), below(there, "Cây Đa")), "Mẫu Hợp Nhất", UnitKind.THON, here.pk)
    event_apply(by=None, act=act, order=Order(DAY, "Nghị quyết Mẫu"))
    block = cluster_create(by=None, organiser=province.pk, name="Khối Mẫu", kind=Cluster.Kind.BLOCK)
    schools = UnitVersion.objects.filter(kind=UnitKind.TRUONG_HOC).values_list("unit_id", flat=True)
    cluster_join(by=None, cluster=block, units=schools, on=DAY)
    return here, there


def walk(client: Client, *beginnings: str) -> Iterator[tuple[str, str]]:
    """Address and text of every page and file behind a link, from these on; public pages tell everybody the same."""
    known, waiting = set(beginnings), list(beginnings)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        yield address, text_of(content)
        if answer["Content-Type"].startswith("text/html"):
            fresh = {urljoin(address, unescape(found)) for found in LINK.findall(content.decode())}
            fresh = {one for one in fresh if leads_on(one)} - known
            known |= fresh
            waiting += sorted(fresh)
        assert len(known) < MOST_PAGES


def leads_on(address: str) -> bool:
    """Whether the address is a page for people who signed in. Of PDFs the Word twin is read."""
    path = urlsplit(address).path
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return False
    return name not in PUBLIC and not name.startswith(ACCOUNTS) and not path.endswith("pdf")


def text_of(content: bytes) -> str:
    """What a page says; of a workbook or a Word document everything in it."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@pytest.mark.parametrize(
    ("which", "others"),
    [(0, ("Cây Gạo", "Trường Mẫu Tây")), (1, ("Hoa Mai", "Hoa Sen", "Hợp Nhất", "Trường Mẫu Đông"))],
)
def test_no_page_file_or_search_names_a_unit_elsewhere_through_history_either(
    communes: tuple[Unit, Unit], which: int, others: tuple[str, ...]
) -> None:
    client = signed_in(make_user(Role.COMMUNE_OFFICER, communes[which].pk))
    units = [reverse("unit_page", args=[unit]) for unit in UnitVersion.objects.values_list("unit_id", flat=True)]
    past = [f"{address}?ngay=30/06/2025" for address in units]
    searches = [f"{reverse('unit_search')}?q={word}" for word in ("mau", "cay", "hoa", "hop nhat", "truong")]
    read = dict(walk(client, reverse("work"), *units, *past, *searches))
    told = [(address, other) for address, text in read.items() for other in others if other in text]
    assert told == []
    assert len(read) > 60
    own = ("Hoa Sen", "Hợp Nhất", "Cây Đa"), ("Cây Gạo", "Cây Đa")
    assert all(any(name in text for text in read.values()) for name in own[which])


def test_a_year_taken_out_holds_nobody_elses_units_before_and_after_a_merger(communes: tuple[Unit, Unit]) -> None:
    here, there = communes
    taken = text_of(year_export(unit=there.pk, year=2021).content)
    assert "Thôn Mẫu Cây Đa" in taken
    assert not [other for other in ("Hoa Mai", "Hoa Sen", "Hợp Nhất", "Trường Mẫu Đông") if other in taken]
    ours = text_of(year_export(unit=here.pk, year=2025).content)
    assert "Hợp Nhất" in ours
    assert "Cây Gạo" not in ours


def test_the_years_of_communes_that_were_merged_are_taken_out_by_the_one_that_took_over(
    communes: tuple[Unit, Unit],
) -> None:
    here, there = communes
    old = make_user(Role.COMMUNE_OFFICER, there.pk)
    act = Merge((here.pk, there.pk), "Mẫu Chung", UnitKind.PHUONG)
    event_apply(by=None, act=act, order=Order(date(2026, 7, 1), "Nghị quyết Mẫu 2"))
    new = Succession.objects.get(predecessor=here).successor_id
    person = make_user(Role.COMMUNE_OFFICER, new)
    assert {unit for unit, _name in units_to_export(person)} == {new, here.pk, there.pk}
    assert (there.pk, "Xã Mẫu Tây, đến hết 30/06/2026 (minh hoạ)") in units_to_export(person)
    assert year_export_ask(by=person, unit=there.pk, year=2021).parameters["unit"] == str(there.pk)
    with pytest.raises(NotAllowed):
        year_export_ask(by=old, unit=here.pk, year=2021)
