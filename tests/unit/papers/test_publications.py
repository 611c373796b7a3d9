"""Sources that this release quotes: complete, loaded once, cited in one line."""

import pytest

from binhyen.audit.models import LogEntry
from binhyen.papers.models import Publication
from binhyen.papers.publications import publications_load, shipped_publications, source_words

SHIPPED = dict(shipped_publications())


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_publication_says_who_what_and_when(key: str) -> None:
    publication = Publication(key=key, **SHIPPED[key])
    publication.clean_fields(exclude=["id"])
    assert publication.published_on or publication.published_when


def test_a_source_is_cited_by_publisher_number_and_date() -> None:
    source = Publication(publisher="Tạp chí Mẫu", number="số 504", published_when="tháng 7/2022")
    assert source_words(source) == "Tạp chí Mẫu, số 504, tháng 7/2022"


@pytest.mark.django_db
def test_loading_publications_twice_writes_once() -> None:
    first, entries = publications_load(), LogEntry.objects.count()
    assert publications_load() == first
    assert Publication.objects.count() == len(SHIPPED)
    assert LogEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_publication_that_was_bent_is_set_right_and_keeps_its_identity() -> None:
    before = publications_load()["bac-hong"]
    Publication.objects.filter(key="bac-hong").update(title="Khác")
    after = publications_load()["bac-hong"]
    assert (after.pk, after.title) == (before.pk, SHIPPED["bac-hong"]["title"])
