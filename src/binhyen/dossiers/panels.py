"""What the year's work adds to the page of a unit."""

from binhyen.accounts.models import User
from binhyen.dossiers.selectors.of_unit import years_of
from binhyen.units.panels import Panel
from binhyen.units.selectors import UnitStory


def years_panel(person: User, story: UnitStory) -> Panel | None:
    """Dossiers and cycles of the unit by year, those alone that the person may read."""
    years = years_of(person, story)
    return Panel("dossiers/_unit_panel.html", {"years": years}) if years else None
