"""`check-rulebook`, `evaluate`, `explain`: rules on files, without a database and without a web framework."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute

from binhyen.config.commands.arguments import subject, year_of_facts
from binhyen.config.commands.files import check_output, facts_at, refused, rulebook_for, say, whole, write_table
from binhyen.config.commands.rulebooks import NAMED, rulebook_at
from binhyen.config.wiring import register_engines
from binhyen.engines.facts_table import UNIT, facts_rows, read_files, verdicts_in
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.engine import Engine, engine_names, get_engine
from binhyen.rules.explanation import Outlook, Titles, explain, outlook, outlook_items, titles_of
from binhyen.rules.language.names import nearest
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess
from binhyen.sheets.rulebooks import refuse_person_figures

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `check-rulebook`, `evaluate` and `explain`."""
    register_engines()
    check = subparsers.add_parser(
        "check-rulebook", description="Kiểm tra bộ tiêu chí; mỗi vấn đề nêu rõ chỗ và cách sửa."
    )
    check.add_argument("file", metavar="FILE", help=NAMED)
    check.set_defaults(run=run_check)
    evaluate = subparsers.add_parser("evaluate", description="Tính kết quả cho mọi đơn vị trong tệp số liệu.")
    _add_common(evaluate)
    evaluate.add_argument(
        "--engine", choices=engine_names(), default="duckdb", help="bộ máy tính (mặc định: %(default)s)"
    )
    evaluate.add_argument("--master", metavar="URL", help="cụm Spark: local[2] (mặc định) hoặc spark://máy:cổng")
    evaluate.add_argument(
        "-o", "--output", required=True, metavar="OUT", help=".csv, .xlsx, .parquet, hoặc - để in CSV"
    )
    evaluate.set_defaults(run=run_evaluate)
    explained = subparsers.add_parser("explain", description="Giải thích kết quả của một đơn vị.")
    _add_common(explained)
    explained.add_argument("--unit", required=True, metavar="U", help="mã đơn vị như trong cột unit")
    explained.set_defaults(run=run_explain)


def _add_common(parser: ArgumentParser) -> None:
    parser.add_argument("rulebook", metavar="RULEBOOK", help=NAMED)
    parser.add_argument(
        "facts", metavar="FACTS", help="tệp .csv, .xlsx, .parquet hoặc thư mục bản chụp, mỗi đơn vị một dòng"
    )
    parser.add_argument("--subject", required=True, type=subject, metavar="KIND", help=", ".join(SubjectKind))
    parser.add_argument("--year", required=True, type=year_of_facts, metavar="Y", help="năm xét")
    parser.add_argument(
        "--basis", choices=("self", "review"), default="self",
        help="số liệu tự báo cáo hay đã thẩm định; tệp một bộ số liệu thì hai lựa chọn như nhau",
    )  # fmt: skip


# ---------------------------------------------------------------- the three commands


def run_check(arguments: Namespace) -> int:
    """Print every problem of a rulebook (exit code 1), or what a sound one holds."""
    rulebook = rulebook_at(arguments.file)
    refuse_person_figures(rulebook)
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
    check_output(arguments.output)
    kind, year = arguments.subject, arguments.year
    rulebook = rulebook_for(arguments.rulebook, kind)
    facts = facts_at(Path(arguments.facts), rulebook, kind, year=year)
    engine = _engine(arguments)
    if isinstance(facts, Path) and Path(arguments.output).suffix.lower() == ".parquet":
        with whole(Path(arguments.output)) as half:
            engine.write(rulebook, kind, facts, half, year=year)
            counts = verdicts_in(half)
    else:
        result = engine.evaluate(rulebook, kind, facts, year=year)
        write_table(result, arguments.output)
        counts = Counter(result["verdict"].to_pylist())
    say(_summary(counts))
    return 0


def _engine(arguments: Namespace) -> Engine[pa.Table | Path, pa.Table]:
    if arguments.master:
        if arguments.engine != "spark":
            raise refused("master_khong_dung", "--master chỉ dùng với --engine spark.", "Thêm --engine spark.")
        register_engines(master=arguments.master)
    return get_engine(arguments.engine)


def run_explain(arguments: Namespace) -> int:
    """Print one unit's verdict, what it still needs, and for every criterion its outcome and the reason."""
    kind, year = arguments.subject, arguments.year
    rulebook = rulebook_for(arguments.rulebook, kind)
    facts = _facts_of_unit(facts_at(Path(arguments.facts), rulebook, kind, year=year), arguments.unit)
    assessment = assess(rulebook, kind, facts, year=year)
    levels = {level.code: level.name for level in rulebook.subjects[kind].levels}
    print(f"{arguments.unit}, năm {year}: {assessment.verdict.vietnamese}")
    if assessment.level:
        print(f"mức: {levels[assessment.level]}")
    titles = _titles_asked(rulebook, kind)
    _print_needed(outlook(rulebook, kind, facts, assessment, year=year, titles=titles))
    for explanation in explain(rulebook, kind, facts, assessment, year=year, titles=titles):
        margin = "    " * explanation.depth
        print(f"\n{margin}{explanation.code}  {explanation.text}")
        for line in (f"→ {explanation.outcome.vietnamese}", *explanation.sentences):
            print(f"{margin}    {line}")
    return 0


def _titles_asked(rulebook: Rulebook, kind: SubjectKind) -> Titles:
    """How the levels of other programmes are called, as far as a shipped rulebook says it."""
    asked = {node.programme for node in rulebook.subjects[kind].nodes() if isinstance(node, nodes.Recognised)}
    known = (reference for reference in shipped() if reference.partition("@")[0] in asked)
    return titles_of(load_rulebook(shipped_text(reference)) for reference in known)


def _print_needed(found: Outlook | None) -> None:
    if found is None or not found.missing:
        return
    things = outlook_items(found)
    print(f"\nĐể đạt mức “{found.name}” còn thiếu {text.number(len(things))} mục:")
    for thing in things:
        print(f"    - {thing}")


def _facts_of_unit(facts: pa.Table | Path, unit: str) -> Facts:
    table = read_files(facts) if isinstance(facts, Path) else facts
    rows = dict(facts_rows(table.filter(pa.compute.equal(table[UNIT], unit))))
    if unit not in rows:
        guess = nearest(unit, table[UNIT].to_pylist())
        cure = f"Có phải '{guess}'?" if guess else "Ghi đúng mã trong cột unit."
        raise refused("khong_co_don_vi", f"Tệp số liệu không có đơn vị '{unit}'.", cure)
    return rows[unit]


def _summary(counts: Mapping[str, int]) -> str:
    told = ", ".join(f"{outcome.vietnamese} {text.number(counts[outcome])}" for outcome in Outcome if counts[outcome])
    return f"{text.number(sum(counts.values()))} đơn vị: {told}" if told else "Tệp số liệu không có đơn vị nào."
