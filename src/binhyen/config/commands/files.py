"""What the rule commands read and write: rulebooks, facts and results as files."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from binhyen.config.commands.rulebooks import rulebook_at
from binhyen.engines.facts_table import UNIT, facts_table
from binhyen.engines.parquet_facts import facts_in, open_parquet, parquet_problems
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.facts import capped, missing_columns, read_facts, unknown_column
from binhyen.sheets.reading import read_table
from binhyen.sheets.table import Table, table_from_cells
from binhyen.sheets.writing import Sheet, csv_file, workbook

_STANDARD_OUTPUT = "-"
_OUTPUTS = (".csv", ".xlsx", ".parquet")

# ---------------------------------------------------------------- rulebooks


def rulebook_for(reference: str, kind: SubjectKind) -> Rulebook:
    """The rulebook that a person means. Raises InputProblems with its problems, or if it does not judge this kind."""
    rulebook = rulebook_at(reference, source=Path(reference).name)
    if kind not in rulebook.subjects:
        judged = ", ".join(rulebook.subjects)
        raise refused(
            "khong_xet_loai_nay", f"Bộ tiêu chí không xét loại đơn vị '{kind}'.", f"Chọn một trong: {judged}."
        )
    return rulebook


# ---------------------------------------------------------------- facts


def facts_at(
    path: Path, rulebook: Rulebook, kind: SubjectKind, *, year: int, besides: Rulebook | None = None
) -> pa.Table | Path:
    """Checked facts on one year: as `facts_of`, or from the part of a snapshot folder that holds them."""
    narrowed = facts_in(path, rulebook.programme, kind, year) if path.is_dir() else path
    return facts_of(narrowed, rulebook, kind, besides=besides)


def facts_of(path: Path, rulebook: Rulebook, kind: SubjectKind, *, besides: Rulebook | None = None) -> pa.Table | Path:
    """Checked facts: an Arrow table, or the Parquet file itself where its columns are typed already.

    Columns that only `besides` knows, another version to be judged by the same file, are passed over.
    """
    if path.suffix.lower() == ".parquet" or path.is_dir():
        return _parquet_facts(path, rulebook, kind, besides)
    return _typed_facts(_without_others(read_table(path), rulebook, besides), rulebook, kind)


def _without_others(table: Table, rulebook: Rulebook, besides: Rulebook | None) -> Table:
    if besides is None:
        return table
    return table.without_columns(
        {at for at, name in enumerate(table.headers) if rulebook.column(name) is None and besides.column(name)}
    )


def _typed_facts(table: Table, rulebook: Rulebook, kind: SubjectKind) -> pa.Table:
    sheet = read_facts(table, rulebook, kind)
    warn(sheet.warnings)
    return facts_table(sheet.units, sheet.columns, sheet.values)


def _parquet_facts(path: Path, rulebook: Rulebook, kind: SubjectKind, besides: Rulebook | None) -> pa.Table | Path:
    subject = rulebook.subjects[kind]
    columns = subject.facts_columns()
    facts = open_parquet(path)
    if facts.is_text(columns):
        return _typed_facts(_without_others(table_from_cells(facts.as_text()), rulebook, besides), rulebook, kind)
    known = [book for book in (rulebook, besides) if book is not None]
    unknown = [name for name in facts.names if name != UNIT and not any(book.column(name) for book in known)]
    problems = [unknown_column(name, f"cột '{name}'", rulebook, subject) for name in unknown]
    problems += parquet_problems(facts, columns)
    if problems:
        raise InputProblems(capped(problems))
    warn(missing_columns(subject, dict.fromkeys(facts.names)))
    return path


# ---------------------------------------------------------------- results


def check_output(output: str) -> None:
    """Refuse, before anything is worked out, a result file of a kind that is not written."""
    if output != _STANDARD_OUTPUT and Path(output).suffix.lower() not in _OUTPUTS:
        raise refused(
            "khong_ghi_duoc_dang_nay",
            f"Không ghi được tệp '{output}'.",
            f"Dùng đuôi {', '.join(_OUTPUTS)}, hoặc - để in ra.",
        )


def write_table(result: pa.Table, output: str) -> None:
    """A result as the file that was asked for; `-` is CSV on standard output."""
    suffix = ".csv" if output == _STANDARD_OUTPUT else Path(output).suffix.lower()
    content = _content(result, suffix)
    if output == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    write_whole(Path(output), content)


def write_whole(target: Path, content: bytes) -> None:
    """Whoever reads the file sees the old one or the whole new one, also when the disk fills up in between."""
    with whole(target) as half:
        half.write_bytes(content)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Where to write what becomes `target` when all of it stands there."""
    half = target.with_name(f".{target.name}.part")
    try:
        yield half
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise refused("khong_ghi_duoc", f"Không ghi được tệp '{target}'.", "Kiểm tra thư mục và quyền ghi.") from error


def _content(result: pa.Table, suffix: str) -> bytes:
    if suffix == ".parquet":
        buffer = io.BytesIO()
        pyarrow.parquet.write_table(result, buffer)
        return buffer.getvalue()
    rows = zip(*(column.to_pylist() for column in result.columns), strict=True)
    if suffix == ".xlsx":
        return workbook([Sheet("Kết quả", result.column_names, rows)])
    return csv_file(result.column_names, rows, for_excel=False)


def warn(problems: Iterable[Problem]) -> None:
    """Tell what a person should know but need not change."""
    for problem in problems:
        say(f"Lưu ý: {problem}")


def say(line: str) -> None:
    """A line beside the result, on standard error."""
    print(line, file=sys.stderr)


def refused(code: str, message: str, cure: str) -> InputProblems:
    """One problem of what was asked for on the command line."""
    return InputProblems([Problem(code, message, "", cure)])
