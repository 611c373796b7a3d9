"""`make bench`: everything we measure, or one part: `python -m benchmarks web`."""

import sys
from collections.abc import Callable

from benchmarks import imports, nation, papers, rules, web, what_if
from benchmarks.load import CannotMeasure
from benchmarks.report import Table, keep

PARTS: dict[str, Callable[[], Table]] = {
    "web": web.run,
    "rules": rules.run,
    "papers": papers.run,
    "imports": imports.run,
    "what-if": what_if.run,
    "nation": nation.run,
}


def main(names: list[str]) -> int:
    """Run the named parts, or all."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    try:
        for name in names or PARTS:
            keep(PARTS[name]())
    except CannotMeasure as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
