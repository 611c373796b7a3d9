"""What was known of a figure, as plain data."""

from datetime import date
from decimal import Decimal

from binhyen.rules.explanation.data import FigureFact, Json
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.parts import FigureDef, plain


def figure_fact(figure: FigureDef, facts: Facts, has_previous: bool) -> FigureFact:
    """The figure with its value; `has_previous` says that the year before is looked at too."""
    key = figure.key
    return FigureFact(
        key=key,
        name=figure.name,
        unit_of_measure=figure.unit_of_measure,
        answer=figure.answer.value,
        value=_json(facts.get(key)),
        previous=_json(facts.get(f"previous.{key}")),
        has_previous=has_previous,
        date=_iso(facts.get(f"{key}.date")),
    )


def _json(value: object) -> Json:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int) else None


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
