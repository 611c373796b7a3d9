"""No page shows a code where a person reads: every choice that the product knows has its word."""

import re
from collections.abc import Iterator
from enum import Enum
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.dossiers.models import Dossier, DossierState
from binhyen.kernel.text import fold
from tests.integration.test_scope import PAGES, PUBLIC, World, client_of, make_world, takes_an_object

pytestmark = [pytest.mark.django_db]

_SAID = ("aria-label", "title", "placeholder", "alt", "data-label")
_NOT_READ = ("script", "style", "code", "pre", "textarea", "datalist")
# Pages that describe files for programs name the columns of those files.
_FOR_PROGRAMS = {"open_data", "open_data_dictionary"}
_STATE_PAGES = ("dossier", "dossier_list", "work")


class _Reader(HTMLParser):
    """What a person reads of a page, or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping += tag in _NOT_READ
        for name, value in attrs:
            if name in _SAID:
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in _NOT_READ

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._take(data)

    def _take(self, text: str) -> None:
        self.words.update(re.findall(r"\w+", text))


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _codes() -> frozenset[str]:
    """Every value of every choice of ours, but those that are a Vietnamese word without its signs ("ban")."""
    ours = [kind for kind in _below(Enum) if kind.__module__.startswith("binhyen.")]
    found = set()
    for member in (member for kind in ours for member in kind):  # type: ignore[attr-defined]
        value = member.value
        label = str(getattr(member, "label", "") or getattr(member, "vietnamese", ""))
        if isinstance(value, str) and re.fullmatch(r"[a-z_]{3,}", value) and fold(label) != value:
            found.add(value)
    return frozenset(found)


def read(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return set()
    reader = _Reader()
    reader.feed(answer.content.decode())
    return reader.words


@pytest.fixture
def world() -> World:
    return make_world("Mẫu A")


def test_no_page_of_an_office_shows_a_code_of_the_product(world: World) -> None:
    client, codes = client_of(world.office), _codes()
    assert {"registration_sent", "not_met", "residential_area", "phone"} <= codes
    found = {
        (name, word)
        for name, pages in PAGES.items()
        for page in pages
        for word in read(client, reverse(name, args=page.args(world)) + page.query) & codes
    }
    assert not found, sorted(found)


def test_no_public_page_shows_a_code_of_the_product(world: World) -> None:
    codes = _codes()
    addresses = {name: reverse(name) for name in PUBLIC - _FOR_PROGRAMS if not takes_an_object(name)}
    addresses["public_unit"] = reverse("public_unit", args=[world.commune.pk])
    addresses["public_cycle"] = reverse("public_cycle", args=[world.cycle.pk])
    found = {(name, word) for name, address in addresses.items() for word in read(Client(), address) & codes}
    assert not found, sorted(found)


def test_whatever_state_a_dossier_is_in_its_pages_say_so_in_words(world: World) -> None:
    client, codes = client_of(world.office), _codes()
    found = set()
    for state in DossierState:
        Dossier.objects.filter(pk=world.dossier.pk).update(state=state)
        addresses = [reverse(name, args=page.args(world)) + page.query for name in _STATE_PAGES for page in PAGES[name]]
        for address in (*addresses, reverse("public_unit", args=[world.area.pk])):
            found |= {(state.value, address, word) for word in read(client, address) & codes}
    assert not found, sorted(found)
