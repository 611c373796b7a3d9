"""From reviewed dossiers to a numbered decision: the verdict says who, the chair says when, the commune follows."""

import uuid

import pytest
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, DossierState, Standing
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import DecidingBody, Decision
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    review,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class Reviewed:
    """A commune whose villages have all been reviewed; the first `passing` qualify."""

    def __init__(self, areas: int, passing: int) -> None:
        load_tables()
        self.commune = make_commune(areas)
        self.office = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        register(by=self.office, dossiers=self.areas)
        report(by=self.office, dossiers=self.areas, passing=passing)
        hand_in(by=self.office, dossiers=self.areas)
        review(by=self.office, dossiers=self.areas)
        self.client = signed_in(self.office)
        self.room = reverse("decision_room", args=[self.cycle.pk])

    @property
    def areas(self) -> list[Dossier]:
        return dossiers_of(self.cycle)

    def decide(self, chosen: list[Dossier], word: str = "quyết định", **data: str) -> tuple[int, str]:
        ticked = {"ho_so": [str(dossier.pk) for dossier in chosen], "word": word, "co-quan": str(self.commune.pk)}
        answer = self.client.post(self.room, ticked | data, follow=True)
        return answer.status_code, answer.content.decode()

    def commune_page(self) -> str:
        commune = dossiers_of(self.cycle, SubjectKind.COMMUNE)[0]
        return self.client.get(reverse("dossier", args=[commune.pk])).content.decode()


def test_sixteen_of_twentyfive_are_recognised_and_the_commune_falls_short_by_two() -> None:
    year = Reviewed(areas=25, passing=16)
    assert "có thể đến 25/25" in year.commune_page()
    shown = year.client.get(year.room).content.decode()
    assert "Đủ điều kiện (16)" in shown
    assert "Chưa đạt (9)" in shown
    assert shown.count("checked") == 25
    status, shown = year.decide(year.areas)
    assert (status, "Đã ghi nhận quyết định." in shown) == (200, True)
    states = [dossier.state for dossier in year.areas]
    assert states == [DossierState.RECOGNISED] * 16 + [DossierState.NOT_RECOGNISED] * 9
    assert "16/25 = 64\N{NO-BREAK SPACE}%, cần 18, thiếu 2" in year.commune_page()


def test_the_word_must_be_typed_and_ticks_stay() -> None:
    year = Reviewed(areas=3, passing=2)
    status, shown = year.decide(year.areas[:1], word="vâng")
    assert status == 422
    assert "Gõ đúng hai chữ “quyết định”." in shown
    assert shown.count("checked") == 1
    assert Decision.objects.count() == 0


def test_the_word_may_be_typed_without_diacritics() -> None:
    year = Reviewed(areas=2, passing=2)
    assert year.decide(year.areas, word="Quyet dinh")[0] == 200
    assert Decision.objects.count() == 1


def test_only_what_is_ticked_is_decided() -> None:
    year = Reviewed(areas=4, passing=2)
    year.decide(year.areas[:2])
    states = [dossier.state for dossier in year.areas]
    assert states == [DossierState.RECOGNISED] * 2 + [DossierState.REVIEWED] * 2


def test_a_decision_sent_twice_is_made_once() -> None:
    year, once = Reviewed(areas=2, passing=2), str(uuid.uuid4())
    chosen = year.areas
    year.decide(chosen, act_key=once)
    year.decide(chosen, act_key=once)
    assert Decision.objects.count() == 1


def test_where_no_table_says_who_signs_it_is_asked() -> None:
    year = Reviewed(areas=1, passing=1)
    assert "Cơ quan ban hành" not in year.client.get(year.room).content.decode()
    DecidingBody.objects.all().delete()
    assert year.decide(year.areas)[0] == 422
    year.decide(year.areas, body="Ủy ban nhân dân xã Mẫu P", signatory="Chủ tịch")
    assert Decision.objects.get().body == "Ủy ban nhân dân xã Mẫu P"


def test_the_verdict_shown_after_the_decision_is_the_frozen_one() -> None:
    year = Reviewed(areas=2, passing=1)
    decide_all(by=year.office, cycle=year.cycle, commune=year.commune, passing=1)
    assert set(Standing.objects.filter(dossier__in=year.areas).values_list("is_frozen", flat=True)) == {True}
    shown = year.client.get(reverse("dossier", args=[year.areas[0].pk])).content.decode()
    assert "tạm tính" not in shown
    assert "Xem quyết định" in shown


def test_the_paper_is_a_pdf_and_a_draft_until_it_has_a_number() -> None:
    year = Reviewed(areas=2, passing=2)
    decision = decide_all(by=year.office, cycle=year.cycle, commune=year.commune, passing=2)
    answer = year.client.get(reverse("decision_pdf", args=[decision.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert "du-thao" in answer["Content-Disposition"]


def test_a_decision_that_recognises_nobody_has_no_paper() -> None:
    year = Reviewed(areas=1, passing=0)
    decision = decide_all(by=year.office, cycle=year.cycle, commune=year.commune, passing=0)
    answer = year.client.get(reverse("decision_pdf", args=[decision.pk]))
    assert answer.status_code == 409
    assert "Không có đơn vị nào được công nhận" in answer.content.decode()


def test_the_registry_gives_the_number_once() -> None:
    year = Reviewed(areas=2, passing=2)
    decision = decide_all(by=year.office, cycle=year.cycle, commune=year.commune, passing=2)
    registry = signed_in(make_user(Role.REGISTRY, year.commune.pk))
    address = reverse("decision_number", args=[decision.pk])
    wrong = registry.post(address, {"number": "112/QĐ-UBND", "signed_on": "01/01/2099"})
    assert (wrong.status_code, "Ngày này chưa tới." in wrong.content.decode()) == (422, True)
    shown = registry.post(address, {"number": "112/QĐ-UBND", "signed_on": "05/12/2021"}, follow=True).content.decode()
    assert "Đã lấy số quyết định." in shown
    assert "112/QĐ-UBND" in shown
    again = registry.post(address, {"number": "113/QĐ-UBND", "signed_on": "05/12/2021"})
    assert (again.status_code, "Quyết định này đã có số." in again.content.decode()) == (409, True)


def test_a_head_sees_the_decision_about_the_village_once_it_is_numbered() -> None:
    year = Reviewed(areas=2, passing=2)
    decision = decide_all(by=year.office, cycle=year.cycle, commune=year.commune, passing=2)
    head = signed_in(make_user(Role.UNIT_HEAD, year.areas[0].unit_id))
    address = reverse("decision", args=[decision.pk])
    assert head.get(address).status_code == 404
    number = {"number": "112/QĐ-UBND", "signed_on": "05/12/2021"}
    year.client.post(reverse("decision_number", args=[decision.pk]), number)
    assert head.get(address).status_code == 200


def test_an_empty_room_says_what_it_waits_for() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    shown = signed_in(office).get(reverse("decision_room", args=[cycle.pk])).content.decode()
    assert "Chưa có hồ sơ nào chờ quyết định" in shown
