"""Programmes as everybody may read them: the criteria of each issued version in plain words, with their sources."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from binhyen.figures.models import PublishedFigure
from binhyen.figures.published import published_in
from binhyen.kernel.kinds import SubjectKind
from binhyen.portal.selectors.movement import MovementStory, movement_in
from binhyen.portal.selectors.published import Publication, Publications
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.reading import CitationPage, SubjectPage, citation_pages, state_words, subject_page
from binhyen.programmes.selectors import compiled, rulebook_list, to_confirm_places


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A line of the list of programmes."""

    code: str
    name: str
    word: str
    versions: tuple[str, ...]
    published: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of unit that the criteria judge."""

    kind: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One issued version, with where it stands today."""

    name: str
    said: str
    tone: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of one version for one kind of unit."""

    rulebook: Rulebook
    owner: str
    note: str
    version: Version
    tabs: tuple[Tab, ...]
    subject: SubjectPage
    basis: tuple[CitationPage, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeStory:
    """Everything that the page of a programme tells."""

    programme: Programme
    versions: tuple[Version, ...]
    criteria: Criteria | None
    publications: list[Publication]
    movement: MovementStory
    samples: MovementStory


def programme_list() -> list[ProgrammeLine]:
    """Programmes whose criteria were issued or of which figures were published, by name, invented ones marked. Three
    queries."""
    versions: dict[UUID, list[str]] = {}
    for rulebook in _issued():
        versions.setdefault(rulebook.programme_id, []).append(rulebook.version)
    published = Counter(PublishedFigure.objects.values_list("programme", flat=True))
    return [
        ProgrammeLine(
            code=each.code,
            name=each.name,
            word=str(each.get_word_display()),
            versions=tuple(versions.get(each.pk, ())),
            published=published[each.code],
            is_sample=each.is_sample,
        )
        for each in Programme.objects.select_related("owner")
        if each.pk in versions or each.code in published
    ]


def _issued() -> QuerySet[Rulebook]:
    return rulebook_list().exclude(state=Rulebook.State.DRAFT)


def programme_story(code: str, *, version: str, kind: str, today: date) -> ProgrammeStory | None:
    """The programme with one version shown (empty: the newest) for one kind of unit (empty: the first).

    None for a programme that is not there or has nothing public, a version or a kind that it does not have.
    """
    programme = Programme.objects.select_related("owner").filter(code=code).first()
    if programme is None:
        return None
    rulebooks = list(_issued().filter(programme=programme))
    figures = list(published_in(code))
    chosen = next((each for each in rulebooks if version in ("", each.version)), None)
    if (chosen is None and version) or not (rulebooks or figures):
        return None
    versions = tuple(_version(each, today, is_shown=each is chosen) for each in rulebooks)
    criteria = _criteria(chosen, kind, today) if chosen else None
    if kind and criteria is None:
        return None
    return ProgrammeStory(
        programme=programme,
        versions=versions,
        criteria=criteria,
        publications=Publications(figures).of(figures),
        movement=movement_in(programme, samples=False),
        samples=movement_in(programme, samples=True),
    )


def _version(rulebook: Rulebook, today: date, *, is_shown: bool) -> Version:
    return Version(rulebook.version, *state_words(rulebook, today), is_shown)


def _criteria(rulebook: Rulebook, kind: str, today: date) -> Criteria | None:
    rules = compiled(rulebook)
    kinds = [each for each in rules.subjects if kind in ("", each.value)]
    if not kinds:
        return None
    shown: SubjectKind = kinds[0]
    given = {place.place: place.citation for place in to_confirm_places(rulebook) if place.citation is not None}
    return Criteria(
        rulebook=rulebook,
        owner=rules.owner,
        note=rules.note,
        version=_version(rulebook, today, is_shown=True),
        tabs=tuple(Tab(each.value, each.vietnamese, each is shown) for each in rules.subjects),
        subject=subject_page(rules, shown, given),
        basis=citation_pages(rules.basis),
    )
