from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.accessible import violations
from tests.needs import ROOT, needs_browser
from tests.studio.running import Studio

# Without these, Chromium calls its makers' hosts while the tests run.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the session: Playwright's event loop runs until it ends, and asyncio tests follow."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=needs_browser(), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, studio: Studio) -> Iterator[Page]:
    """A fresh guest's page; what its console complains about fails the test."""
    width, height = request.param
    context = browser.new_context(
        base_url=studio.url,
        viewport={"width": width, "height": height},
        has_touch=width < 600,
        accept_downloads=True,
    )
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield made
    context.close()
    expected = getattr(request.node, "expected_complaints", ())
    left = [c for c in complaints if not any(words in c for words in expected)]
    assert left == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="session")
def pictures() -> Path:
    return ROOT / "tests/pictures"


@pytest.fixture
def clean(page: Page, axe: str) -> Callable[[], None]:
    """Fails for what axe finds, in light or in dark, or when the page is wider than the window."""

    def check() -> None:
        for scheme in ("light", "dark"):
            # Without motion colours change at once, and not while axe looks at them.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page, axe) == []
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    return check
