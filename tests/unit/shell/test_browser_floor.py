import subprocess
import sys
from pathlib import Path

import pytest

from scripts.browser_floor import ROOT, served_files

STYLES = [
    (".a:has(b) { color: red }", ":has"),
    (".a { & b { color: red } }", "nesting"),
    (".a { .b { color: red } }", "does not parse"),
    ("@container (min-width: 3px) { .a { color: red } }", "@container"),
    (".a { color: color-mix(in srgb, red, blue) }", "color-mix()"),
    (".a { color: oklch(50% 0 0) }", "oklch()"),
    (".a { height: 100dvh }", "unit dvh"),
    ("@layer x { .a { color: red } }", "@layer"),
    ("@media (width >= 400px) { .a { color: red } }", "range"),
    (".a { text-wrap: balance }", "text-wrap"),
    (".a { colr: red }", "unknown property"),
]
SCRIPTS = [
    ("class A { #x = 1 }", "is not ECMAScript 2020"),
    ("a ||= b", "is not ECMAScript 2020"),
    ("[1].at(0)", ".at"),
    ("structuredClone({})", "structuredClone"),
    ("Object.groupBy(a, f)", "Object.groupBy"),
    ("[].toSorted()", ".toSorted"),
    ("dialog.showModal()", ".showModal"),
    ("/(?<=a)b/.test(x)", "look-behind"),
]
# Everything in here is within the floor.
GOOD = {
    "tot.css": ".a { display: grid; gap: 3px; inset: 0; aspect-ratio: 1; width: min(3px, 4px); color: rgba(0, 0, 0, .5) }",
    "tot.js": "const b = a?.c ?? Array.from([1]).flatMap((x) => x);",
    "tot-sau-supports.css": "@supports (text-wrap: balance) { h1 { text-wrap: balance } }",
}


def run(*files: Path) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / "scripts/browser_floor.py"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def write(folder: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """One run over every bad piece, each in a file of its own: the compatibility data takes a second to read."""
    pieces = {f"kieu{at}.css": text for at, (text, _) in enumerate(STYLES)}
    pieces |= {f"lenh{at}.js": text for at, (text, _) in enumerate(SCRIPTS)}
    return run(*write(tmp_path_factory.mktemp("floor"), pieces))


def lines_about(said: tuple[int, str], name: str) -> str:
    code, output = said
    assert code == 1
    return "\n".join(line for line in output.splitlines() if f"/{name}:" in line)


@pytest.mark.parametrize("at", range(len(STYLES)), ids=[told for _, told in STYLES])
def test_a_style_past_the_floor_is_refused(said: tuple[int, str], at: int) -> None:
    assert STYLES[at][1] in lines_about(said, f"kieu{at}.css")


@pytest.mark.parametrize("at", range(len(SCRIPTS)), ids=[text for text, _ in SCRIPTS])
def test_a_script_past_the_floor_is_refused(said: tuple[int, str], at: int) -> None:
    assert SCRIPTS[at][1] in lines_about(said, f"lenh{at}.js")


def test_what_every_browser_of_the_floor_knows_passes(tmp_path: Path) -> None:
    assert run(*write(tmp_path, GOOD)) == (0, f"{len(GOOD)} files, 0 problems with the browser floor\n")


def test_everything_that_is_served_passes() -> None:
    assert {"binhyen.css", "app.js", "bootstrap.css", "htmx.min.js", "webauthn.js"} <= {f.name for f in served_files()}
    code, output = run()
    assert code == 0, output
