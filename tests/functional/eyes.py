"""How a browser test looks at a page: pictures at two widths, and an accessibility engine over what is shown."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts"
WIDTHS = (360, 1440)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def look(page: Page, name: str) -> None:
    """Take a picture of the page at 360 and 1440 px, and assert that axe-core finds nothing and nothing overflows."""
    screens = ARTEFACTS / "screens"
    screens.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # From the top: the header that stays in sight would otherwise lie over what is judged.
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=screens / f"{name}-{width}.png", full_page=True)
        found += [f"{name} at {width} px: {line}" for line in [*_overflow(page), *_axe(page)]]
    if before:
        page.set_viewport_size(before)
    assert not found, "\n".join(found)


def _overflow(page: Page) -> list[str]:
    wide = int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    return [f"the page is {wide} px wider than the window"] if wide > 0 else []


def _axe(page: Page) -> list[str]:
    # Evaluated, not added as a script tag: the content policy of the page stays in force for everything else.
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    # What passes is not described: that would take as long again.
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {violation['help']} → {node['target']} {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
