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

from benchmarks.load import MEASURED_SECONDS, PROCESSES, ROOT, WARM_UP_SECONDS, Load, measure, served
from benchmarks.report import Table

CLIENTS = (1, 4, 8)
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its name, its path, and words that only the right answer holds."""

    name: str
    path: str
    marker: str


@dataclass(frozen=True, slots=True)
class Target:
    """A page on a running server, with the cookie that opens it."""

    address: str
    cookie: str
    page: Page

    def measure(self, clients: int) -> Load:
        """One measurement."""
        return measure(self.address + self.page.path, cookie=self.cookie, marker=self.page.marker, clients=clients)


def run() -> Table:
    """Measure the bare page and ours by turns, and set the rates side by side."""
    with _bare() as bare, _ours() as (ours_list, ours_dossier):
        targets = [bare, ours_list, ours_dossier]
        columns = [_round_about(targets, clients) for clients in CLIENTS]
    rows = [
        [target.page.name, *(_cell(column[at], column[0]) for column in columns)] for at, target in enumerate(targets)
    ]
    heading = ["page", *(f"{clients} client{'s' if clients > 1 else ''}: req/s · p95 · of bare" for clients in CLIENTS)]
    note = (
        f"{PROCESSES} worker processes, wrk with keep-alive, {WARM_UP_SECONDS} s of warm-up dropped, every answer checked; "
        f"the pages take turns, the median of {ROUNDS} rounds of {MEASURED_SECONDS} s each."
    )
    return Table("Web", note, heading, rows)


def _round_about(targets: list[Target], clients: int) -> list[Load]:
    """The median load of each target; they take turns, so that a busy moment of the machine does not fall on one alone."""
    rounds = [[target.measure(clients) for target in targets] for _ in range(ROUNDS)]
    return [sorted(loads, key=lambda load: load.per_second)[ROUNDS // 2] for loads in zip(*rounds, strict=True)]


def _cell(load: Load, yardstick: Load) -> str:
    return f"{load.per_second:.0f} · {load.p95_ms:.1f} ms · {load.per_second / yardstick.per_second:.2f}"


@contextmanager
def _bare() -> Iterator[Target]:
    with _filled("benchmarks.bare.fill", "BENCH_FOLDER") as (environment, told):
        page = Page("bare Django page, 25 of 2,000 rows", told["list"], "Đơn vị Mẫu số 51")
        with served("benchmarks.bare.wsgi:application", environment) as address:
            yield Target(address, told["cookie"], page)


@contextmanager
def _ours() -> Iterator[tuple[Target, Target]]:
    with _filled("benchmarks.ours", "BINHYEN_DATA_DIR") as (environment, told):
        shown = Page("our list, 25 of 2,000 dossiers", told["list"], told["list_marker"])
        opened = Page("our dossier page, 14 criteria", told["dossier"], told["dossier_marker"])
        with served("binhyen.config.wsgi:application", environment) as address:
            yield Target(address, told["cookie"], shown), Target(address, told["cookie"], opened)


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
