"""What a person does with a batch and one of its photos."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import violations
from tests.browser.batches.fingers import Fingers, middle, tap_twice
from tests.browser.batches.listening import Listener
from tests.browser.batches.making import PATIENT_MS


def viewer(page: Page) -> Locator:
    return page.get_by_role("dialog")


def looks_at(page: Page, name: str) -> None:
    heading = viewer(page).get_by_role("heading", name=name)
    expect(heading).to_be_visible(timeout=PATIENT_MS)


def look_closely(page: Page) -> None:
    """The file's own px, the same place before and after, then the whole picture again."""
    picture = viewer(page).locator(".picture")
    said = viewer(page).get_by_role("group", name="Zoom").get_by_role("status")
    expect(said).to_have_text("")
    page.keyboard.press("+")
    expect(said).to_have_text(re.compile(r"Zoomed to \d+ %"))
    page.keyboard.press("1")
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    beside = re.compile(r"translate\([1-9][\d.]*%, 0%\) scale")
    expect(picture).to_have_attribute("style", beside)
    place = picture.get_attribute("style") or ""
    page.keyboard.press("Space")
    expect(viewer(page).get_by_label("Before")).to_be_checked()
    assert picture.get_attribute("style") == place
    page.keyboard.press("0")
    expect(said).to_have_text("")
    page.keyboard.press("Space")


def swipe_and_pinch(page: Page) -> None:
    """To the next photo and back, close to this one and away; the line of both stays its own."""
    fingers = Fingers(page)
    x, y = middle(viewer(page).locator(".frame"))
    fingers.swipe((x + 80, y), (x - 80, y))
    looks_at(page, "mug.jpg")
    fingers.swipe((x - 80, y), (x + 80, y))
    looks_at(page, "cup.jpg")
    said = viewer(page).get_by_role("group", name="Zoom").get_by_role("status")
    picture = viewer(page).locator(".picture")
    fingers.glide([(x - 30, y), (x + 30, y)], [(x - 90, y), (x + 90, y)])
    expect(said).to_have_text(re.compile(r"Zoomed to \d+ %"))
    close = picture.get_attribute("style") or ""
    fingers.swipe((x, y), (x + 60, y + 40))
    expect(picture).not_to_have_attribute("style", close)
    looks_at(page, "cup.jpg")
    tap_twice(viewer(page).locator(".frame"), (x, y))
    expect(said).to_have_text("")
    viewer(page).get_by_label("Both").check(force=True)
    slider = viewer(page).get_by_role("slider")
    expect(slider).to_have_value("50")
    fingers.swipe((x, y), (x + 80, y))
    expect(slider).not_to_have_value("50")
    looks_at(page, "cup.jpg")


def _when_done(page: Page) -> Locator:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="When done").click()
    return page.get_by_role("dialog", name="When done")


def tell(page: Page, listener: Listener) -> str:
    """The secret under which the batch tells the listener that it is done."""
    dialog = _when_done(page)
    address = dialog.get_by_role("textbox", name="Address")
    address.fill("shop.example")
    dialog.get_by_role("button", name="Save the address").click()
    expect(dialog.get_by_role("alert")).to_contain_text("it isn't an http or https address")
    address.fill(listener.url)
    page.keyboard.press("Enter")
    secret = dialog.get_by_role("textbox", name="Secret").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Copy the secret").click()
    expect(dialog).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    expect(dialog).to_contain_text("It wasn't told anything yet")
    dialog.get_by_role("button", name="Close").click()
    return secret


def was_told(page: Page, listener: Listener, secret: str, axe: str) -> None:
    dialog = _when_done(page)
    expect(dialog).to_contain_text("it answered 204")
    assert dialog.get_by_role("textbox", name="Secret").count() == 0
    assert violations(page, axe) == []
    said = listener.said(secret)
    assert (said["name"], said["state"], said["counts"]["failed"]) == ("Autumn", "done", 1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
