"""The stage without a pointer, and by fingers alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.editor.desk import PATIENCE_MS, Desk
from tests.browser.editor.documents import group, photo, shape

LONG_PRESS_MS = 550
FIELDS = ("x", "y", "width", "height", "rotation")
desktop = pytest.mark.parametrize("page", [(1440, 900)], indirect=True, ids=["desktop"])
phone = pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["phone"])


def heard(page: Page, words: str) -> None:
    """A screen reader was told."""
    expect(page.get_by_role("status").filter(has_text=re.compile(re.escape(words)))).to_be_attached(
        timeout=PATIENCE_MS
    )


@desktop
def test_layers_are_chosen_moved_sized_and_turned_by_keys(desk: Desk, page: Page) -> None:
    layers = [
        shape("a", "#aa3355", 200, 200, 120, 80, name="Card"),
        shape("b", "#33aa55", 500, 400, 100, 100, name="Badge"),
        group("g", 650, 150, 200, 200, shape("p", "#123", 50, 50, 60, 60), name="Pair"),
    ]
    desk.open(desk.create(layers))
    desk.focus()
    page.keyboard.press("Tab")
    heard(page, "Selected Pair, 200 by 200, at 550, 50")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    heard(page, "Selected Card, 120 by 80, at 140, 160")
    assert desk.selected() == ["a"]
    page.keyboard.press("Shift+Tab")
    assert desk.selected() == ["b"]
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    heard(page, "Moved Badge, 100 by 100, at 452, 360")
    desk.until(lambda body: (body["layers"][1]["x"], body["layers"][1]["y"]) == (502, 410))
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Alt+ArrowUp")
    heard(page, "Resized Badge, 110 by 99")
    page.keyboard.press("Period")
    page.keyboard.press("Shift+Period")
    page.keyboard.press("Comma")
    heard(page, "turned 15 degrees")
    badge = desk.until(lambda body: body["layers"][1].get("rotation") == 15)["layers"][1]
    assert (badge["width"], badge["height"]) == (110, 99)
    # Steps that follow each other quickly are undone together; how quickly depends on the machine.
    while page.get_by_role("button", name=re.compile("^Undo")).is_enabled():
        page.keyboard.press("Control+z")
    first = layers[1]
    desk.until(lambda body: all(body["layers"][1].get(f) == first.get(f) for f in FIELDS))
    desk.focus()
    page.keyboard.press("Escape")
    heard(page, "Nothing selected")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heard(page, "In the group")
    assert desk.selected() == ["p"]
    page.keyboard.press("Escape")
    assert desk.selected() == ["g"]


@desktop
def test_tab_goes_on_past_the_last_layer(desk: Desk, page: Page) -> None:
    desk.open(desk.create([shape("a", "#aa3355", 200, 200, 120, 80)]))
    desk.focus()
    page.keyboard.press("Tab")
    assert desk.selected() == ["a"]
    page.keyboard.press("Tab")
    expect(desk.objects).not_to_be_focused()


@desktop
def test_a_crop_is_made_by_keys_alone(desk: Desk, page: Page, pictures: Path) -> None:
    hair = desk.upload(pictures / "hair.jpg")
    desk.open(desk.create([photo("a", hair, 400, 300, 600)]))
    desk.focus()
    for key in ("Tab", "c"):
        page.keyboard.press(key)
    heard(page, "Cropping")
    # The frame has the focus; its handles follow, clockwise from the top left corner.
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Right side")).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Shift+ArrowLeft")
    heard(page, "540 by 400")
    page.keyboard.press("Enter")
    cropped = desk.until(lambda body: "crop" in body["layers"][0])["layers"][0]
    assert cropped["crop"] == pytest.approx([0, 0, 0.9, 1])
    assert (cropped["x"], cropped["width"]) == (370, 540)


class Fingers:
    """Real touches, several at once."""

    def __init__(self, page: Page) -> None:
        self._page, self._cdp = page, _session(page)

    def _send(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)]
        self._cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def down(self, *points: tuple[float, float]) -> None:
        self._send("touchStart", points)

    def move(self, *points: tuple[float, float]) -> None:
        self._send("touchMove", points)

    def up(self) -> None:
        self._send("touchEnd", ())


def _session(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


@phone
def test_fingers_move_layers_pinch_the_canvas_and_open_the_menu(desk: Desk, page: Page) -> None:
    desk.open(desk.create([shape("a", "#aa3355", 300, 300, 300, 200, name="Card")]))
    fingers = Fingers(page)
    x, y = desk.at(300, 300)
    fingers.down((x, y))
    fingers.move((x + 15, y + 10))
    fingers.move((x + 40, y + 20))
    fingers.up()
    assert desk.selected() == ["a"]
    body = desk.until(lambda body: body["layers"][0]["x"] != 300)
    first = (body["layers"][0]["x"], body["layers"][0]["y"])

    before = page.locator(".stage .sheet").bounding_box()
    assert before
    x, y = desk.at(*first)
    fingers.down((x, y))
    fingers.move((x + 30, y))
    fingers.down((x + 30, y), (x + 60, y + 60))
    fingers.move((x - 10, y - 30), (x + 100, y + 90))
    fingers.up()
    after = page.locator(".stage .sheet").bounding_box()
    assert after
    assert after["width"] > before["width"] * 1.5, "two fingers zoom"
    assert desk.saved_layer("a")["x"] == first[0], "the second one undoes what the first began"

    x, y = desk.at(*first)
    fingers.down((x, y))
    expect(page.get_by_role("menu")).to_be_visible(timeout=LONG_PRESS_MS + PATIENCE_MS)
    fingers.up()


@phone
def test_handles_are_large_enough_for_fingers(desk: Desk, page: Page) -> None:
    desk.open(desk.create([shape("a", "#aa3355", 300, 300, 300, 200, name="Card")]))
    page.touchscreen.tap(*desk.at(300, 300))
    x, y = desk.handle("se")
    for dx, dy in ((-20, 0), (20, 0), (0, 20), (14, 14)):
        hit = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('[data-handle]')?.dataset.handle",
            [x + dx, y + dy],
        )
        assert hit == "se", (dx, dy)
