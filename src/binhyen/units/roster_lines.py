"""What becomes of one household's line when a list says something of it. No database here."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """Whether a household registered, on which day and by which way; the day and the way of nobody else."""

    registered: bool = False
    day: date | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a list says of it: registered or not, or nothing (None). Day and way where the list has them."""

    registered: bool | None = None
    day: date | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """The day and the way of those of which the list says neither."""

    day: date
    channel: str


def line_after(was: Line, said: Said, usual: Usual) -> Line:
    """An empty cell takes nothing back; a day that is recorded stays unless the list says another."""
    if said.registered is None:
        return was
    if not said.registered:
        return Line()
    day, channel = (was.day, was.channel) if was.registered else (usual.day, usual.channel)
    return Line(True, said.day or day, said.channel or channel)
