"""Two thousand items: a bounded page, a still layout, and the last one within reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.batches.making import PATIENT_MS, Rest
from tests.browser.test_many_photos import SHIFTS
from tests.studio.running import Studio

pytestmark = pytest.mark.slow
COUNT = 2000
MOST_CARDS = 150


@pytest.fixture(scope="module")
def page(browser: Browser, studio: Studio, pictures: Path) -> Iterator[Page]:
    """The page of a batch with many items."""
    context = browser.new_context(base_url=studio.url, viewport={"width": 1440, "height": 860})
    made = context.new_page()
    made.add_init_script(SHIFTS)
    rest = Rest(made)
    recipe = {"cut": False, "trim": False, "targets": [{"width": 80, "height": 80}]}
    # Its photos are the pictures of the other batch's items.
    kept = {f"{name}.jpg": (pictures / f"{name}.jpg").read_bytes() for name in ("hair", "product")}
    rest.batch("Kept", recipe, kept)
    many = rest.batch("Many", recipe, {})
    command = f"from tests.browser.batches.many import fill; fill({COUNT})"
    studio.manage("shell", "-c", command)
    made.goto(f"/batches/{many}")
    yield made
    context.close()


def known(page: Page) -> Locator:
    """The cards, once none of them is blank any more."""
    found = page.locator(".items > .item")
    expect(found.first).to_have_attribute("aria-setsize", str(COUNT), timeout=PATIENT_MS)
    expect(page.locator(".items > .blank")).to_have_count(0, timeout=PATIENT_MS)
    return found


def test_two_thousand_items_are_scrolled_through_with_a_bounded_page(page: Page) -> None:
    cards = known(page)
    assert 0 < cards.count() < MOST_CARDS
    for part in (0.1, 0.35, 0.6, 0.85, 1):
        page.evaluate("(part) => scrollTo(0, part * document.documentElement.scrollHeight)", part)
        known(page)
        assert 0 < cards.count() < MOST_CARDS
        places = [int(one.get_attribute("aria-posinset") or 0) for one in cards.all()]
        assert places == list(range(places[0], places[0] + len(places)))
    expect(page.get_by_text("item 2000.jpg")).to_be_in_viewport()
    assert page.evaluate("shifts") < 0.01


def test_the_keyboard_reaches_the_end_and_every_item_can_be_chosen(page: Page) -> None:
    page.reload()
    cards = known(page)
    cards.first.get_by_role("button").focus()
    page.keyboard.press("End")
    last = page.get_by_role("button", name="item 2000.jpg")
    expect(last).to_be_focused(timeout=PATIENT_MS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("2,000 of 2,000")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.get_by_role("dialog")).to_contain_text("1,998 of 2,000")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="item 1998.jpg")).to_be_focused(timeout=PATIENT_MS)
    page.keyboard.press("Control+a")
    expect(page.get_by_role("toolbar", name="Selection")).to_contain_text("2,000 selected")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="To review 333").click()
    page.get_by_label("Order").select_option("doubt")
    first = page.locator(".items > .item[aria-setsize='333']").first
    expect(first.get_by_role("button")).to_contain_text("item", timeout=PATIENT_MS)
    page.get_by_role("searchbox").fill("item 0003")
    expect(page.locator(".items > .item[aria-setsize='1']")).to_contain_text(
        "item 0003.jpg", timeout=PATIENT_MS
    )
