"""What a unit is asked to confirm with a signature: the figures that stand, who reported them and by which channel."""

from collections.abc import Sequence

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import EntryColumn, entry_columns
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.figures.answers import show
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.figures.selectors import answer_of, current_values
from binhyen.kernel import clock, text
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rendering.confirmations import ConfirmationSheet, ConfirmedLine

_Slot = tuple[object, str, Period]


def confirmation_sheets(dossiers: Sequence[Dossier]) -> list[ConfirmationSheet]:
    """One sheet for each dossier, in their order. What others own (the police's counts) is not the unit's to confirm.
    One statement for all."""
    standing = _standing(dossiers)
    return [_sheet(dossier, standing) for dossier in dossiers]


def _standing(dossiers: Sequence[Dossier]) -> dict[_Slot, FigureValue]:
    windows = {dossier.window for dossier in dossiers}
    values = current_values(
        units=[dossier.unit_id for dossier in dossiers],
        keys={column.figure.key for dossier in dossiers for column in _columns(dossier)},
        periods=windows | {window.one_year_earlier() for window in windows},
    )
    own = values.filter(source=Source.SELF).select_related("figure")
    return {(value.unit_id, value.figure.key, Period(value.starts, value.ends)): value for value in own}


def _columns(dossier: Dossier) -> list[EntryColumn]:
    kind = SubjectKind(dossier.subject_kind)
    return [column for column in entry_columns(rules_of(dossier), kind) if column.figure.counts != "owner"]


def _sheet(dossier: Dossier, standing: dict[_Slot, FigureValue]) -> ConfirmationSheet:
    window = dossier.window
    return ConfirmationSheet(
        unit=dossier.unit_name,
        purpose=dossier.cycle.name,
        period=f"Kỳ đánh giá từ ngày {text.day(window.start)} đến hết ngày {text.day(window.last)}",
        lines=tuple(_line(dossier, column, standing) for column in _columns(dossier)),
        illustrative=dossier.cycle.is_sample,
    )


def _line(dossier: Dossier, column: EntryColumn, standing: dict[_Slot, FigureValue]) -> ConfirmedLine:
    period = dossier.window.one_year_earlier() if column.previous else dossier.window
    value = standing.get((dossier.unit_id, column.figure.key, period))
    shown = show(column.figure.answer.value, answer_of(value)) if value else ""
    measure = column.figure.unit_of_measure if column.is_number else ""
    told = _told(value) if value and shown else ""
    return ConfirmedLine(name=column.title, measure=measure, value=shown, told=told)


def _told(value: FigureValue) -> str:
    on = text.day(clock.local(value.recorded_at).date())
    return f"{value.reported_by}; {Channel(value.channel).label}; {on}"
