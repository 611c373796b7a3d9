"""Facts files: one row per unit, the columns a rulebook asks for, every cell typed by the rulebook."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.language.names import nearest
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.rulebook import Rulebook, Subject
from binhyen.sheets.answers import UnreadableAnswer, read_answer
from binhyen.sheets.refusals import find_refused
from binhyen.sheets.table import Row, Table

UNIT = "unit"
_MOST_PROBLEMS = 200
_NAMES_IN_A_MESSAGE = 20


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """Typed facts by column. `columns` are those present; a list of values stands in the order of `units`."""

    units: tuple[str, ...]
    columns: tuple[Column, ...]
    values: Mapping[str, Sequence[Value]]
    warnings: tuple[Problem, ...] = ()

    def rows(self) -> Iterator[tuple[str, Facts]]:
        """Each unit with its facts, in the order of the file."""
        for index, unit in enumerate(self.units):
            yield unit, {column.name: self.values[column.name][index] for column in self.columns}


def read_facts(table: Table, rulebook: Rulebook, kind: SubjectKind) -> FactsSheet:
    """Type a table of facts for one kind of unit. Raises InputProblems with every problem (at most 200 are listed).

    A column of the rulebook that this kind of unit does not use is passed over. A column that the rulebook does not
    know is an error: a mistyped name would otherwise silently make its figure unknown. A missing column is a warning.
    """
    subject = rulebook.subjects[kind]
    found, problems = _match_columns(table, rulebook, subject)
    unit_at = [position for position, column in enumerate(table.columns) if column.header == UNIT]
    if not unit_at:
        problems.append(_no_unit_column(table))
    else:
        problems += _unit_problems(table, unit_at[0])
    values = {name: _typed(table, position, column, problems) for name, (position, column) in found.items()}
    if problems:
        raise InputProblems(capped(problems))
    units = tuple(table.values(unit_at[0]))
    return FactsSheet(units, tuple(column for _, column in found.values()), values, missing_columns(subject, found))


def capped(problems: Sequence[Problem]) -> list[Problem]:
    """The first problems and, where there are more, how many: nobody reads ten thousand lines."""
    listed = list(problems[:_MOST_PROBLEMS])
    if len(problems) > _MOST_PROBLEMS:
        others = text.number(len(problems) - _MOST_PROBLEMS)
        listed.append(Problem("con_nua", f"… và {others} vấn đề khác", cure="Sửa những vấn đề trên rồi chạy lại."))
    return listed


def missing_columns(subject: Subject, present: Mapping[str, object]) -> tuple[Problem, ...]:
    """A warning that names the columns which are not there and therefore unknown for every unit."""
    missing = [column.name for column in subject.facts_columns() if not column.optional and column.name not in present]
    if not missing:
        return ()
    named = ", ".join(missing[:_NAMES_IN_A_MESSAGE]) + (", …" if len(missing) > _NAMES_IN_A_MESSAGE else "")
    message = f"Không có {text.number(len(missing))} cột: {named}. Số liệu của các cột này được coi là chưa có."
    return (Problem("thieu_cot", message, cure="Thêm cột nếu đã có số liệu.", severity="warning"),)


def unknown_column(name: str, place: str, rulebook: Rulebook, subject: Subject) -> Problem:
    """The error for a column that the rulebook does not know, with the nearest name that it does."""
    known = [UNIT, *rulebook.figures, *(column.name for column in subject.facts_columns())]
    guess = nearest(name, known)
    cure = (
        f"Có phải '{guess}'? Nếu không, hãy bỏ cột này." if guess else "Bỏ cột này, hoặc sửa tên cột theo bộ tiêu chí."
    )
    return Problem("cot_la", f"Bộ tiêu chí không có cột '{name}'.", place, cure)


def _match_columns(
    table: Table, rulebook: Rulebook, subject: Subject
) -> tuple[dict[str, tuple[int, Column]], list[Problem]]:
    wanted = {column.name: column for column in subject.facts_columns()}
    known = {position for position, column in enumerate(table.columns) if _is_known(column.header, rulebook)}
    problems = [refused.problem() for refused in find_refused(table, mapped=known) if refused.position not in known]
    refused_places = {problem.place for problem in problems}
    counts = Counter(table.headers)
    found: dict[str, tuple[int, Column]] = {}
    for position, column in enumerate(table.columns):
        place = table.column_place(position)
        if place in refused_places:
            continue
        if counts[column.header] > 1:
            problems.append(Problem("trung_cot", "Hai cột trùng tên.", place, "Giữ lại một cột."))
        elif position not in known:
            problems.append(
                _nameless(place) if not column.header else unknown_column(column.header, place, rulebook, subject)
            )
        elif column.header in wanted:
            found[column.header] = (position, wanted[column.header])
    return found, problems


def _is_known(header: str, rulebook: Rulebook) -> bool:
    return header == UNIT or rulebook.column(header) is not None


def _nameless(place: str) -> Problem:
    return Problem(
        "cot_khong_ten", "Cột có số liệu nhưng không có tên.", place, "Đặt tên cột theo bộ tiêu chí, hoặc bỏ cột này."
    )


def _no_unit_column(table: Table) -> Problem:
    place = f"trang tính '{table.sheet}'" if table.sheet else ""
    return Problem("thieu_cot_don_vi", "Không có cột 'unit'.", place, "Thêm cột 'unit' ghi mã của từng đơn vị.")


def _unit_problems(table: Table, position: int) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    for row in table.rows:
        unit = row.cells[position]
        if not unit:
            problems.append(
                Problem(
                    "thieu_don_vi",
                    "Dòng này không ghi đơn vị.",
                    table.place(row, position),
                    "Ghi mã đơn vị, hoặc xoá dòng.",
                )
            )
        elif unit in first:
            message = f"Đơn vị '{unit}' đã có ở dòng {first[unit].number}."
            problems.append(
                Problem("trung_don_vi", message, table.place(row, position), "Giữ lại một dòng cho mỗi đơn vị.")
            )
        else:
            first[unit] = row
    return problems


def _typed(table: Table, position: int, column: Column, problems: list[Problem]) -> list[Value]:
    # A column repeats few values ("có", "0", "12"); each is read once.
    read: dict[str, Value] = {"": None}
    values: list[Value] = []
    for row in table.rows:
        cell = row.cells[position]
        if cell not in read:
            try:
                read[cell] = read_answer(cell, column)
            except UnreadableAnswer as error:
                problems.append(error.problem(table.place(row, position)))
                values.append(None)
                continue
        values.append(read[cell])
    return values
