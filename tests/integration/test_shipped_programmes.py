"""Each shipped rulebook is readable on its page, and runs on invented units."""

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.library import shipped
from binhyen.programmes.selectors import compiled
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, units_create_many
from tests.builders import PASSWORD, make_commune, make_rulebook, make_user

pytestmark = pytest.mark.django_db

KINDS = (UnitKind.TRUONG_HOC, UnitKind.CO_QUAN, UnitKind.DOANH_NGHIEP, UnitKind.TO_LIEN_GIA)


@pytest.fixture
def commune() -> Unit:
    """A commune with two villages, and a school, an agency, an enterprise and a group of families."""
    made = make_commune(areas=2)
    units_create_many(by=None, rows=[NewUnit(f"Mẫu {kind}", kind) for kind in KINDS], parent=made.pk, is_sample=True)
    return made


def split(reference: str) -> tuple[str, str]:
    programme, _, version = reference.partition("@")
    return programme, version


@pytest.mark.parametrize("reference", shipped())
def test_a_cycle_opens_on_invented_units_and_lists_the_kinds_that_are_judged(reference: str, commune: Unit) -> None:
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    rulebook = make_rulebook(*split(reference))
    cycle = cycle_open(by=officer, rulebook=rulebook, year=2021, scope=commune)
    listed = set(Dossier.objects.filter(cycle=cycle).values_list("subject_kind", flat=True))
    assert listed == {kind.value for kind in compiled(rulebook).subjects}


@pytest.mark.parametrize("reference", shipped())
def test_its_page_says_every_criterion_in_words(reference: str, commune: Unit) -> None:
    rulebook, client = make_rulebook(*split(reference)), signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    for kind, subject in compiled(rulebook).subjects.items():
        page = f"{reverse('rulebook_page', args=[rulebook.pk])}?loai={kind.value}"
        said = client.get(page).content.decode()
        assert [one.code for one in subject.walk() if one.text not in said] == []


def test_all_of_them_can_be_chosen_when_a_cycle_is_opened(commune: Unit) -> None:
    rulebooks = [make_rulebook(*split(reference)) for reference in shipped()]
    said = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk)).get(reverse("cycle_open")).content.decode()
    assert [str(each) for each in rulebooks if str(each.pk) not in said] == []


def signed_in(user: User) -> Client:
    client = Client()
    assert client.login(username=user.username, password=PASSWORD)
    return client
