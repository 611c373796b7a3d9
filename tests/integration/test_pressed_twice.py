"""A double click submits once, at every address that takes a submission, and through a whole year."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import Cycle, Dossier, DossierState, Objection, Posting
from binhyen.kernel.codes import new_id
from binhyen.recognition.models import Decision
from binhyen.units.models import Unit
from tests.builders import dossiers_of, load_tables, make_commune, make_cycle, make_user, signed_in
from tests.integration import test_scope as scope

pytestmark = [pytest.mark.django_db]

MEETING = {"held_on": "05/11/2021", "form": "meeting", "invited": "30", "present": "25", "agreed": "25"}
VOTE = MEETING | {"against": "0", "abstained": "0", "word_4": "yes", "word_5": "yes"}
# What of a session or a request is no part of what people keep.
PASSING = {"sessions.Session"}


def rows() -> int:
    """How many rows there are in all tables together."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.label not in PASSING]
    counted = " UNION ALL ".join(
        f"SELECT COUNT(*) AS found FROM {connection.ops.quote_name(name)}" for name in tables
    )  # names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT SUM(found) FROM ({counted}) AS every")
        return int(cursor.fetchone()[0])


def somebody(commune: UUID) -> User:
    """Everybody at once, but the head of a unit."""
    person = make_user(None)
    for role in set(Role) - {Role.UNIT_HEAD}:
        owner = "police" if role is Role.DATA_OWNER else ""
        grant_give(by=None, user=person, role=role, scope=commune, owner=owner)
    return person


def test_what_arrives_twice_at_any_address_is_done_once() -> None:
    world = scope.make_world("Mẫu A")
    client = signed_in(somebody(world.commune.pk))
    for name, pages in scope.PAGES.items():
        for page in (page for page in pages if page.sends is not None):
            address, sent = reverse(name, args=page.args(world)), page.data(world) | {"act_key": "bấm hai lần"}
            point = transaction.savepoint()
            assert client.post(address, sent).status_code < 500, address
            once = rows()
            assert client.post(address, sent).status_code < 500, address
            assert rows() == once, name
            transaction.savepoint_rollback(point)


class Year:
    """A commune with two villages, and one person in whose browser every button is pressed twice."""

    def __init__(self) -> None:
        load_tables()
        self.commune: Unit = make_commune(2)
        self.office = somebody(self.commune.pk)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        self.client = signed_in(self.office)
        self.typist = signed_in(make_user(Role.COMMUNE_OFFICER, self.commune.pk))

    @property
    def areas(self) -> list[Dossier]:
        return dossiers_of(self.cycle)

    def states(self) -> list[str]:
        return [one.state for one in self.areas]

    def twice(self, name: str, *args: Any, client: Client | None = None, **data: Any) -> None:
        """Send it, and the same once more: something is done, then nothing."""
        browser, address = client or self.client, reverse(name, args=args)
        sent = data | {"act_key": str(new_id())}
        opened = browser.get(address, {key: data[key] for key in ("viec", "loai", "co-quan") if key in data})
        if opened.status_code == 200:
            sent |= {"seen": re.findall(r'name="seen" value="([^"]+)"', opened.content.decode())}
        before = LogEntry.objects.count()
        assert browser.post(address, sent).status_code == 302, address
        once = LogEntry.objects.count()
        assert once > before, address
        assert browser.post(address, sent).status_code in (302, 404), address
        assert LogEntry.objects.count() == once, address

    def all_at_once(self, slug: str, client: Client | None = None, **data: Any) -> None:
        ticked = [str(one.pk) for one in self.areas]
        asked = {"viec": slug, "loai": "residential_area", "ho_so": ticked}
        self.twice("cycle_acts", self.cycle.pk, client=client, **asked, **data)

    def figures(self) -> dict[str, str]:
        answers = {
            "ho_cu_tru": "100",
            "ho_ky_cam_ket": "100",
            "trien_khai_day_du": "có",
            "khong_phuc_tap": "không xảy ra",
        }
        return {f"v:{one.pk}:{key}": answer for one in self.areas for key, answer in answers.items()}


def test_a_year_in_which_every_button_is_pressed_twice_is_one_year() -> None:
    year = Year()
    judge = (year.cycle.pk, year.commune.pk)
    year.all_at_once("dang-ky", on="12/01/2021")
    year.twice("grid", year.cycle.pk, "residential_area", reported_by="Trưởng thôn", channel="phone", **year.figures())
    year.all_at_once("tu-danh-gia", client=year.typist, **MEETING)
    year.all_at_once("nop")
    year.twice("dossier_act", year.areas[0].pk, "yeu-cau-bo-sung", criterion="1", reason="Thiếu biên bản")
    year.twice("dossier_act", year.areas[0].pk, "tu-danh-gia", client=year.typist, **MEETING)
    year.twice("dossier_act", year.areas[0].pk, "nop")
    year.twice("dossier_act", year.areas[0].pk, "y-kien-mat-tran", word="agreed", number="5/MT")
    year.all_at_once("xet-duyet", **VOTE)
    assert year.states() == [DossierState.REVIEWED] * 2
    ticked = [str(one.pk) for one in year.areas]
    year.twice("postings", *judge, ho_so=ticked, posted_on="08/11/2021", places="Nhà văn hóa", days="3")
    posting = Posting.objects.get()
    about = {"about": "so-lieu:ho_cu_tru", "number": "01/KN", "received_on": "09/11/2021"}
    year.twice("objection_new", posting.pk, year.areas[0].pk, **about)
    year.twice("posting", posting.pk, closed_on="12/11/2021")
    answer = {"result": "rejected", "answered_on": "12/11/2021", "number": "9/TL"}
    year.twice("objection_reply", posting.pk, Objection.objects.get().pk, **answer)
    year.twice("decision_room", year.cycle.pk, ho_so=ticked, word="quyết định", **{"co-quan": str(year.commune.pk)})
    decision = Decision.objects.get()
    year.twice("decision_number", decision.pk, number="7/QĐ-UBND", signed_on="01/12/2021")
    assert year.states() == [DossierState.RECOGNISED] * 2
    taken = [str(decision.recognitions.order_by("unit_name")[0].pk)]
    year.twice(
        "decision_cancel", decision.pk, don_vi=taken, reason="figures", title="Kết luận Mẫu", number="3/KL",
        issued_on="20/12/2021", signatory="Chủ tịch", word="hủy bỏ",
    )  # fmt: skip
    draft = Decision.objects.get(kind=Decision.Kind.CANCELLATION)
    year.twice("decision_number", draft.pk, number="9/QĐ-UBND", signed_on="25/12/2021")
    year.twice("dossier_act", year.areas[0].pk, "xet-lai")
    assert year.states() == [DossierState.SUBMITTED, DossierState.RECOGNISED]
    assert Decision.objects.count() == 2
