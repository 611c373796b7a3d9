"""Everything that tests, in four passes, with one closing line over all of them.

1. every test but those of the passes below, on SQLite;
2. those marked `database` again, on a private PostgreSQL cluster;
3. those marked `spark`, on a private Spark cluster;
4. those marked `browser`, once.

    make test                                         all of it
    make test ARGS=tests/unit/kernel                  some of it, in all passes that apply
    .venv/bin/python scripts/test.py --only postgresql tests/integration/test_backup.py
    .venv/bin/pytest tests/unit/kernel/test_text.py::test_name      one test, on SQLite
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
ARTEFACTS = ROOT / "test-artefacts"
sys.path.insert(0, str(ROOT))

# The repository's root is no installed package.
from tests.postgres import private_cluster, programs  # noqa: E402
from tests.spark import lacking_for_spark  # noqa: E402

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
NO_TESTS = 5  # pytest's exit code when a selection is empty
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Count:
    """What happened, over one pass or all."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        """Add another pass."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.notes += other.notes

    def __str__(self) -> str:
        """The line that people and machines read."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Pass:
    """One run of pytest: its name, which tests, how many processes, and what the machine must have for it."""

    name: str
    marks: str
    processes: int
    absent: str = ""


def passes() -> list[Pass]:
    """The passes, each knowing what this machine lacks for it."""
    browser = next((name for name in CHROMIUM if shutil.which(name)), "")
    return [
        Pass("sqlite", "not browser and not spark", 2),
        Pass("postgresql", "database and not browser", 2, "" if programs() else "PostgreSQL (initdb, postgres)"),
        Pass("spark", "spark", 1, lacking_for_spark()),
        Pass("browser", "browser", 2, "" if browser else "Chromium"),
    ]


def main() -> int:
    """Run the passes and return 0 when everything passed (in CI: and nothing was skipped)."""
    options, rest = _arguments()
    ARTEFACTS.mkdir(exist_ok=True)
    total, began = Count(), time.monotonic()
    for one in passes():
        if options.only in (None, one.name):
            print(f"\n=== {one.name} ===", flush=True)
            total.add(_missing(one, rest) if one.absent else _run(one, rest))
    print(f"\nAll passes together, {time.monotonic() - began:.0f} s:")
    for note in total.notes:
        print(f"  {note}")
    print(total)
    return _verdict(total)


def _verdict(total: Count) -> int:
    if IN_CI and total.skipped:
        print("CI: nothing may be skipped here.", file=sys.stderr)
        return 1
    return 1 if total.failed or not total.passed else 0


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["sqlite", "postgresql", "spark", "browser"], help="one pass alone")
    return parser.parse_known_args()


def _run(one: Pass, rest: list[str]) -> Count:
    report = ARTEFACTS / f"junit-{one.name}.xml"
    report.unlink(missing_ok=True)
    began = time.monotonic()
    with _database(one) as environment:
        code = subprocess.run(_pytest(one, rest, report), cwd=ROOT, env=environment, check=False).returncode
    count = _read(report)
    if code not in (0, NO_TESTS) and not count.failed and not (IN_CI and count.skipped):
        count.failed += 1  # pytest itself broke: a syntax error, a crashed process
    count.notes.insert(0, f"{one.name}: {count} in {time.monotonic() - began:.0f} s")
    return count


def _pytest(one: Pass, rest: list[str], report: Path) -> list[str]:
    parallel = ["-n", str(one.processes), "--dist", "worksteal"] if one.processes > 1 else []
    quiet = ["-q", "--durations=10", "--durations-min=2", f"--junit-xml={report}", "-o", "junit_family=xunit2"]
    return [sys.executable, "-m", "pytest", "-m", one.marks, *quiet, *parallel, *rest]


@contextmanager
def _database(one: Pass) -> Iterator[dict[str, str]]:
    environment = {name: value for name, value in os.environ.items() if name != "BINHYEN_TEST_DATABASE_URL"}
    if one.name != "postgresql":
        yield environment
        return
    with private_cluster() as url:
        yield environment | {"BINHYEN_TEST_DATABASE_URL": url}


def _read(report: Path) -> Count:
    count = Count()
    if not report.exists():
        return count
    reasons: set[str] = set()
    for case in ElementTree.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif skipped is not None:
            count.skipped += 1
            reasons.add(skipped.get("message", ""))
        else:
            count.passed += 1
    count.notes = [f"  skipped: {reason}" for reason in sorted(reasons)]
    return count


def _missing(one: Pass, rest: list[str]) -> Count:
    """What the machine lacks is named, and every test it would have run is counted as skipped."""
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", one.marks, *rest],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    skipped = sum("::" in line for line in listed.stdout.splitlines())
    note = f"{one.name}: skipped {skipped} tests, because this machine lacks {one.absent}"
    print(note)
    return Count(skipped=skipped, notes=[note])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop from outside unwinds like Ctrl+C
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
