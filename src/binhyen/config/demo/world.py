"""What a story is told with: the invented units, the people who act, and the papers that they record on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from binhyen.accounts.models import User
from binhyen.config.demo.tables import rows
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit


@dataclass(frozen=True, slots=True)
class World:
    """Units and people by the keys of their tables."""

    units: Mapping[str, Unit]
    people: Mapping[str, User]
    _papers: dict[str, Paper] = field(default_factory=dict)

    def paper(self, key: str, *, by: User) -> Paper | None:
        """The paper with this key, recorded when it is first asked for; an empty key means that there is none."""
        if key and key not in self._papers:
            self._papers[key] = self._record(key, by)
        return self._papers[key] if key else None

    def _record(self, key: str, by: User) -> Paper:
        line = next(line for line in rows("papers.csv") if line["key"] == key)
        return paper_record(
            by=by,
            owner_unit=self.units[line["unit"]].pk,
            title=line["title"],
            number=line["number"],
            issued_on=day_of(line["issued_on"]),
            issuer=line["issuer"],
            place_kept=line["place_kept"],
        )


def day_of(text: str) -> date | None:
    """A day of the tables; an empty cell is no day."""
    return date.fromisoformat(text) if text else None
