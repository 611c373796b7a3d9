"""Links: given once, shut by wrong PINs, taken back; a link's holder is the head of one unit."""

from datetime import timedelta

import pytest

from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.audit.models import LogEntry
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.links import selectors, services
from binhyen.links.errors import ShutForNow, WrongPin
from binhyen.links.models import Link
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LATER = timedelta(days=30)


@pytest.fixture
def given() -> services.GivenLink:
    commune = make_commune(2)
    office = make_office(commune)
    dossiers = dossiers_of(make_cycle(by=office, commune=commune))
    return services.links_give(by=office, dossiers=dossiers[:1], valid_to=clock.today() + LATER)[0]


def kept(given: services.GivenLink) -> Link:
    found = selectors.link_of(given.token)
    assert found is not None
    return found


def enter(given: services.GivenLink, pin: str) -> None:
    link = kept(given)
    services.link_enter(link=link, pin=pin, by=selectors.person_of(link))


def wrong(given: services.GivenLink) -> str:
    return "000000" if given.pin != "000000" else "111111"


def test_neither_address_nor_pin_is_kept(given: services.GivenLink) -> None:
    link = kept(given)
    fields = " ".join(str(getattr(link, field.attname)) for field in Link._meta.concrete_fields)
    assert given.token not in fields
    assert given.pin not in fields.replace(link.pin_hash, "")
    told = " ".join(LogEntry.objects.values_list("payload", flat=True))
    assert given.token not in told


def test_the_right_pin_enters_and_the_log_names_who_gave_the_link(given: services.GivenLink) -> None:
    enter(given, given.pin)
    entry = LogEntry.objects.get(verb="link.entered")
    assert "do Nguyễn Thị Mẫu cấp" in entry.actor_name


def test_the_fifth_wrong_pin_shuts_the_link_even_for_the_right_one(given: services.GivenLink) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPin) as refused:
            enter(given, wrong(given))
        assert refused.value.left == left
    for pin in (wrong(given), given.pin):
        with pytest.raises(ShutForNow):
            enter(given, pin)


def test_a_shut_link_opens_after_a_quarter_of_an_hour(given: services.GivenLink) -> None:
    Link.objects.update(locked_until=clock.now() - timedelta(seconds=1))
    enter(given, given.pin)
    assert kept(given).locked_until is None


def test_the_holder_is_the_head_of_that_unit_and_of_no_other(given: services.GivenLink) -> None:
    person = selectors.person_of(kept(given))
    assert [dossier.pk for dossier in dossiers_for(person)] == [given.dossier.pk]
    assert powers_of(person).roles == (Role.UNIT_HEAD,)
    assert not powers_of(person).scopes(Act.REGISTER_ACCEPT)


def test_an_account_that_was_lent_opens_no_other_door(given: services.GivenLink) -> None:
    holder = kept(given).holder
    assert not holder.is_active
    assert not holder.has_usable_password()
    assert not powers_of(holder).grants


def test_a_new_link_takes_the_place_of_the_old(given: services.GivenLink) -> None:
    office = make_office(given.dossier.cycle.scope)
    services.links_give(by=office, dossiers=[given.dossier], valid_to=clock.today())
    assert not kept(given).is_alive


def test_a_link_ends_after_its_last_day_and_when_it_is_taken_back(given: services.GivenLink) -> None:
    link = kept(given)
    assert link.is_alive
    link.valid_to = clock.today() - timedelta(days=1)
    assert not link.is_alive
    services.link_revoke(by=make_office(given.dossier.cycle.scope), link=kept(given))
    assert not kept(given).is_alive


def test_only_whoever_accepts_registrations_gives_and_takes_back(given: services.GivenLink) -> None:
    head = make_user(Role.UNIT_HEAD, given.dossier.unit_id)
    with pytest.raises(NotAllowed):
        services.links_give(by=head, dossiers=[given.dossier], valid_to=clock.today())
    with pytest.raises(NotAllowed):
        services.link_revoke(by=head, link=kept(given))
    assert kept(given).is_alive


@pytest.mark.parametrize("days", [-1, 371])
def test_a_link_lasts_from_today_to_a_year(given: services.GivenLink, days: int) -> None:
    office = make_office(given.dossier.cycle.scope)
    with pytest.raises(InputProblems):
        services.links_give(by=office, dossiers=[given.dossier], valid_to=clock.today() + timedelta(days=days))
