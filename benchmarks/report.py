"""Tables of measurements: printed, and kept in docs/benchmarks.md under their own heading with machine facts."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from binhyen.kernel.clock import today

KEPT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = "# Benchmarks\n\nWritten by `make bench`; each section replaces itself and names the machine of its run.\n"


@dataclass(frozen=True, slots=True)
class Table:
    """One measured table."""

    title: str
    note: str
    heading: list[str]
    rows: list[list[str]]

    def markdown(self) -> str:
        """The section as it is kept."""
        lines = [self.heading, ["---"] * len(self.heading), *self.rows]
        table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
        return f"## {self.title}\n\n{self.note}\n{machine()}\n\n{table}\n"


def machine() -> str:
    """The day and the machine in one line; no name of the machine, no path."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{today():%Y-%m-%d}",
        f"{os.cpu_count()} × {_processor()}",
        f"{memory:.0f} GiB",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("Django", "granian", "duckdb")),
        _wrk_version(),
    ]
    return ", ".join(part for part in parts if part) + "."


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.machine()


def _wrk_version() -> str:
    try:
        said = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    found = re.search(r"wrk [\w./-]+", said.stdout + said.stderr)
    return found.group(0) if found else ""


def keep(table: Table) -> None:
    """Print the table and put it in the place of its older self."""
    section = table.markdown()
    print(section)
    text = KEPT.read_text(encoding="utf-8") if KEPT.exists() else HEAD
    parts = re.split(r"(?m)^(?=## )", text)
    kept = [part for part in parts[1:] if not part.startswith(f"## {table.title}\n")]
    KEPT.write_text("\n".join(part.strip() + "\n" for part in [parts[0], *kept, section]), encoding="utf-8")
