"""`what-if`: two versions of a rulebook over one facts file, without a database."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from binhyen.config.commands.arguments import subject, year_of_facts
from binhyen.config.commands.files import check_output, facts_at, rulebook_for, write_table
from binhyen.config.commands.rulebooks import NAMED
from binhyen.config.wiring import register_engines
from binhyen.insight.what_if import Comparison, Turn, what_if
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.engine import engine_names, get_engine
from binhyen.rules.model.results import Outcome

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_LINES = 40
_LEVELS = "levels"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `what-if`."""
    register_engines()
    parser = subparsers.add_parser(
        "what-if", description="Ai sẽ đạt thêm, ai không còn đạt nếu xét theo bản khác, và vì tiêu chí nào."
    )
    parser.add_argument("issued", metavar="ISSUED", help=NAMED)
    parser.add_argument("draft", metavar="DRAFT", help=NAMED)
    parser.add_argument(
        "facts", metavar="FACTS", help="tệp .csv, .xlsx, .parquet, mỗi đơn vị một dòng, hoặc thư mục dữ liệu"
    )
    parser.add_argument("--subject", required=True, type=subject, metavar="KIND", help=", ".join(SubjectKind))
    parser.add_argument("--year", required=True, type=year_of_facts, metavar="Y", help="năm xét")
    parser.add_argument(
        "--engine", choices=engine_names(), default="duckdb", help="bộ máy tính (mặc định: %(default)s)"
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="ghi từng đơn vị thay đổi vào .csv, .xlsx, .parquet, hoặc - để in CSV"
    )
    parser.set_defaults(run=run_what_if)


def run_what_if(arguments: Namespace) -> int:
    """Print what would change; with OUT, write every unit that changes."""
    if arguments.output:
        check_output(arguments.output)
    kind = arguments.subject
    issued, draft = rulebook_for(arguments.issued, kind), rulebook_for(arguments.draft, kind)
    path, year = Path(arguments.facts), arguments.year
    facts = (
        facts_at(path, issued, kind, year=year, besides=draft),
        facts_at(path, draft, kind, year=year, besides=issued),
    )
    found = what_if(get_engine(arguments.engine), (issued, draft), kind, facts, year=year)
    if arguments.output == "-":
        write_table(_changes(found), arguments.output)
        return 0
    for line in _told(found, f"{issued.programme} {issued.version} → {draft.version}", arguments.year):
        print(line)
    if arguments.output:
        write_table(_changes(found), arguments.output)
    return 0


def _changes(found: Comparison) -> pa.Table:
    """Every unit that changes: verdicts and levels as in the result of `evaluate`, reasons as codes of criteria."""
    rows = [
        {
            "unit": flip.unit,
            "change": flip.turn.value,
            "verdict_before": flip.before,
            "verdict_after": flip.after,
            "level_before": flip.level_before or None,
            "level_after": flip.level_after or None,
            "criteria": ", ".join(flip.criteria) or _LEVELS,
        }
        for flip in found.flips()
    ]
    names = ("unit", "change", "verdict_before", "verdict_after", "level_before", "level_after", "criteria")
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def _told(found: Comparison, versions: str, year: int) -> Iterator[str]:
    yield f"{versions}, {found.kind.vietnamese}, năm {year}: {text.number(found.rows)} đơn vị"
    for outcome in Outcome:
        was, now = (found.count(outcome.value, draft=draft) for draft in (False, True))
        if was or now:
            yield f"  {outcome.vietnamese}: {text.number(was)} → {text.number(now)}"
    turned = [(turn, found.turned(turn)) for turn in Turn]
    yield "  " + (
        " · ".join(f"{turn.vietnamese} {text.number(count)}" for turn, count in turned if count) or "không đổi"
    )
    for cost in found.costs():
        named = f"tiêu chí {cost.code} ({cost.text})" if cost.code else "mức công nhận, đối tượng"
        ways = (("thiệt", cost.worse), ("thành chưa đủ căn cứ", cost.unknown), ("lợi", cost.better))
        yield f"  {named}: " + ", ".join(f"{word} {text.number(count)}" for word, count in ways if count)
    for number, flip in enumerate(found.flips()):
        if number == _LINES:
            yield f"  … và {text.number(found.flips_count - _LINES)} đơn vị khác; thêm -o để ghi tất cả."
            break
        reasons = ", ".join(flip.criteria) or "mức công nhận, đối tượng"
        yield f"  {flip.unit}: {flip.turn.vietnamese} ({reasons})"
