"""What the forms of the year are made of; other features use the same."""

from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm

__all__ = ["DayField", "OfficeText", "PeopleField", "SpeakingForm"]
