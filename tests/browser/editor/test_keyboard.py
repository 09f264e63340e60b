"""The editor by keys alone: the main job, every menu, the sheet of shortcuts, what is announced."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, numbers
from tests.browser.editor.panels import BLUE, DESKTOP, GREEN, RED, grid, ids, layer, listed, row


def announced(page: Page, words: str) -> None:
    expect(page.locator('[role="status"][aria-live="polite"]')).to_contain_text(
        words, timeout=PATIENCE_MS
    )


@DESKTOP
def test_the_main_job_is_done_without_a_pointer(
    desk: Desk, page: Page, pictures: Path, axe: str
) -> None:
    desk.upload(pictures / "product.jpg")
    desk.open(desk.create([], width=600, height=600, background="#336699"))
    tile = page.get_by_role("button", name=re.compile("Add product.jpg"))
    tile.focus()
    page.keyboard.press("Enter")
    expect(grid(page).get_by_role("row")).to_have_count(1)
    announced(page, "Add photo: product")

    desk.focus()
    page.keyboard.press("Shift+c")
    expect(page.get_by_role("toolbar", name="Selected layers")).to_be_visible()
    desk.until(lambda body: "segment" in layer(body).get("recipe", {}))
    announced(page, "is cut out")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+Alt+o")
    announced(page, "Outline on")
    page.keyboard.press("5")
    announced(page, "Opacity 50 percent")
    page.keyboard.press("0")
    page.keyboard.press("Control+d")
    expect(grid(page).get_by_role("row")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(grid(page).get_by_role("row")).to_have_count(1)
    assert violations(page, axe) == []
    body = desk.until(lambda body: len(body["layers"]) == 1 and bool(layer(body).get("effects")))
    assert body["layers"][0]["x"] == 330
    desk.settle()
    made = numbers(desk.export())
    assert np.abs(made[2, 2] - (51, 102, 153)).max() <= 2
    assert (np.abs(made - (255, 255, 255)).max(axis=-1) < 6).mean() > 0.005


@DESKTOP
def test_shortcuts_work_everywhere_but_where_one_types(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED, GREEN]))
    page.keyboard.press("r")
    rectangle = page.get_by_role("radio", name="Rectangle")
    expect(rectangle).to_be_checked()
    desk.focus()
    page.keyboard.press("Enter")
    expect(grid(page).get_by_role("row")).to_have_count(3)
    name = page.get_by_role("textbox", name="Document name")
    name.focus()
    page.keyboard.type("vd[]")
    page.keyboard.press("Escape")
    expect(name).to_have_value("Poster")
    # The field gives the keyboard back one frame later.
    expect(name).not_to_be_focused()
    listed(page, "Rectangle", "Green", "Red")

    page.keyboard.press("Control+a")
    announced(page, "3 layers")
    page.keyboard.press("Control+g")
    announced(page, "Grouped")
    page.keyboard.press("Shift+h")
    announced(page, "flipped")
    page.keyboard.press("Control+z")
    announced(page, "Undone: Flip horizontally")
    page.keyboard.press("Control+Shift+z")
    announced(page, "Redone: Flip horizontally")
    page.keyboard.press("Control+Shift+l")
    desk.until(lambda body: layer(body).get("locked", False))
    page.keyboard.press("Delete")
    expect(grid(page).get_by_role("row")).to_have_count(4)


@DESKTOP
def test_menus_and_the_sheet_of_shortcuts_come_from_the_same_actions(
    desk: Desk, page: Page, axe: str
) -> None:
    desk.open(desk.create([RED, GREEN, BLUE]))
    desk.click(400, 200)
    desk.focus()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu", name="Actions for Green")
    expect(menu.get_by_role("menuitem", name="Cut")).to_be_focused()
    assert violations(page, axe) == []
    page.keyboard.press("End")
    expect(menu.get_by_role("menuitem", name="Delete")).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(menu).to_have_count(0)
    listed(page, "Green", "Blue", "Red")

    desk.click(600, 200, button="right")
    menu = page.get_by_role("menu", name="Actions for Blue")
    menu.get_by_role("menuitem", name="Hide").click()
    desk.until(lambda body: any(one.get("hidden") for one in body["layers"]))
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    for action in ("Undo", "Bring to front", "Cut out", "Fit in window", "Ellipse", "Export"):
        expect(sheet.get_by_text(action, exact=True)).to_be_visible()
    assert violations(page, axe) == []
    page.keyboard.press("v")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)

    page.get_by_role("button", name=re.compile("^Zoom: ")).press("Enter")
    page.get_by_role("menuitem", name="200 %").press("Enter")
    expect(page.get_by_role("button", name="Zoom: 200 %")).to_be_focused()
    page.keyboard.press("Shift+1")
    desk.until(lambda body: ids(body)[-1] == "green")


@DESKTOP
def test_panels_fold_away_and_stay_so_and_the_bar_keeps_clear(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED]))
    row(page, "Red").click()
    bar = page.get_by_role("toolbar", name="Selected layers")
    expect(bar).to_have_class(re.compile("placed"))
    found, stage = bar.bounding_box(), desk.stage.bounding_box()
    assert found is not None
    assert stage is not None
    assert found["x"] >= stage["x"]
    assert found["x"] + found["width"] <= stage["x"] + stage["width"]
    for handle in ("nw", "n", "ne", "e", "se", "s", "sw", "w", "rotate"):
        x, y = desk.handle(handle)
        inside_x = found["x"] < x < found["x"] + found["width"]
        assert not (inside_x and found["y"] < y < found["y"] + found["height"]), handle
    page.keyboard.press("Control+\\")
    expect(page.get_by_role("complementary")).to_have_count(0)
    page.reload()
    desk.settle()
    expect(page.get_by_role("complementary")).to_have_count(0)
    page.keyboard.press("Control+\\")
    expect(page.get_by_role("complementary")).to_have_count(2)


@DESKTOP
def test_what_can_not_be_opened_says_why_and_where_to_go(
    desk: Desk, page: Page, request: pytest.FixtureRequest
) -> None:
    document = desk.create([RED])
    page.route("**/api/documents/*", lambda route: route.abort())
    request.node.expected_complaints = ("ERR_FAILED", "ERR_ABORTED")
    page.goto(f"/documents/{document}")
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("The studio can't be reached", timeout=PATIENCE_MS)
    expect(trouble.get_by_role("link", name="Back to the library")).to_be_visible()
    page.unroute("**/api/documents/*")
    trouble.get_by_role("button", name="Try again").click()
    desk.document = document
    desk.settle()
    page.set_viewport_size({"width": 260, "height": 240})
    expect(page.get_by_role("heading", name="This window is too small")).to_be_visible()
