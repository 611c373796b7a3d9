"""`check-rulebook`, `evaluate`, `explain`: rules on files, without a database and without a web framework."""

import io
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from binhyen.config.wiring import register_engines
from binhyen.engines.facts_table import UNIT, facts_rows, facts_table
from binhyen.engines.parquet_facts import open_parquet, parquet_problems
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.engine import engine_names, get_engine
from binhyen.rules.explanation import explain
from binhyen.rules.language.names import nearest
from binhyen.rules.loading import check_rulebook, load_rulebook
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess
from binhyen.sheets.facts import capped, missing_columns, read_facts, unknown_column
from binhyen.sheets.reading import read_table
from binhyen.sheets.table import Table, table_from_cells
from binhyen.sheets.writing import Sheet, csv_file, workbook

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_STANDARD_OUTPUT = "-"
_OUTPUTS = (".csv", ".xlsx", ".parquet")
_FIRST_YEAR, _LAST_YEAR = 1900, 9990


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `check-rulebook`, `evaluate` and `explain`."""
    register_engines()
    check = subparsers.add_parser(
        "check-rulebook", description="Kiểm tra bộ tiêu chí; mỗi vấn đề nêu rõ chỗ và cách sửa."
    )
    check.add_argument("file", metavar="FILE", help="tệp YAML, hoặc tên bộ tiêu chí đi kèm như an-toan-antt@124/2021")
    check.set_defaults(run=run_check)
    evaluate = subparsers.add_parser("evaluate", description="Tính kết quả cho mọi đơn vị trong tệp số liệu.")
    _add_common(evaluate)
    evaluate.add_argument(
        "--engine", choices=engine_names(), default="duckdb", help="bộ máy tính (mặc định: %(default)s)"
    )
    evaluate.add_argument(
        "-o", "--output", required=True, metavar="OUT", help=".csv, .xlsx, .parquet, hoặc - để in CSV"
    )
    evaluate.set_defaults(run=run_evaluate)
    explained = subparsers.add_parser("explain", description="Giải thích kết quả của một đơn vị.")
    _add_common(explained)
    explained.add_argument("--unit", required=True, metavar="U", help="mã đơn vị như trong cột unit")
    explained.set_defaults(run=run_explain)


def _add_common(parser: ArgumentParser) -> None:
    parser.add_argument(
        "rulebook", metavar="RULEBOOK", help="tệp YAML, hoặc tên bộ tiêu chí đi kèm như an-toan-antt@124/2021"
    )
    parser.add_argument("facts", metavar="FACTS", help="tệp .csv, .xlsx hoặc .parquet, mỗi đơn vị một dòng")
    parser.add_argument("--subject", required=True, type=_subject, metavar="KIND", help=", ".join(SubjectKind))
    parser.add_argument("--year", required=True, type=_year, metavar="Y", help="năm xét")
    parser.add_argument(
        "--basis", choices=("self", "review"), default="self",
        help="số liệu tự báo cáo hay đã thẩm định; tệp một bộ số liệu thì hai lựa chọn như nhau",
    )  # fmt: skip


def _subject(word: str) -> SubjectKind:
    try:
        return SubjectKind(word)
    except ValueError:
        raise ArgumentTypeError(f"không có loại đơn vị '{word}'; chọn một trong: {', '.join(SubjectKind)}") from None


def _year(word: str) -> int:
    if word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
        return int(word)
    raise ArgumentTypeError(f"'{word}' không phải là năm")


# ---------------------------------------------------------------- the three commands


def run_check(arguments: Namespace) -> int:
    """Print every problem of a rulebook (exit code 1), or what a sound one holds."""
    content = _rulebook_text(arguments.file)
    problems = check_rulebook(content)
    if problems:
        raise InputProblems(problems)
    rulebook = load_rulebook(content)
    criteria = sum(1 for subject in rulebook.subjects.values() for _ in subject.leaves())
    print(f"{rulebook.programme}@{rulebook.version}: {rulebook.name}")
    print(
        f"{len(rulebook.subjects)} loại đơn vị, {criteria} tiêu chí, {len(rulebook.figures)} số liệu. Không có vấn đề."
    )
    for place in rulebook.to_confirm():
        print(f"cần xác nhận: {place}")
    print(f"mã băm nội dung: {rulebook.content_hash}")
    return 0


def run_evaluate(arguments: Namespace) -> int:
    """Judge every unit of a facts file and write the result; a summary goes to standard error."""
    _check_output(arguments.output)
    rulebook = _rulebook(arguments.rulebook, arguments.subject)
    facts = _facts(Path(arguments.facts), rulebook, arguments.subject)
    result: pa.Table = get_engine(arguments.engine).evaluate(rulebook, arguments.subject, facts, year=arguments.year)
    _write(result, arguments.output)
    _say(_summary(result))
    return 0


def run_explain(arguments: Namespace) -> int:
    """Print one unit's verdict, and for every criterion its outcome and the reason."""
    kind, year = arguments.subject, arguments.year
    rulebook = _rulebook(arguments.rulebook, kind)
    facts = _facts_of_unit(_facts(Path(arguments.facts), rulebook, kind), arguments.unit)
    assessment = assess(rulebook, kind, facts, year=year)
    levels = {level.code: level.name for level in rulebook.subjects[kind].levels}
    print(f"{arguments.unit}, năm {year}: {assessment.verdict.vietnamese}")
    if assessment.level:
        print(f"mức: {levels[assessment.level]}")
    for explanation in explain(rulebook, kind, facts, assessment, year=year):
        margin = "    " * explanation.depth
        print(f"\n{margin}{explanation.code}  {explanation.text}")
        for line in (f"→ {explanation.outcome.vietnamese}", *explanation.sentences):
            print(f"{margin}    {line}")
    return 0


# ---------------------------------------------------------------- rulebooks


def _rulebook(reference: str, kind: SubjectKind) -> Rulebook:
    rulebook = load_rulebook(_rulebook_text(reference), source=Path(reference).name)
    if kind not in rulebook.subjects:
        judged = ", ".join(rulebook.subjects)
        raise _refused(
            "khong_xet_loai_nay", f"Bộ tiêu chí không xét loại đơn vị '{kind}'.", f"Chọn một trong: {judged}."
        )
    return rulebook


def _rulebook_text(reference: str) -> str:
    if reference in shipped():
        return shipped_text(reference)
    path = Path(reference)
    if not path.is_file():
        guess = nearest(reference, shipped())
        cure = f"Có phải '{guess}'?" if guess else f"Kiểm tra đường dẫn, hoặc dùng một trong: {', '.join(shipped())}."
        raise _refused("khong_co_bo_tieu_chi", f"Không có tệp hay bộ tiêu chí đi kèm tên '{reference}'.", cure)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise _refused(
            "khong_doc_duoc",
            f"{path.name} không phải tệp văn bản UTF-8 đọc được.",
            "Dùng tệp YAML lưu ở bảng mã UTF-8.",
        ) from error


# ---------------------------------------------------------------- facts


def _facts(path: Path, rulebook: Rulebook, kind: SubjectKind) -> pa.Table | Path:
    """Checked facts: an Arrow table, or the Parquet file itself where its columns are typed already."""
    if path.suffix.lower() == ".parquet":
        return _parquet_facts(path, rulebook, kind)
    return _typed_facts(read_table(path), rulebook, kind)


def _typed_facts(table: Table, rulebook: Rulebook, kind: SubjectKind) -> pa.Table:
    sheet = read_facts(table, rulebook, kind)
    _warn(sheet.warnings)
    return facts_table(sheet.units, sheet.columns, sheet.values)


def _parquet_facts(path: Path, rulebook: Rulebook, kind: SubjectKind) -> pa.Table | Path:
    subject = rulebook.subjects[kind]
    columns = subject.facts_columns()
    facts = open_parquet(path)
    if facts.is_text(columns):
        return _typed_facts(table_from_cells(facts.as_text()), rulebook, kind)
    unknown = [name for name in facts.names if name != UNIT and rulebook.column(name) is None]
    problems = [unknown_column(name, f"cột '{name}'", rulebook, subject) for name in unknown]
    problems += parquet_problems(facts, columns)
    if problems:
        raise InputProblems(capped(problems))
    _warn(missing_columns(subject, dict.fromkeys(facts.names)))
    return path


def _facts_of_unit(facts: pa.Table | Path, unit: str) -> Facts:
    table = pyarrow.parquet.read_table(facts) if isinstance(facts, Path) else facts
    rows = dict(facts_rows(table.filter(pa.compute.equal(table[UNIT], unit))))
    if unit not in rows:
        guess = nearest(unit, table[UNIT].to_pylist())
        cure = f"Có phải '{guess}'?" if guess else "Ghi đúng mã trong cột unit."
        raise _refused("khong_co_don_vi", f"Tệp số liệu không có đơn vị '{unit}'.", cure)
    return rows[unit]


# ---------------------------------------------------------------- results


def _check_output(output: str) -> None:
    if output != _STANDARD_OUTPUT and Path(output).suffix.lower() not in _OUTPUTS:
        raise _refused(
            "khong_ghi_duoc_dang_nay",
            f"Không ghi được tệp '{output}'.",
            f"Dùng đuôi {', '.join(_OUTPUTS)}, hoặc - để in ra.",
        )


def _write(result: pa.Table, output: str) -> None:
    suffix = ".csv" if output == _STANDARD_OUTPUT else Path(output).suffix.lower()
    content = _content(result, suffix)
    if output == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    # Whoever reads OUT sees the old file or the whole new one, also when the disk fills up in between.
    target = Path(output)
    half = target.with_name(f".{target.name}.part")
    try:
        half.write_bytes(content)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise _refused("khong_ghi_duoc", f"Không ghi được tệp '{output}'.", "Kiểm tra thư mục và quyền ghi.") from error


def _content(result: pa.Table, suffix: str) -> bytes:
    if suffix == ".parquet":
        buffer = io.BytesIO()
        pyarrow.parquet.write_table(result, buffer)
        return buffer.getvalue()
    rows = zip(*(column.to_pylist() for column in result.columns), strict=True)
    if suffix == ".xlsx":
        return workbook([Sheet("Kết quả", result.column_names, rows)])
    return csv_file(result.column_names, rows, for_excel=False)


def _summary(result: pa.Table) -> str:
    counts = Counter(result["verdict"].to_pylist())
    told = ", ".join(f"{outcome.vietnamese} {text.number(counts[outcome])}" for outcome in Outcome if counts[outcome])
    return f"{text.number(result.num_rows)} đơn vị: {told}" if told else "Tệp số liệu không có đơn vị nào."


def _warn(problems: Iterable[Problem]) -> None:
    for problem in problems:
        _say(f"Lưu ý: {problem}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _refused(code: str, message: str, cure: str) -> InputProblems:
    return InputProblems([Problem(code, message, "", cure)])
