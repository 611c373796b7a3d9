"""Which questions a person may see and answer, and whom they may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.collection.models import AskedUnit, Collection
from binhyen.dossiers.lifecycle import Where
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import number, sort_key
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, path_ids, paths_ids, units_as_of, versions_of

MOST_ASKED = 1_000
_NEWEST_CYCLES = 4


@dataclass(frozen=True, slots=True)
class SeenCollection:
    """A question as one person sees it. `is_whole`: with every unit and the total; else with their own units alone."""

    collection: Collection
    asked: QuerySet[AskedUnit]
    is_whole: bool
    may_collect: bool

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.collection.closed_at is None


def collections_for(person: User) -> QuerySet[Collection]:
    """Questions asked in the person's part of the tree, and those put to a unit of theirs."""
    scopes = powers_of(person).scopes(Act.READ)
    if not scopes:
        return Collection.objects.none()
    return Collection.objects.filter(Q(scope__in=in_scope(scopes)) | Q(pk__in=_put_to(scopes)))


def collection_seen(person: User, collection_id: UUID) -> SeenCollection | None:
    """The question, unless it concerns nothing that this person may read."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        return None
    powers, path = powers_of(person), path_ids(collection.scope_id)
    asked = AskedUnit.objects.filter(collection=collection)
    if powers.may(Act.READ, path):
        return SeenCollection(collection, asked, is_whole=True, may_collect=powers.may(Act.COLLECT, path))
    own = asked.filter(unit__in=in_scope(powers.scopes(Act.READ)))
    return SeenCollection(collection, own, is_whole=False, may_collect=False) if own.exists() else None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that takes answers, with how many were asked and have answered: everybody, or (`is_own`) only the
    person's own units."""

    collection: Collection
    asked: int
    answered: int
    is_own: bool

    @property
    def is_late(self) -> bool:
        """Whether its time has passed."""
        return self.collection.due_at < clock.now()


def open_questions(person: User, *, most: int) -> list[OpenQuestion]:
    """Open questions of the person's part of the tree, and those put to their units, newest first. Two statements."""
    scopes = powers_of(person).scopes(Act.READ)
    if not scopes:
        return []
    is_below, is_mine = Q(scope__in=in_scope(scopes)), Q(asked__unit__in=in_scope(scopes))
    still_open = Collection.objects.filter(closed_at=None)
    whole = _counted(still_open.filter(is_below), Q(), most, is_own=False)
    own = _counted(still_open.exclude(is_below).filter(pk__in=_put_to(scopes)), is_mine, most, is_own=True)
    return sorted([*whole, *own], key=lambda one: one.collection.opened_at, reverse=True)[:most]


def _counted(questions: QuerySet[Collection], which: Q, most: int, *, is_own: bool) -> list[OpenQuestion]:
    """Each with how many of these units were asked, and how many of them have answered."""
    answered = which & Q(asked__answers__is_current=True)
    counted = questions.annotate(
        units=Count("asked", filter=which, distinct=True), said=Count("asked", filter=answered, distinct=True)
    )
    return [OpenQuestion(one, one.units, one.said, is_own) for one in counted[:most]]


def _put_to(scopes: frozenset[UUID]) -> QuerySet[AskedUnit, Any]:
    return AskedUnit.objects.filter(unit__in=in_scope(scopes)).values("collection")


def may_answer(person: User, collection: Collection, units: Sequence[UUID]) -> bool:
    """Whether the person may answer for every one of these units: as the office that asks, or as the unit."""
    powers = powers_of(person)
    if powers.may(Act.COLLECT, path_ids(collection.scope_id)):
        return True
    paths = paths_ids(units)
    return bool(units) and all(powers.may(Act.FIGURES_ENTER, paths.get(unit, ())) for unit in units)


@dataclass(frozen=True, slots=True)
class Group:
    """Units that may be asked together. `slug` names them in a form, `words` on screen."""

    slug: str
    words: str
    scope: UUID
    count: int


def groups_to_ask(person: User) -> list[Group]:
    """Whom the person may ask: the units of each kind below what is theirs, and the lists of their newest cycles."""
    scopes = powers_of(person).scopes(Act.COLLECT)
    return [*_by_kind(scopes), *_by_list(person)] if scopes else []


def _by_kind(scopes: frozenset[UUID]) -> list[Group]:
    names = {unit: version.full_name for unit, version in versions_of(scopes).items()}
    found = []
    for scope in sorted(scopes, key=lambda unit: sort_key(names.get(unit, ""))):
        below = units_as_of(clock.today()).filter(unit__in=in_scope([scope])).exclude(unit=scope)
        counts: dict[SubjectKind, int] = {}
        for kind, count in below.values_list("kind").annotate(count=Count("pk")).order_by():
            subject = UnitKind(kind).subject
            counts[subject] = counts.get(subject, 0) + count
        for subject in sorted(counts, key=lambda one: one.place):
            words = f"{subject.vietnamese.capitalize()} ở {names.get(scope, '…')}"
            found.append(Group(f"{scope}:{subject.value}", words, scope, counts[subject]))
    return found


def _by_list(person: User) -> list[Group]:
    dossiers = dossiers_for(person, Act.COLLECT, Where.UNIT)
    cycles = list(
        Cycle.objects.filter(pk__in=dossiers.order_by().values("cycle")).select_related("programme")[:_NEWEST_CYCLES]
    )
    rows = dossiers.filter(cycle__in=cycles).order_by().values_list("cycle", "subject_kind").annotate(count=Count("pk"))
    counts = {(cycle, kind): count for cycle, kind, count in rows}
    return [
        Group(
            f"dot:{cycle.pk}:{kind.value}",
            f"{kind.vietnamese.capitalize()} trong danh sách “{cycle.programme.name}” năm {cycle.year}",
            cycle.scope_id,
            counts[cycle.pk, kind.value],
        )
        for cycle in cycles
        for kind in sorted(SubjectKind, key=lambda one: one.place)
        if (cycle.pk, kind.value) in counts
    ]


def units_of(person: User, groups: Sequence[Group]) -> list[UnitVersion]:
    """The units of these groups as they are today, each once, in Vietnamese order."""
    found: dict[UUID, UnitVersion] = {}
    today = clock.today()
    for group in groups:
        head, _, rest = group.slug.partition(":")
        if head == "dot":
            cycle, _, kind = rest.partition(":")
            listed = Dossier.objects.filter(cycle=UUID(cycle), subject_kind=kind) & dossiers_for(
                person, Act.COLLECT, Where.UNIT
            )
            chosen = units_as_of(today).filter(unit__in=listed.order_by().values("unit"))
        else:
            below = units_as_of(today).filter(unit__in=in_scope([group.scope])).exclude(unit=group.scope)
            chosen = below.filter(kind__in=[one.value for one in UnitKind if one.subject.value == rest])
        found |= {version.unit_id: version for version in chosen.select_related("unit")}
    return sorted(found.values(), key=lambda version: (version.subject.place, sort_key(version.full_name)))


def too_many(count: int) -> str:
    """Why so many units are not asked at once; empty where they may be."""
    return f"{number(count)} đơn vị là quá nhiều; hỏi tối đa {number(MOST_ASKED)}." if count > MOST_ASKED else ""
