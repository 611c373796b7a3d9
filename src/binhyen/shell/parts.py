"""Small records that views hand to the components which show lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

StepState = Literal["done", "current", "ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a dossier's year: "Đăng ký", "12/01/2021", done."""

    label: str
    note: str = ""
    state: StepState = "ahead"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline, newest first: what happened, to what effect, when, and who did it."""

    title: str
    detail: str = ""
    at: datetime | None = None
    who: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    url: str
    label: str
    active: bool = False
    badge: int = 0
