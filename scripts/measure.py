"""How long our functions and files are, beside the medians of the codebases we learn from."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

# Median / ninth decile / ceiling, measured in codebases we look up to.
FUNCTIONS_AIM, FILES_AIM = (8, 30, 50), (80, 300, 600)


def files(root: Path) -> list[Path]:
    """Our product files; migrations are generated."""
    return [path for path in sorted((root / "src" / "binhyen").rglob("*.py")) if "migrations" not in path.parts]


def file_lengths(root: Path) -> dict[str, int]:
    """Lines of each product file that has any code."""
    lengths = {str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines()) for path in files(root)}
    return {name: lines for name, lines in lengths.items() if not name.endswith("__init__.py")}


def function_lengths(root: Path) -> dict[str, int]:
    """Lines of each function, from its `def` to its last line, named `file::function`."""
    return {f"{path.relative_to(root)}::{name}": lines for path in files(root) for name, lines in _functions(path)}


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{node.name}:{node.lineno}", (node.end_lineno or node.lineno) - node.lineno + 1


def summary(root: Path) -> str:
    """Two lines: median / ninth decile / longest, and the aim."""
    return "\n".join(
        [
            _line("functions", list(function_lengths(root).values()), FUNCTIONS_AIM),
            _line("files", list(file_lengths(root).values()), FILES_AIM),
        ]
    )


def _line(what: str, lengths: list[int], aim: tuple[int, int, int]) -> str:
    tenth = quantiles(lengths, n=10)[-1]
    shape = " / ".join(str(number) for number in aim)
    return f"{what}: {len(lengths)}, lines {median(lengths):.0f} / {tenth:.0f} / {max(lengths)}   (aim {shape})"
