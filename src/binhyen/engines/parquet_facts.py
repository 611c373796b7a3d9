"""Facts in a Parquet file: checked where they lie, by columns and by one query, however many rows there are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from sqlglot import exp

from binhyen.engines.connection import connected
from binhyen.engines.facts_table import UNIT, files_of, read_files
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.bounds import AMOUNT_MOST, AMOUNT_SCALE, COUNT_MOST
from binhyen.rules.model.facts import Column
from binhyen.rules.model.types import Answer, ValueType

_IS_TYPE = {
    ValueType.NUMBER: lambda kind: pa.types.is_integer(kind) or pa.types.is_decimal(kind),
    ValueType.BOOLEAN: pa.types.is_boolean,
    ValueType.DATE: pa.types.is_date,
    ValueType.TEXT: lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind),
}
_WORDS = {
    ValueType.NUMBER: "số nguyên hoặc DECIMAL",
    ValueType.BOOLEAN: "BOOLEAN",
    ValueType.DATE: "DATE",
    ValueType.TEXT: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class ParquetFacts:
    """The columns of a Parquet file, or of a folder of them, before anything of their content is read."""

    path: Path
    schema: pa.Schema

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in its order."""
        return tuple(self.schema.names)

    def is_text(self, columns: Iterable[Column]) -> bool:
        """Whether the file holds cells as text that the rulebook has to type, as CSV files do."""
        wanted = {column.name: column.value_type for column in columns}
        text_type = _IS_TYPE[ValueType.TEXT]
        return any(
            text_type(field.type) and wanted.get(field.name, ValueType.TEXT) is not ValueType.TEXT
            for field in self.schema
        )

    def as_text(self) -> list[list[str]]:
        """Header and rows as cells of text, for a file that `is_text`."""
        table = read_files(self.path)
        columns = [["" if value is None else str(value) for value in column.to_pylist()] for column in table.columns]
        return [list(table.column_names), *(list(row) for row in zip(*columns, strict=True))]


def read_parquet(facts: Path) -> exp.Expr:
    """DuckDB's table of a Parquet file or of a folder of them; names of folders are no columns."""
    files = exp.Array(expressions=[exp.Literal.string(_no_pattern(file)) for file in files_of(facts)])
    options = {"union_by_name": exp.true(), "hive_partitioning": exp.false()}
    named = [exp.PropertyEQ(this=exp.to_identifier(name), expression=value) for name, value in options.items()]
    return exp.func("read_parquet", files, *named)


def _no_pattern(file: Path) -> str:
    """DuckDB takes a path for a pattern; in ours every character stands for itself."""
    return re.sub(r"([*?\[\]])", r"[\1]", str(file))


def facts_in(folder: Path, programme: str, kind: SubjectKind, year: int) -> Path:
    """The part of a snapshot that holds facts on these; a folder that is no snapshot holds facts by itself.

    Raises InputProblems if the snapshot has none.
    """
    snapshot = folder / "facts"
    if not snapshot.is_dir():
        return folder
    found = snapshot / f"programme={programme}" / f"subject={kind.value}" / f"year={year}"
    if not found.is_dir():
        message = f"Bản chụp {folder.name} không có số liệu {programme}, loại {kind.value}, năm {year}."
        raise InputProblems([Problem("khong_co_so_lieu", message, "", "Kiểm tra --subject và --year.")])
    return found


def column_names(facts: Path) -> list[str]:
    """The columns of a Parquet file, or all those of the files in a folder in the order in which they turn up."""
    return [str(name) for name in _schema(facts).names]


def _schema(facts: Path) -> pa.Schema:
    schemas = [pyarrow.parquet.read_schema(file) for file in files_of(facts)]
    return pa.unify_schemas(schemas, promote_options="permissive") if len(schemas) > 1 else schemas[0]


def open_parquet(path: Path) -> ParquetFacts:
    """Look at a Parquet file's schema. Raises InputProblems if it is none, or if two columns share a name."""
    try:
        schema = _schema(path)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError, IndexError) as error:
        problem = Problem(
            "khong_phai_parquet", f"{path.name} không phải tệp Parquet đọc được.", "", "Kiểm tra lại tệp."
        )
        raise InputProblems([problem]) from error
    doubled = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if doubled:
        raise InputProblems(
            [Problem("trung_cot", "Hai cột trùng tên.", f"cột '{name}'", "Giữ lại một cột.") for name in doubled]
        )
    return ParquetFacts(path, schema)


def parquet_problems(facts: ParquetFacts, columns: Iterable[Column]) -> list[Problem]:
    """What is wrong with the types and the values of the columns that a subject uses; units that stand twice."""
    used = [column for column in columns if column.name in facts.names]
    problems = [problem for column in used if (problem := _type_problem(facts.schema.field(column.name).type, column))]
    if UNIT not in facts.names:
        problems.append(
            Problem("thieu_cot_don_vi", "Không có cột 'unit'.", "", "Thêm cột 'unit' ghi mã của từng đơn vị.")
        )
    return problems or list(_value_problems(facts, used))


def _type_problem(found: pa.DataType, column: Column) -> Problem | None:
    if _IS_TYPE[column.value_type](found):
        return None
    message = f"Kiểu {found} không phù hợp, cần {_WORDS[column.value_type]}."
    return Problem("sai_kieu_cot", message, f"cột '{column.name}'", "Đổi kiểu của cột.")


def _value_problems(facts: ParquetFacts, used: list[Column]) -> Iterator[Problem]:
    limits = {column: broken for column in used if (broken := _broken(column)) is not None}
    unit = exp.column(UNIT, quoted=True)
    counts = [
        exp.Sub(this=exp.Count(this=exp.Star()), expression=exp.Count(this=exp.Distinct(expressions=[unit]))),
        *(exp.func("COUNT_IF", condition) for condition in limits.values()),
    ]
    source = read_parquet(facts.path)
    with connected() as connection:
        found = connection.sql(exp.select(*counts).from_(source).sql(dialect="duckdb")).fetchall()[0]
    if found[0]:
        message = f"{text.number(found[0])} dòng không ghi đơn vị hoặc trùng đơn vị."
        yield Problem("trung_don_vi", message, f"cột '{UNIT}'", "Giữ lại một dòng cho mỗi đơn vị.")
    for column, rows in zip(limits, found[1:], strict=True):
        if rows:
            message = f"{text.number(rows)} giá trị không hợp lệ (âm, quá lớn, quá nhiều số lẻ hoặc ngoài danh sách)."
            yield Problem("gia_tri_khong_hop_le", message, f"cột '{column.name}'", "Sửa hoặc để trống các giá trị đó.")


def _broken(column: Column) -> exp.Expr | None:
    """The condition under which a value cannot be an answer; NULL never is."""
    value = exp.column(column.name, quoted=True)
    match column.answer:
        case Answer.COUNT:
            whole = exp.NEQ(this=value, expression=exp.func("FLOOR", value))
            return exp.or_(_outside(value, str(COUNT_MOST)), whole)
        case Answer.AMOUNT | Answer.SCORE:
            most = f"{column.maximum:f}" if column.maximum is not None else f"{AMOUNT_MOST // 10**AMOUNT_SCALE}.99"
            rounded = exp.NEQ(this=value, expression=exp.func("ROUND", value, exp.Literal.number(AMOUNT_SCALE)))
            return exp.or_(_outside(value, most), rounded)
        case Answer.CHOICE:
            return exp.Not(
                this=exp.In(this=value, expressions=[exp.Literal.string(choice) for choice in column.choices])
            )
        case _:
            return None


def _outside(value: exp.Expr, most: str) -> exp.Expr:
    return exp.Not(this=exp.Between(this=value, low=exp.Literal.number(0), high=exp.Literal.number(most)))
