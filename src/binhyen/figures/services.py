"""Recording values. A correction supersedes and keeps the old one; nothing is overwritten silently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.figures.answers import Answer
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.figures.selectors import Slot, Stood, current_values, stood_and_held
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.period import Period
from binhyen.papers.models import Paper
from binhyen.programmes.models import FigureDefinition
from binhyen.shell.writing import insert_objects

# Beyond this many changes the log carries counts per figure instead of every value; the values keep their own history.
MOST_LISTED = 1_000
# Not said which value the person saw: the newest one is superseded without asking.
UNSEEN = object()


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer to record. `seen` is the id of the value that stood there when the person looked (None: none)."""

    key: str
    unit: UUID
    period: Period
    answer: Answer
    source: Source = Source.SELF
    paper: Paper | None = None
    reason: str = ""
    seen: object = field(default=UNSEEN)

    @property
    def slot(self) -> Slot:
        """What this answers."""
        return (self.unit, self.key, self.period.start, self.period.end, self.source.value)


@transaction.atomic
def figures_record(
    *,
    by: User,
    entries: Sequence[Entry],
    reported_by: str,
    channel: Channel,
    about: Sequence[tuple[str, UUID]] = (),
    act_key: str | None = None,
    at: datetime | None = None,
) -> list[FigureValue]:
    """Record answers; return the values that are new (an answer equal to the standing one adds nothing).

    `about` are things beside the units that the log entry speaks of (the cycle in which the values were reported).
    Permission and the state of dossiers are the caller's to check (`dossiers.services.reporting`).
    Raises ValueChanged when a value is not the one the person saw, InputProblems for an unknown figure.
    """
    audit.refuse_repeat(act_key)
    definitions = _definitions({entry.key for entry in entries})
    standing = _standing(entries, definitions)
    _refuse_changed(entries, standing, act_key)
    moment = at or clock.now()
    fresh = [
        _value(entry, definitions[entry.key], standing.get(entry.slot), by, reported_by, channel, moment)
        for entry in _last_of_each(entries)
        if _differs(entry, standing.get(entry.slot))
    ]
    if not fresh:
        return []
    _replace(fresh, act_key)
    audit.record(
        by=by,
        verb="figures.recorded",
        subjects=[*about, *(("unit", unit) for unit in dict.fromkeys(value.unit_id for value in fresh))],
        payload=_payload(fresh, reported_by, channel),
        act_key=act_key,
        at=moment,
    )
    return fresh


def _replace(fresh: Sequence[FigureValue], act_key: str | None) -> None:
    """Put the new values in the place of the old. Where nothing stood there was nothing to lock: of two who answer
    first at the same moment the database takes one, and the other is told."""
    old = [value.supersedes_id for value in fresh if value.supersedes_id]
    FigureValue.objects.filter(pk__in=old).update(is_current=False)
    try:
        with transaction.atomic():
            insert_objects(fresh)
    except IntegrityError as error:
        audit.refuse_repeat(act_key)
        raise ValueChanged(tuple((str(value.unit_id), value.figure.key) for value in fresh)) from error


def _definitions(keys: set[str]) -> dict[str, FigureDefinition]:
    found = {definition.key: definition for definition in FigureDefinition.objects.filter(key__in=keys)}
    unknown = sorted(keys - found.keys())
    if unknown:
        raise InputProblems(
            Problem(
                "so_lieu_la", f"Chưa có định nghĩa số liệu {key}.", key, "Ban hành bộ tiêu chí có số liệu này trước."
            )
            for key in unknown
        )
    return found


def _standing(entries: Sequence[Entry], definitions: Mapping[str, FigureDefinition]) -> dict[Slot, Stood]:
    keys = {definition.pk: key for key, definition in definitions.items()}
    values = current_values(
        units={entry.unit for entry in entries}, figures=keys, periods={entry.period for entry in entries}
    )
    return stood_and_held(values, keys)


def _refuse_changed(entries: Sequence[Entry], standing: Mapping[Slot, Stood], act_key: str | None) -> None:
    changed = tuple(
        (str(entry.unit), entry.key)
        for entry in entries
        if entry.seen is not UNSEEN
        and entry.seen != (standing[entry.slot].id if entry.slot in standing else None)
        and _differs(entry, standing.get(entry.slot))
    )
    if changed:
        # While we waited for whoever held these values, our own first press may have been carried out.
        audit.refuse_repeat(act_key)
        raise ValueChanged(changed)


def _last_of_each(entries: Iterable[Entry]) -> Iterable[Entry]:
    return {entry.slot: entry for entry in entries}.values()


def _differs(entry: Entry, standing: Stood | None) -> bool:
    if standing is None:
        return not entry.answer.is_empty
    same_paper = entry.paper is None or entry.paper.pk == standing.paper
    return standing.answer != entry.answer or not same_paper


def _value(
    entry: Entry,
    definition: FigureDefinition,
    standing: Stood | None,
    by: User,
    reported_by: str,
    channel: Channel,
    moment: datetime,
) -> FigureValue:
    return FigureValue(
        figure=definition,
        unit_id=entry.unit,
        starts=entry.period.start,
        ends=entry.period.end,
        source=entry.source,
        number=entry.answer.number,
        word=entry.answer.word,
        day=entry.answer.day,
        withdrawn=entry.answer.is_empty,
        paper_id=entry.paper.pk if entry.paper else None,
        reported_by=reported_by,
        typed_by_id=by.pk,
        channel=channel,
        recorded_at=moment,
        reason=entry.reason,
        supersedes_id=standing.id if standing else None,
    )


def _payload(fresh: Sequence[FigureValue], reported_by: str, channel: Channel) -> dict[str, object]:
    payload: dict[str, object] = {
        "values": len(fresh),
        "units": len({value.unit_id for value in fresh}),
        "corrections": sum(value.supersedes_id is not None for value in fresh),
        "reported_by": reported_by,
        "channel": channel.value,
    }
    if len(fresh) <= MOST_LISTED:
        payload["recorded"] = [
            [
                str(value.unit_id),
                value.figure.key,
                value.source,
                str(value.number if value.number is not None else value.word or value.day or ""),
            ]
            for value in fresh
        ]
    return payload
