"""Facts about one unit: a mapping from column name to value.

Column names are those of facts files: `f`, `f.date`, `previous.f`, `units.listed`, `units.school.recognised`,
`units.open`, `recognised.programme.level`, `deadline.03-31`, `deadline.03-31.1`, `criterion.4`, `score.2.1`, `year`,
`window_start`, `window_end`. A missing key and None both mean: unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from binhyen.rules.model.types import Answer, ValueType

Value = bool | int | Decimal | date | str | None
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a facts file: how its cells are read is said by `answer`, exactly as for a figure."""

    name: str
    answer: Answer
    optional: bool = False
    maximum: Decimal | None = None
    choices: tuple[str, ...] = ()

    @property
    def value_type(self) -> ValueType:
        """The type of value in a rule."""
        return self.answer.value_type
