"""What was known of a figure, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from binhyen.rules.explanation.data import FigureFact, Json
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.parts import FigureDef, plain
from binhyen.rules.model.types import Answer


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """A figure that something looks at, and the columns that hold what is known of it."""

    figure: FigureDef
    has_previous: bool
    previous_column: str | None
    date_column: str | None

    def fact(self, facts: Facts) -> FigureFact:
        """The figure with its value."""
        figure = self.figure
        value = facts.get(figure.key)
        return FigureFact(
            figure.key,
            figure.name,
            figure.unit_of_measure,
            figure.answer.value,
            value if type(value) is int else _json(value),
            _json(facts.get(self.previous_column)) if self.previous_column else None,
            self.has_previous,
            _iso(facts.get(self.date_column)) if self.date_column else None,
        )


def figures_asked(figures: Mapping[str, FigureDef], keys: Mapping[str, bool]) -> tuple[FigureAsked, ...]:
    """The figures of these keys, each with whether the year before is looked at too."""
    return tuple(_asked(figures[key], has_previous) for key, has_previous in keys.items())


def _asked(figure: FigureDef, has_previous: bool) -> FigureAsked:
    previous = f"previous.{figure.key}" if figure.answer.has_previous else None
    dated = f"{figure.key}.date" if figure.answer is Answer.DOCUMENT else None
    return FigureAsked(figure, has_previous, previous, dated)


def _json(value: object) -> Json:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int) else None


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
