"""A table on its way through pages: sent, cleaned, its columns understood, looked at. Nothing of it is stored on the way.

Between two pages the table travels in the page itself, signed. Columns that must not be stored never travel; columns
that nobody asked for travel only while the person says what they mean.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.matching import Matching, Meaning, chosen, is_silent, match, refuse_twice
from binhyen.sheets.paste import read_paste
from binhyen.sheets.reading import read_table
from binhyen.sheets.refusals import RefusedColumn
from binhyen.sheets.table import Column, Row, Table
from binhyen.sheets.tidying import tidied

_SALT = "table-on-its-way"
_UNPROCESSABLE = 422
_SECONDS = 2 * 3600
_SAMPLES = 3
# Names of fields: the table as it was pasted, while its columns are being understood, the one that was understood, what a column says.
PASTED, OPEN, READY, COLUMN = "pasted", "bang", "bang_da_ghep", "cot-"


@dataclass(frozen=True, slots=True)
class Refused:
    """Some columns must not be stored; `carried` is the table without them."""

    columns: tuple[RefusedColumn, ...]
    carried: str

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What to tell of each column."""
        return tuple(column.problem() for column in self.columns)


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column for the person to say what it means: our guess, and the first of its cells."""

    field: str
    letter: str
    header: str
    code: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns that we are not sure of; the person says what each means, or leaves it out."""

    columns: tuple[ColumnShown, ...]
    carried: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A table of columns that are understood, each headed by the code of what it says; rows that are none left out."""

    table: Table
    carried: str


def _as_sent(table: Table) -> Table:
    return table


@dataclass(frozen=True, slots=True)
class Expected:
    """What a page takes in. The first meanings, as many as `naming`, each name what a row is about; `fewest` columns
    must be understood, one that names and the others that tell something of it; `placing` are codes that only say
    where it stands. `prepared` is how a table as it was sent is looked at, before columns are refused."""

    meanings: Sequence[Meaning]
    refused: Callable[[Table], tuple[RefusedColumn, ...]]
    most_rows: int
    fewest: int = 1
    naming: int = 1
    placing: frozenset[str] = frozenset()
    prepared: Callable[[Table], Table] = _as_sent

    def names(self, matching: Matching) -> int | None:
        """The column that names what a row is about."""
        found = (matching.position(meaning.code) for meaning in self.meanings[: self.naming])
        return next((position for position in found if position is not None), None)

    def tells(self, matching: Matching) -> bool:
        """Whether enough columns tell something of what is named."""
        naming = self.placing.union(meaning.code for meaning in self.meanings[: self.naming])
        return sum(code not in naming for code in matching.codes.values()) >= self.fewest - 1


@dataclass(frozen=True, slots=True)
class Door:
    """The page that a table came in by: its name and address, where another file is chosen, and the template of what
    was said there beside the table, which every later page sends again."""

    name: str
    address: str
    again: str
    said: str
    is_sample: bool = False
    template: str = ""
    styles: str = ""


def ask(
    request: HttpRequest, step: Refused | Asked, expected: Expected, door: Door, context: Mapping[str, object]
) -> HttpResponse:
    """The page where columns that must not be stored are left out, or where the person says what columns mean."""
    context = {**context, "step": step, "door": door, "meanings": expected.meanings}
    if isinstance(step, Refused):
        return render(request, "shell/table_refused.html", context, status=_UNPROCESSABLE)
    return render(request, "shell/table_columns.html", context, status=_UNPROCESSABLE if step.problems else 200)


def next_step(request: HttpRequest, expected: Expected) -> Refused | Asked | Ready:
    """What the person has to be shown next. Raises InputProblems for what is no table, or a page that is too old."""
    if sent := request.POST.get(READY):
        return Ready(_unpacked(sent), sent)
    if sent := request.POST.get(OPEN):
        table = _unpacked(sent)
        if said := _said(request.POST):
            return _understood(table, chosen(table, expected.meanings, said), expected, is_guess=False)
    else:
        table = expected.prepared(_sent(request, expected.most_rows))
        if refused := expected.refused(table):
            return Refused(refused, _packed(table.without_columns({column.position for column in refused})))
    return _understood(table, match(table, expected.meanings), expected, is_guess=True)


def _understood(table: Table, matching: Matching, expected: Expected, *, is_guess: bool) -> Asked | Ready:
    """Ready, unless something is missing, said twice, or unknown to a guess: then the person is asked."""
    problems: list[Problem] = []
    names = expected.names(matching)
    missing = [] if names is not None else [f"“{expected.meanings[0].label}”"]
    missing += [] if expected.tells(matching) else ["số liệu"]
    if missing:
        problems.append(_unclear(table, missing))
    try:
        refuse_twice(table, matching, expected.meanings)
    except InputProblems as error:
        problems += error.problems
    if names is None or problems or (is_guess and matching.unknown):
        return Asked(_shown(table, matching), _packed(table), tuple(problems))
    kept = tidied(table, names, telling=matching.codes).called(matching.codes)
    return Ready(kept, _packed(kept))


def _unclear(table: Table, missing: Sequence[str]) -> Problem:
    message = f"Chưa rõ {' và '.join(f'cột nào là {each}' for each in missing)}."
    place = f"dòng tiêu đề, trang tính '{table.sheet}'" if table.sheet else "dòng tiêu đề"
    cure = "Chọn ý nghĩa của từng cột trong danh sách dưới đây; bảng không có cột này thì chọn tệp khác."
    return Problem("chua_ghep_cot", message, place, cure)


def _sent(request: HttpRequest, most_rows: int) -> Table:
    upload, pasted = request.FILES.get("file"), request.POST.get(PASTED, "")
    if upload is not None:
        table = read_table(upload.read(), filename=upload.name or "")
    elif pasted.strip():
        table = read_paste(pasted)
    else:
        cure = "Chọn tệp .xlsx, .ods, .csv, hoặc dán một vùng từ Excel."
        raise InputProblems([Problem("chua_chon", "Chưa chọn tệp, chưa dán vùng nào.", "tệp", cure)])
    if len(table.rows) > most_rows:
        counts = (text.number(len(table.rows)), text.number(most_rows))
        message = "Bảng có {} dòng; trang này nhận tối đa {}.".format(*counts)
        raise InputProblems([Problem("qua_dai", message, "tệp", "Chia thành nhiều tệp.")])
    return table


def _said(posted: Mapping[str, str]) -> dict[int, str]:
    """What the person says of columns, by their position in the sheet."""
    fields = ((name.removeprefix(COLUMN), code) for name, code in posted.items() if name.startswith(COLUMN))
    return {int(position): code for position, code in fields if position.isdecimal()}


def _shown(table: Table, matching: Matching) -> tuple[ColumnShown, ...]:
    return tuple(
        ColumnShown(
            field=f"{COLUMN}{column.position}",
            letter=column.letter,
            header=column.header,
            code=matching.codes.get(at, ""),
            samples=tuple(filter(None, (row.cells[at] for row in table.rows[:_SAMPLES]))),
        )
        for at, column in enumerate(table.columns)
        if at in matching.codes or not is_silent(column.header) or not column.header
    )


def _packed(table: Table) -> str:
    return signing.dumps(as_data(table), salt=_SALT, compress=True)


def _unpacked(sent: str) -> Table:
    try:
        return from_data(signing.loads(sent, salt=_SALT, max_age=_SECONDS))
    except signing.BadSignature as error:
        problem = Problem("het_han", "Bảng đã xem trước hết hạn.", "tệp", "Chọn lại tệp và xem lại.")
        raise InputProblems([problem]) from error


def as_data(table: Table) -> dict[str, Any]:
    """The table as JSON, to be carried in a page or handed to the worker."""
    return {
        "sheet": table.sheet,
        "columns": [[column.position, column.header] for column in table.columns],
        "rows": [[row.number, *row.cells] for row in table.rows],
        "merged": sorted(table.merged),
        "headings": sorted(table.headings),
        "notes": [asdict(note) for note in table.notes],
    }


def from_data(data: Mapping[str, Any]) -> Table:
    """The table that `as_data` wrote down."""
    return Table(
        columns=tuple(Column(*column) for column in data["columns"]),
        rows=tuple(Row(row[0], tuple(row[1:])) for row in data["rows"]),
        sheet=data["sheet"],
        merged=frozenset((row, column) for row, column in data["merged"]),
        headings=frozenset(data["headings"]),
        notes=tuple(Problem(**note) for note in data["notes"]),
    )
