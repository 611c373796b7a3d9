"""Our pages beside a bare Django page, from one run on one machine: `python -m benchmarks web`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import PROCESSES, ROOT, Load, measure, served
from benchmarks.report import Table

CLIENTS = (1, 4, 8)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its name, its path, and words that only the right answer holds."""

    name: str
    path: str
    marker: str


def run() -> Table:
    """Measure the bare page and ours, and set the rates side by side."""
    bare = _measure_bare()
    rows = [_row("bare Django page, 25 of 2,000 rows", bare, bare)]
    for name, loads in _measure_ours().items():
        rows.append(_row(name, loads, bare))
    heading = ["page", *(f"{clients} client{'s' if clients > 1 else ''}: req/s · p95 · of bare" for clients in CLIENTS)]
    note = f"{PROCESSES} worker processes, wrk with keep-alive, 2 s of warm-up dropped, 5 s measured, every answer checked."
    return Table("Web", note, heading, rows)


def _row(name: str, loads: list[Load], bare: list[Load]) -> list[str]:
    cells = [
        f"{load.per_second:.0f} · {load.p95_ms:.1f} ms · {load.per_second / yardstick.per_second:.2f}"
        for load, yardstick in zip(loads, bare, strict=True)
    ]
    return [name, *cells]


def _measure_bare() -> list[Load]:
    with _filled("benchmarks.bare.fill", "BENCH_FOLDER") as (environment, told):
        page = Page("bare", told["list"], "Đơn vị Mẫu số 51")
        with served("benchmarks.bare.wsgi:application", environment) as address:
            return _loads(address, page, told["cookie"])


def _measure_ours() -> dict[str, list[Load]]:
    with _filled("benchmarks.ours", "BINHYEN_DATA_DIR") as (environment, told):
        pages = [
            Page("our list, 25 of 2,000 dossiers", told["list"], told["list_marker"]),
            Page("our dossier page, 14 criteria", told["dossier"], told["dossier_marker"]),
        ]
        with served("binhyen.config.wsgi:application", environment) as address:
            return {page.name: _loads(address, page, told["cookie"]) for page in pages}


def _loads(address: str, page: Page, cookie: str) -> list[Load]:
    return [measure(address + page.path, cookie=cookie, marker=page.marker, clients=clients) for clients in CLIENTS]


@contextmanager
def _filled(module: str, setting: str) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """A temporary data folder, filled by `module` in a process of its own, which prints what requests need."""
    with tempfile.TemporaryDirectory(prefix="binhyen-bench-") as folder:
        environment = {setting: str(Path(folder)), "DATABASE_URL": "", "BINHYEN_LOG_LEVEL": "WARNING"}
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        yield environment, json.loads(done.stdout.splitlines()[-1])
