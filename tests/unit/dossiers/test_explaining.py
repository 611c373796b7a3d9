"""Reasons in words: other programmes by their names, and what a unit still needs."""

import pytest

from binhyen.accounts.models import User
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.explaining import explained, still_needed
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.models import Unit
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    register,
    report,
    review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(5)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


def own_of(cycle: Cycle) -> tuple[Dossier, Standing]:
    own = dossiers_of(cycle, SubjectKind.COMMUNE)[0]
    return own, Standing.objects.get(dossier=own, basis=Basis.REVIEW)


def test_a_rule_on_another_programme_names_it_as_people_do(commune: Unit, office: User) -> None:
    make_rulebook()
    cycle = make_cycle(by=office, commune=commune, rulebook=make_rulebook("ntm-19-2", "2016-2020"))
    first = explained(*own_of(cycle))[0]
    assert first["sentences"] == [
        "Chưa đủ căn cứ: thiếu quyết định công nhận An toàn về an ninh, trật tự, mức Đạt tiêu chuẩn."
    ]


def test_a_unit_is_told_what_it_still_needs_until_it_is_decided(commune: Unit, office: User) -> None:
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=4)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    before = still_needed(*own_of(cycle))
    assert before is not None
    assert (before.level, before.things[0]) == ("Đạt tiêu chuẩn", "Nghị quyết của tổ chức Đảng")
    assert "kết quả xét của 5 khu dân cư" in before.things
    decide_all(by=office, cycle=cycle, commune=commune, passing=4)
    after = still_needed(*own_of(cycle))
    assert after is not None
    assert set(before.things) - set(after.things) == {"kết quả xét của 5 khu dân cư"}
    area = dossiers_of(cycle)[0]
    assert still_needed(area, Standing.objects.get(dossier=area, basis=Basis.REVIEW)) is None
