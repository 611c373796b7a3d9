"""Everything a machine can say about the code without running the product: `make check`.

The checks run side by side; each says what it found only when it found something. Medians are a mirror, not a law.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from scripts.measure import summary  # noqa: E402 - the repository's root is no installed package

# A production set-up that Django's deployment check must find nothing wrong with.
PRODUCTION = {
    "BINHYEN_HTTPS": "true",
    "BINHYEN_ALLOWED_HOSTS": "mau.example",
    "BINHYEN_TRUSTED_ORIGINS": "https://mau.example",
    "BINHYEN_SECRET_KEY": "Only-the-check-uses-this-one-0123456789-abcdefghijklmnop-QRSTUV",
}


@dataclass(frozen=True)
class Check:
    """One tool: its name, its command line, and settings of its own."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the tool said, and how long it took in seconds."""

    check: Check
    good: bool
    said: str
    took: float


def checks() -> list[Check]:
    """All checks, slowest first, so that two processors end together."""
    templates = [str(path) for path in sorted((ROOT / "src").rglob("templates/**/*.html"))]
    found = [
        Check("types (mypy)", [tool("mypy")]),
        Check("templates, markup (djlint)", [tool("djlint"), "--lint", "--quiet", *templates]),
        Check("templates, syntax (djade)", [tool("djade"), "--check", "--target-version", "5.2", *templates]),
        Check("imports (import-linter)", [tool("lint-imports")]),
        Check("migrations", [tool("binhyen"), "makemigrations", "--check", "--dry-run"]),
        Check("deployment", [tool("binhyen"), "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Check("browser floor", [sys.executable, "scripts/browser_floor.py"]),
        Check("lint (ruff)", [tool("ruff"), "check", "--quiet", "."]),
        Check("format (ruff)", [tool("ruff"), "format", "--check", "--quiet", "."]),
    ]
    return found if templates else [check for check in found if "templates" not in check.name]


def tool(name: str) -> str:
    """The program of our own environment."""
    return str(BIN / name)


def ask(check: Check) -> Answer:
    """Run one check in a data folder of its own, so that nobody's data is read."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="binhyen-check-") as folder:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("BINHYEN_") and name != "DATABASE_URL"
        }
        environment = clean | {"BINHYEN_DATA_DIR": folder} | check.environment
        done = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Answer(check, done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - began)


def main() -> int:
    """Ask all, print each answer as it comes, and return 1 when any found something."""
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for answer in pool.map(ask, checks()):
            print(f"{'ok  ' if answer.good else 'FAIL'} {answer.check.name:<28} {answer.took:5.1f} s", flush=True)
            if not answer.good:
                failed.append(answer.check.name)
                print(answer.said, flush=True)
    print(f"\n{summary(ROOT)}")
    if failed:
        print(f"\nTo mend: {', '.join(failed)}    (make fix rewrites format and simple lint)", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
