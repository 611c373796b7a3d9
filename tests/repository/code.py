"""Where the code is, for laws about it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "binhyen"


def modules() -> list[Path]:
    """Our Python modules; migrations are generated."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def committed() -> list[Path]:
    """Every file that git holds or would take, so that a forgotten one is judged before it is committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return sorted(path for path in paths if path.is_file())


def text_of(path: Path) -> str:
    """The file as text; empty for a binary one."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
