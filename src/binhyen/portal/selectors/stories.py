"""What the public pages read."""

import uuid
from dataclasses import dataclass
from datetime import date

from binhyen.recognition.models import Decision, Recognition
from binhyen.shell.templatetags.vietnamese import day, last_day
from binhyen.units.models import Succession, UnitVersion
from binhyen.units.selectors import ancestors


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit that came before or after, by the name it had on the day of the change."""

    unit_id: uuid.UUID
    full_name: str
    is_whole: bool
    effective_on: date
    legal_act: str

    @property
    def occasion(self) -> str:
        """The day and the legal act, which the units of one change share."""
        return " · ".join(words for words in (day(self.effective_on), self.legal_act) if words)


@dataclass(frozen=True, slots=True)
class UnitStory:
    """A unit's names, newest first, and what it came from and went into."""

    unit_id: uuid.UUID
    is_sample: bool
    versions: list[UnitVersion]
    predecessors: list[Relative]
    successors: list[Relative]
    recognitions: list[Recognition]
    place: str

    @property
    def latest(self) -> UnitVersion:
        """The newest version known."""
        return self.versions[0]

    @property
    def lead(self) -> str:
        """What stands above it, and until when it existed if it no longer does."""
        ended = f"đến hết ngày {last_day(self.latest.valid_to)}" if self.latest.valid_to else ""
        return " · ".join(words for words in (self.place or self.latest.kind_word, ended) if words)


def unit_story(unit_id: uuid.UUID) -> UnitStory | None:
    """Everything the public page of a unit tells; None for a unit that is not there. A constant number of queries."""
    versions = sorted(
        UnitVersion.objects.filter(unit_id=unit_id).select_related("unit"),
        key=lambda version: version.valid_from or date.min,
        reverse=True,
    )
    if not versions:
        return None
    links = Succession.objects.exclude(predecessor_id=unit_id, successor_id=unit_id).order_by(
        "effective_on", "legal_act", "id"
    )
    before = list(links.filter(successor_id=unit_id))
    after = list(links.filter(predecessor_id=unit_id))
    names = _versions_of({link.predecessor_id for link in before} | {link.successor_id for link in after})
    return UnitStory(
        unit_id=unit_id,
        is_sample=versions[0].unit.is_sample,
        versions=versions,
        predecessors=[_relative(link, link.predecessor_id, names, ended=True) for link in before],
        successors=[_relative(link, link.successor_id, names, ended=False) for link in after],
        recognitions=_published(unit_id),
        place=", ".join(above.name_in_sentence for above in ancestors(unit_id)),
    )


def _published(unit_id: uuid.UUID) -> list[Recognition]:
    """What numbered decisions recognised; a draft is nobody's business yet, and a cancelled one stays in sight."""
    granted = Recognition.objects.filter(unit_id=unit_id, granted=True, decision__state=Decision.State.NUMBERED)
    return list(granted.select_related("decision", "programme", "cancelled_by").order_by("-year", "programme__name"))


def _versions_of(ids: set[uuid.UUID]) -> dict[uuid.UUID, list[UnitVersion]]:
    found: dict[uuid.UUID, list[UnitVersion]] = {}
    for version in UnitVersion.objects.filter(unit_id__in=ids):
        found.setdefault(version.unit_id, []).append(version)
    return found


def _relative(
    link: Succession, unit_id: uuid.UUID, names: dict[uuid.UUID, list[UnitVersion]], *, ended: bool
) -> Relative:
    """The other end of a link, by the version that ended (or began) on the day of the change."""
    versions = names[unit_id]
    on = link.effective_on
    fitting = [one for one in versions if (one.valid_to if ended else one.valid_from) == on]
    name = (fitting or versions)[0].full_name
    return Relative(unit_id, name, link.extent == Succession.Extent.WHOLE, on, link.legal_act)
