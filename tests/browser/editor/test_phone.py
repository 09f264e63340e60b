"""The editor on a phone, by touch: canvas above a sheet, everything within a thumb's reach."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, numbers
from tests.browser.editor.panels import PHONE, RED, grid, layer, place, row

MIN_TARGET_PX = 43.5


def sheet(page: Page) -> Locator:
    return page.get_by_role("region", name="Tools and panels")


def small_targets(page: Page) -> list[str]:
    """Visible buttons and fields that are lower or narrower than a fingertip."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll('button, a[href], select, [role=tab], input')]
            .filter(one => one.checkVisibility({opacityProperty: true, visibilityProperty: true}))
            .filter(one => !one.matches('.visually-hidden, .visually-hidden *'))
            .filter(one => !one.closest('.stage') && one.type !== 'range')
            .map(one => [one.closest('label') || one, one])
            .filter(([area, one]) => {
                const box = area.getBoundingClientRect(), own = one.getBoundingClientRect();
                const tall = Math.max(box.height, own.height);
                const wide = Math.max(box.width, own.width);
                return box.width > 1 && (tall < least || wide < least);
            })
            .map(([_, one]) => one.outerHTML.slice(0, 120))""",
        MIN_TARGET_PX,
    )
    return found


def swipe(page: Page, x: float, start: float, end: float) -> None:
    touch = page.context.new_cdp_session(page)
    for index, y in enumerate((start, (start + end) / 2, end)):
        kind = "touchMove" if index else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@PHONE
def test_the_main_job_is_done_by_touch(desk: Desk, page: Page, pictures: Path, axe: str) -> None:
    desk.upload(pictures / "product.jpg")
    desk.open(desk.create([], width=600, height=600, background="#336699"))
    assert violations(page, axe) == []
    page.get_by_role("tab", name="Photos").tap()
    page.get_by_role("button", name=re.compile("Add product.jpg")).tap()
    page.get_by_role("tab", name="Photos").tap()
    desk.settle()
    actions = page.get_by_role("toolbar", name="Selected layers")
    actions.get_by_role("button", name="Cut out").tap()
    desk.until(lambda body: "segment" in layer(body).get("recipe", {}))
    actions.get_by_role("button", name="Outline").tap()
    expect(page.get_by_role("switch", name="Outline")).to_be_checked()
    desk.until(lambda body: bool(layer(body).get("effects")))
    desk.settle()
    made = numbers(desk.export())
    assert abs(made[2, 2] - (51, 102, 153)).max() <= 2

    page.get_by_role("button", name="More", exact=True).tap()
    page.get_by_role("menuitem", name="Keyboard shortcuts").tap()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.get_by_role("button", name="Close").tap()


@PHONE
def test_every_tab_is_accessible_large_enough_and_inside_the_window(
    desk: Desk, page: Page, axe: str
) -> None:
    page.emulate_media(color_scheme="dark")
    desk.open(desk.create([RED]))
    page.get_by_role("tab", name="Layers").tap()
    row(page, "Red").tap(position={"x": 90, "y": 20})
    assert desk.selected() == ["red"]
    for tab in ("Layers", "Settings", "Photos", "Canvas", "Versions"):
        page.get_by_role("tab", name=tab, exact=True).click()
        if (
            page.get_by_role("slider", name="Height of the panel").get_attribute("aria-valuetext")
            == "low"
        ):
            page.get_by_role("tab", name=tab, exact=True).click()
        expect(page.get_by_role("tabpanel", name=tab, exact=True)).to_be_visible()
        assert violations(page, axe) == [], tab
        assert small_targets(page) == [], tab
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 390, tab


@PHONE
def test_the_sheet_rests_low_half_and_full_by_swipes_and_keys(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED], width=600, height=600))
    handle = page.get_by_role("slider", name="Height of the panel")
    low = place(sheet(page))["height"]
    canvas = place(page.locator(".stage .sheet"))
    assert canvas["y"] + canvas["height"] <= place(sheet(page))["y"] + 1

    grip = place(handle)
    middle = grip["x"] + grip["width"] / 2
    swipe(page, middle, grip["y"] + 10, grip["y"] - 260)
    expect(handle).to_have_attribute("aria-valuetext", "half")
    handle.press("ArrowUp")
    expect(handle).to_have_attribute("aria-valuetext", "full")
    handle.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", "low")
    page.get_by_role("tab", name="Canvas").tap()
    expect(handle).to_have_attribute("aria-valuetext", "half")
    expect(page.get_by_role("spinbutton", name="Canvas width")).to_be_visible()
    assert place(sheet(page))["height"] >= low
    page.get_by_role("tab", name="Canvas").tap()
    expect(handle).to_have_attribute("aria-valuetext", "low")


@PHONE
def test_what_keys_do_elsewhere_has_its_switch(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED], width=600, height=600))
    snap = page.get_by_role("button", name="Snap")
    expect(snap).to_have_attribute("aria-pressed", "true")
    snap.click()
    expect(snap).to_have_attribute("aria-pressed", "false")
    page.get_by_role("tab", name="Layers").tap()
    row(page, "Red").tap(position={"x": 90, "y": 20})
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Duplicate").tap()
    expect(grid(page).get_by_role("row")).to_have_count(2, timeout=PATIENCE_MS)
    desk.until(lambda body: len(body["layers"]) == 2)
