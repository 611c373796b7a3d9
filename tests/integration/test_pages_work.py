"""Việc của tôi: each role sees what waits for it, and whether the commune passes."""

import pytest
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Dossier
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
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


def titles(user: User) -> list[tuple[int, str]]:
    return [(line.count, line.title) for line in signed_in(user).get(reverse("work")).context["lines"]]


def test_the_officer_sees_who_has_not_registered_reported_assessed_or_handed_in() -> None:
    commune = make_commune(6)
    officer, office = make_user(Role.COMMUNE_OFFICER, commune.pk), make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle)[:4])
    report(by=office, dossiers=dossiers_of(cycle)[:2], passing=2)
    assert titles(officer) == [
        (2, "Khu dân cư chưa đăng ký"),
        (2, "Khu dân cư chưa báo số liệu"),
        (2, "Khu dân cư chưa tự đánh giá"),
        (1, "Xã Mẫu P chưa đăng ký"),
    ]


def test_committee_chair_registry_and_head_each_see_their_own_turn() -> None:
    commune = make_commune(3)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=3)
    hand_in(by=office, dossiers=dossiers_of(cycle)[:2])
    committee, chair = make_user(Role.COMMITTEE, commune.pk), make_user(Role.CHAIR, commune.pk)
    registry, head = make_user(Role.REGISTRY, commune.pk), make_user(Role.UNIT_HEAD, dossiers_of(cycle)[2].unit_id)
    assert titles(committee) == [(2, "Khu dân cư đã nộp, chờ xét duyệt")]
    assert titles(head) == [(1, "Thôn Mẫu 3 chưa tự đánh giá")]
    assert titles(chair) == titles(registry) == []
    hand_in(by=office, dossiers=[dossiers_of(cycle)[2]])
    review(by=office, dossiers=dossiers_of(cycle))
    assert titles(chair) == [(3, "Khu dân cư đã xét duyệt, chờ quyết định")]
    decide_all(by=office, cycle=cycle, commune=commune, passing=3)
    assert titles(registry) == [(1, "Quyết định chờ lấy số")]


def test_whoever_owns_figures_sees_the_dossiers_that_lack_them() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    police = make_user(Role.DATA_OWNER, commune.pk, owner="police")
    assert titles(police) == []
    of_commune = Dossier.objects.get(cycle=cycle, subject_kind="commune")
    register(by=office, dossiers=[of_commune, *dossiers_of(cycle)])
    assert titles(police) == [(1, "Xã Mẫu P chờ số liệu của anh/chị")]


def test_the_commune_share_shows_what_is_certain_and_what_is_open() -> None:
    commune = make_commune(10)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    own = signed_in(office).get(reverse("work")).context["own"]
    assert (own.bar.part, own.bar.whole, own.bar.open, own.bar.need) == (0, 10, 10, 70)


def test_somebody_without_any_scope_is_greeted_and_has_nothing_to_do() -> None:
    answer = signed_in(make_user(None)).get(reverse("work"))
    assert answer.status_code == 200
    assert "Không có việc nào đang chờ anh/chị." in answer.content.decode()
