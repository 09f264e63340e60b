"""Two thousand photos: a bounded page, a still layout, and the last one within reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.bringing import PATIENT_MS, pictured
from tests.studio.running import Studio

pytestmark = pytest.mark.slow
COUNT = 2000
MOST_CARDS = 130
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def page(browser: Browser, studio: Studio) -> Iterator[Page]:
    """The start page of a guest with many photos."""
    context = browser.new_context(base_url=studio.url, viewport={"width": 1280, "height": 800})
    made = context.new_page()
    made.add_init_script(SHIFTS)
    made.goto("/")
    studio.manage("shell", "-c", f"from tests.browser.many import fill; fill({COUNT})")
    yield made
    context.close()


def test_two_thousand_photos_are_scrolled_through_with_a_bounded_page(page: Page) -> None:
    page.goto("/")
    cards = page.locator("#photos > .photo")
    expect(cards.first).to_have_attribute("aria-setsize", str(COUNT), timeout=PATIENT_MS)
    pictured(page)
    assert page.evaluate("shifts") < 0.01
    assert cards.count() < MOST_CARDS
    for part in (0.1, 0.35, 0.6, 0.85, 1):
        page.evaluate("(part) => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        pictured(page)
        assert 0 < cards.count() < MOST_CARDS
        places = [int(card.get_attribute("aria-posinset") or 0) for card in cards.all()]
        assert places == list(range(places[0], places[0] + len(places)))
    expect(page.get_by_text("photo 0001.png")).to_be_in_viewport()
    assert cards.last.get_attribute("aria-posinset") == str(COUNT)
    assert page.evaluate("shifts") < 0.01


def test_the_keyboard_reaches_the_end_and_what_isn_t_on_the_page_can_be_chosen(page: Page) -> None:
    page.goto("/")
    # The page brings its first cards; who follows them is asked for.
    expect(page.locator(f"#photos > .photo[aria-setsize='{COUNT}']").first).to_be_visible(
        timeout=PATIENT_MS
    )
    first = page.locator("#photos > .photo a").first
    expect(first).to_have_accessible_name(re.compile("photo 2000.png 24 × 16 · PNG"))
    first.focus()
    page.keyboard.press("End")
    last = page.get_by_role("link", name="photo 0001.png")
    expect(last).to_be_focused(timeout=PATIENT_MS)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("link", name="photo 0002.png")).to_be_focused()
    page.keyboard.press("Shift+Home")
    expect(page.locator("#chosen .count")).to_have_text("1,999 selected")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    expect(page.locator("#chosen .count")).to_have_text("2,000 selected")
    page.keyboard.press("Delete")
    expect(page.get_by_text("2,000 photos are in the trash.")).to_be_visible(timeout=PATIENT_MS)
    expect(page.get_by_text("Drop photos here")).to_be_visible()
