"""What recognitions add to the page of a unit: its own, and those of the units it was made from as theirs."""

from binhyen.accounts.models import User
from binhyen.recognition.public import recognitions_of
from binhyen.units.panels import Panel
from binhyen.units.selectors import UnitStory


def recognitions_panel(person: User, story: UnitStory) -> Panel:
    """Of all programmes, newest first. Titles are not inherited: a predecessor's stand under its own name. They are the
    words of numbered decisions, which everybody may read."""
    told = recognitions_of([story.unit_id, *story.forebears], samples=story.unit.is_sample)
    own = [each for each in told if each.unit_id == story.unit_id]
    context = {"recognitions": own, "earlier_recognitions": [each for each in told if each.unit_id != story.unit_id]}
    return Panel("recognition/_unit_panel.html", context)
