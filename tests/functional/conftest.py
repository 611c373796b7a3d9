"""A real browser on the real pages: Debian's Chromium, driven by Playwright against the live server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.functional.eyes import ARTEFACTS, ROOT

# Playwright keeps an event loop in this thread; Django then refuses the ORM here unless told that it is alright.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT_MS = 40_000  # only a page that is stuck takes as long, even on a machine that does ten things at once
expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("this machine lacks Chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies, Vietnamese, in Hà Nội time. Addresses are relative to the live server."""
    fresh = browser.new_context(
        base_url=str(live_server),
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1440, "height": 900},
    )
    fresh.set_default_timeout(TIMEOUT_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of on `page`; anything left in it when the test ends fails the test."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of that visitor. A script error or a refusal by the content policy fails the test; a failure leaves a picture."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    opened.on("console", lambda message: _note_refusal(message, complaints))
    yield opened
    if request.session.testsfailed:
        failures = ARTEFACTS / "failures"
        failures.mkdir(parents=True, exist_ok=True)
        opened.screenshot(path=failures / f"{request.node.name}.png", full_page=True)
    assert not complaints, "\n".join(complaints)


def _note_refusal(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(f"refused by the content policy: {message.text}")


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a story keeps what it downloads."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session", autouse=True)
def axe_stands_ready() -> None:
    """The accessibility engine comes from npm at set-up; without it no page could be judged."""
    engine = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    assert engine.exists(), "node_modules/axe-core is missing: run `make setup-dev`"
