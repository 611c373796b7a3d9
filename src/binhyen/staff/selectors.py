"""The people whom an administrator may see and look after."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.text import fold
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.wording import OWNER_WORDS
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, versions_of


@dataclass(frozen=True, slots=True)
class Held:
    """A role as it is shown: where, and whether it is held today, over, or still to come."""

    grant: Grant
    role: str
    place: str
    is_mine: bool
    is_sample: bool
    today: date

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.grant.valid_to is not None and self.grant.valid_to < self.today

    @property
    def is_held(self) -> bool:
        """Whether it is held today."""
        return self.grant.is_held_on(self.today)

    @property
    def may_end(self) -> bool:
        """Whether the person who looks may set an earlier last day."""
        return self.is_mine and not self.is_over and self.grant.valid_to != self.today


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its roles. `is_whole` says that every role that counts lies where the administrator's word
    counts: only then are password and name theirs to change, or an office could take over another one's account."""

    user: User
    held: tuple[Held, ...]
    is_whole: bool

    @property
    def now(self) -> tuple[Held, ...]:
        """The roles of today."""
        return tuple(one for one in self.held if one.is_held)

    @property
    def is_sample(self) -> bool:
        """Whether a role lies with an invented unit."""
        return any(one.is_sample for one in self.held)

    @property
    def may_hand_over(self) -> bool:
        """Whether something that the administrator looks after can pass on to another."""
        return any(one.is_mine and not one.is_over for one in self.held)


def administered_by(by: User) -> frozenset[UUID]:
    """The units at and below which a person looks after accounts."""
    return powers_of(by).scopes(Act.ACCOUNTS)


def accounts_for(by: User, *, words: str = "") -> list[User]:
    """Everybody who holds or held a role inside the administrator's part of the tree, by name, those in use first. One
    statement."""
    scopes = administered_by(by)
    if not scopes:
        return []
    near = Grant.objects.filter(scope__in=in_scope(scopes)).values("user")
    found = [user for user in User.objects.filter(pk__in=near) if _is_named(user, words)]
    return sorted(found, key=lambda user: (not user.is_active, fold(user.full_name)))


def people_among(by: User, users: Sequence[User]) -> list[Person]:
    """These accounts with their roles, in their order. Three statements."""
    prefetch_related_objects(users, _grants())
    return _persons(users, administered_by(by))


def person_for(by: User, user_id: UUID) -> Person | None:
    """One of them, or None when it is not for this administrator to see."""
    scopes = administered_by(by)
    found = _persons(User.objects.filter(pk=user_id).prefetch_related(_grants()), scopes)
    return next((person for person in found if any(one.is_mine for one in person.held)), None)


def _grants() -> "Prefetch[str, QuerySet[Grant], str]":
    return Prefetch("grants", Grant.objects.order_by("valid_from", "role"))


def _is_named(user: User, words: str) -> bool:
    said = fold(f"{user.full_name} {user.username} {user.position}")
    return all(word in said for word in fold(words).split())


def _persons(users: Iterable[User], scopes: Collection[UUID]) -> list[Person]:
    found = list(users)
    places = {grant.scope for user in found for grant in user.grants.all()}
    mine = set(in_scope(scopes).filter(descendant__in=places).values_list("descendant", flat=True)) if places else set()
    versions, today = versions_of(places), clock.today()
    return [_person(user, mine, versions, today) for user in found]


def _person(user: User, mine: Collection[UUID], versions: Mapping[UUID, UnitVersion], today: date) -> Person:
    held = tuple(
        _held(grant, versions.get(grant.scope), today, is_mine=grant.scope in mine) for grant in user.grants.all()
    )
    return Person(user, held, all(one.is_mine for one in held if not one.is_over))


def _held(grant: Grant, version: UnitVersion | None, today: date, *, is_mine: bool) -> Held:
    place, is_sample = (version.full_name, version.unit.is_sample) if version else ("đơn vị không còn", False)
    return Held(grant, _words(grant), place, is_mine, is_sample, today)


def _words(grant: Grant) -> str:
    said = Role(grant.role).vietnamese
    return f"{said}: {OWNER_WORDS.get(grant.owner, grant.owner)}" if grant.owner else said


def owners_asked() -> tuple[tuple[str, str], ...]:
    """The owners of figures that criteria in use ask, as a choice; the list of units is nobody's to type."""
    issued = Rulebook.objects.exclude(state=Rulebook.State.DRAFT)
    named = {figure.owner for rulebook in issued for figure in compiled(rulebook).figures.values()}
    codes = sorted((named | set(OWNER_WORDS)) - {"", "unit_list"})
    return tuple((code, OWNER_WORDS.get(code, code)) for code in codes)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could let this person in again: no other account in use looks after the same unit."""
    today = clock.today()
    kept = [grant for grant in user.grants.all() if grant.role == Role.ADMINISTRATOR and grant.is_held_on(today)]
    others = Grant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    held_by_others = {grant.scope for grant in others if grant.is_held_on(today + timedelta(days=1))}
    return any(grant.scope not in held_by_others for grant in kept)
