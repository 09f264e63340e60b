"""Several windows on one document, and links by which others look at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, Json

ELLIPSE = {"kind": "shape", "shape": {"form": "ellipse", "fill": "#2266ee"}}
SUN: Json = {**ELLIPSE, "id": "sun", "name": "Sun", "x": 400, "y": 300, "width": 300, "height": 200}


def test_a_window_sees_who_else_is_here_and_at_what(desk: Desk, page: Page, axe: str) -> None:
    other = Desk(page.context.new_page())
    # There is room for the chip in this one, whatever the first window is.
    other.page.set_viewport_size({"width": 1280, "height": 800})
    other.open(other.create([SUN]))
    chip = other.page.get_by_role("button", name="2 people here")
    expect(chip).to_have_count(0)
    desk.open(other.document)
    expect(chip).to_be_visible(timeout=PATIENCE_MS)
    chip.click()
    people = other.page.get_by_role("dialog", name="People here")
    expect(people.get_by_role("listitem")).to_have_count(2)
    expect(people).to_contain_text("Looks around")
    desk.click(400, 300)
    expect(people).to_contain_text("At “Sun”", timeout=PATIENCE_MS)
    frame = other.stage.locator(".other-frame")
    expect(frame).to_have_count(1)
    name = page.evaluate("() => JSON.parse(sessionStorage.getItem('studio.self')).name")
    expect(frame).to_have_text(name)
    box = frame.bounding_box()
    assert box
    assert abs(box["x"] - other.at(250, 200)[0]) < 2
    assert abs(box["width"] - (other.at(550, 0)[0] - other.at(250, 0)[0])) < 2
    assert violations(other.page, axe) == []
    page.goto("/")
    expect(chip).to_have_count(0, timeout=PATIENCE_MS)
    # The one who stays hears of it, too.
    expect(other.page.get_by_role("status").filter(has_text="left.")).to_have_count(1)


def test_a_link_is_made_looked_through_and_revoked(
    desk: Desk, page: Page, browser: Browser, axe: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    desk.open(desk.create([SUN], name="Sunrise"))
    if page.get_by_role("button", name="Share", exact=True).count():
        page.get_by_role("button", name="Share", exact=True).click()
    else:
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("menuitem", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog.get_by_text("No links yet.")).to_be_visible(timeout=PATIENCE_MS)
    dialog.get_by_role("radio", name="1 day").check(force=True)
    dialog.get_by_role("button", name="Create link").click()
    address = dialog.get_by_role("textbox", name="Address of the link")
    expect(address).to_have_count(1, timeout=PATIENCE_MS)
    expect(dialog.get_by_text("Ends in 1 day")).to_be_visible()
    assert violations(page, axe) == []

    visitor = browser.new_context().new_page()
    visitor.goto(address.input_value())
    expect(visitor.get_by_role("heading", name="Sunrise")).to_be_visible()
    picture = visitor.get_by_role("img", name="Sunrise")
    expect(picture).to_have_js_property("naturalWidth", 800, timeout=PATIENCE_MS)

    dialog.get_by_role("button", name="Revoke", exact=True).click()
    # The keyboard stays where the question is, and comes back from it.
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Revoke", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Revoke for all").click()
    expect(dialog.get_by_text("Revoked")).to_be_visible(timeout=PATIENCE_MS)
    expect(address).to_be_disabled()
    expect(dialog.get_by_role("button", name="Create link")).to_be_focused()
    assert violations(page, axe) == []
    dialog.get_by_role("button", name="Copy as an address").click()
    expect(dialog.get_by_role("alert")).to_contain_text("No address can say this")
    visitor.reload()
    expect(visitor.get_by_role("heading", name="This link was taken back.")).to_be_visible()
    assert visitor.context.cookies() == []
    visitor.context.close()
