"""Who may do what: a grant covers a unit and everything below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Powers:
    """The grants of one person in force on one day, read once and asked often."""

    grants: tuple[Grant, ...]
    _scopes: dict[Act, frozenset[UUID]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def scopes(self, act: Act) -> frozenset[UUID]:
        """The units at and below which the person may do the act."""
        if act not in self._scopes:
            self._scopes[act] = frozenset(grant.scope for grant in self.grants if grant.allows(act))
        return self._scopes[act]

    def may(self, act: Act, path: Iterable[UUID]) -> bool:
        """Whether the act is allowed on a unit, given its id and the ids of everything above it."""
        return not self.scopes(act).isdisjoint(path)

    def require(self, act: Act, path: Iterable[UUID]) -> None:
        """Raise NotAllowed unless the act is allowed."""
        if not self.may(act, path):
            raise NotAllowed(act.value)

    def owners(self, path: Iterable[UUID]) -> frozenset[str]:
        """For which owners of figures the person speaks on this unit ("police")."""
        on_path = set(path)
        return frozenset(
            grant.owner
            for grant in self.grants
            if grant.role == Role.DATA_OWNER and grant.scope in on_path and grant.owner
        )

    def holds(self, role: Role, path: Iterable[UUID]) -> bool:
        """Whether the person holds the role over the unit with this path."""
        on_path = set(path)
        return any(grant.role == role and grant.scope in on_path for grant in self.grants)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, each once, in the order of the table of roles."""
        held = {Role(grant.role) for grant in self.grants}
        return tuple(role for role in Role if role in held)


def powers_of(user: User, *, on: date | None = None) -> Powers:
    """What the person may do on that day (today unless said). One query, kept on the user for the request."""
    day = on or clock.today()
    kept: dict[date, Powers] = user.__dict__.setdefault("_powers", {})
    if day not in kept:
        grants = user.grants.all() if user.is_active else ()
        kept[day] = Powers(tuple(grant for grant in grants if grant.is_held_on(day)))
    return kept[day]


def lend(user: User, grants: Iterable[Grant]) -> None:
    """What somebody may do for this request although no grant is kept for them: whoever came through a link with a PIN."""
    user.__dict__["_powers"] = {clock.today(): Powers(tuple(grants))}


def require(by: User, act: Act, path: Iterable[UUID]) -> None:
    """Raise NotAllowed unless the person may do the act on the unit with this path today."""
    powers_of(by).require(act, path)
