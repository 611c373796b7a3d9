"""Until when each unit is to do what it owes, from the calendar of its cycle and the letters that moved it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from binhyen.dossiers.models import Dossier, YearStep
from binhyen.dossiers.selectors.calendar import calendars_of
from binhyen.reminders.models import OwedStep

Deadlines = Mapping[tuple[UUID, OwedStep], date]

# Whoever was asked for more answers whenever that was: no day of the calendar holds for it.
_STEPS = {
    OwedStep.REGISTRATION: YearStep.REGISTER,
    OwedStep.FIGURES: YearStep.REPORT,
    OwedStep.HANDING_IN: YearStep.SUBMIT,
}


def deadlines_for(dossiers: Sequence[Dossier]) -> Deadlines:
    """By dossier and step the last day. A day that no document says reminds nobody and is left out. Three statements."""
    calendars = calendars_of({one.cycle_id for one in dossiers}) if dossiers else {}
    found = {}
    for one in dossiers:
        for step, of_year in _STEPS.items():
            due = calendars[one.cycle_id].due(of_year, one.subject_kind, one.unit_id)
            if due and not due.is_foreseen:
                found[one.pk, step] = due.day
    return found
