"""What reports a person may ask for, and those that were asked for."""

from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel.text import sort_key
from binhyen.units.selectors import versions_of


def units_to_export(user: User) -> list[tuple[UUID, str]]:
    """The units whose year the person may take out, by name: those of their grants."""
    versions = versions_of(powers_of(user).scopes(Act.EXPORT))
    return sorted(((unit, version.full_name) for unit, version in versions.items()), key=lambda one: sort_key(one[1]))
