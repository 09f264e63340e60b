"""Cutting out, looking at it, and putting it right with the brush: by mouse, touch and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, Json, numbers

SIZE = 600
FACE, WALL, FLAG = (300, 250), (500, 150), (110, 200)
"""Points of the canvas: in the face, on the wall right of it, on the flag left of it."""


@pytest.fixture
def opened(desk: Desk, pictures: Path) -> Desk:
    """A portrait on a clear canvas, selected, with the keyboard on the stage."""
    photo = desk.upload(pictures / "person.jpg")
    place = {"x": 300, "y": 300, "width": 440, "height": 516}
    layer = {"id": "ann", "kind": "image", "name": "Ann", "source": photo, **place}
    desk.open(desk.create([layer], width=SIZE, height=SIZE, background="transparent"))
    desk.focus()
    desk.page.keyboard.press("Tab")
    assert desk.selected() == ["ann"]
    return desk


def alphas(desk: Desk, *points: tuple[int, int]) -> list[int]:
    """Alpha of the exported picture at points of the canvas."""
    pixels = np.asarray(desk.export().convert("RGBA"))
    return [int(pixels[y, x, 3]) for x, y in points]


def strokes(body: Json) -> list[Json]:
    found: list[Json] = body["layers"][0].get("strokes", [])
    return found


def draw(page: Page, *points: tuple[float, float]) -> None:
    """A stroke through points of the window: by a finger where there is no mouse."""
    if page.viewport_size and page.viewport_size["width"] > 600:
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=4)
        page.mouse.up()
        return
    touch = page.context.new_cdp_session(page)
    for kind, (x, y) in zip(
        ["touchStart", *["touchMove"] * (len(points) - 1)], points, strict=True
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


def while_the_server_is_held(
    desk: Desk, *points: tuple[float, float]
) -> tuple[Image.Image, Image.Image]:
    """The canvas right after a stroke, and once the server has drawn it."""
    page, held, open_ = desk.page, list[Route](), list[bool]()

    def ask(route: Route) -> None:
        if open_:
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/layers/picture", ask)
    draw(page, *points)
    canvas = desk.layer("ann").locator("> canvas")
    expect(canvas).to_have_count(1, timeout=PATIENCE_MS)
    painted = desk.shot()
    open_.append(True)
    for route in held:
        route.continue_()
    desk.until(lambda body: len(strokes(body)) == 1)
    desk.settle()
    expect(canvas).to_have_count(0, timeout=PATIENCE_MS)
    return painted, desk.shot()


def test_a_portrait_is_cut_out_erased_undone_and_restored(opened: Desk) -> None:
    desk, page = opened, opened.page
    page.get_by_role("button", name="Cut out", exact=True).first.click()
    desk.until(lambda body: body["layers"][0].get("recipe") == {"segment": "foreground"})
    desk.settle()
    expect(page.get_by_text("is cut out, made with").first).to_be_attached(timeout=PATIENCE_MS)
    assert alphas(desk, FACE, WALL, FLAG) == [255, 0, 0]

    desk.focus()
    page.keyboard.press("b")
    expect(desk.stage).to_have_attribute("data-tool", "brush")
    for _ in range(3):
        page.keyboard.press("]")
    x, y = desk.at(*FACE)
    painted, drawn = while_the_server_is_held(desk, (x - 30, y), (x, y), (x + 30, y))
    zoom = painted.width / SIZE
    left, top, right, bottom = (round(v * zoom) for v in (200, 170, 400, 330))
    different = np.abs(numbers(painted) - numbers(drawn)).max(axis=2)[top:bottom, left:right]
    assert different.mean() < 1, "the server's picture took the place of what was painted"
    assert (different > 48).mean() < 0.005
    [stroke] = strokes(desk.saved())
    assert stroke["size"] == pytest.approx(0.06 * 1.2**3, abs=0.001)
    assert alphas(desk, FACE, WALL) == [0, 0]

    page.keyboard.press("Control+z")
    desk.until(lambda body: not strokes(body))
    assert alphas(desk, FACE) == [255]
    page.keyboard.press("Control+Shift+z")
    desk.until(lambda body: len(strokes(body)) == 1)
    assert alphas(desk, FACE) == [0]

    page.keyboard.press("x")
    x, y = desk.at(*WALL)
    draw(page, (x, y - 20), (x, y + 20))
    desk.until(lambda body: [s.get("mode") for s in strokes(body)] == [None, "restore"])
    desk.settle()
    whole = desk.export().convert("RGBA")
    assert whole.getpixel(WALL)[3] == 255  # type: ignore[index]
    assert _is_the_wall(whole)
    assert alphas(desk, FLAG) == [0]

    draw_with_a_pen(page, *desk.at(*FLAG))
    *_, pen = strokes(desk.until(lambda body: len(strokes(body)) == 3))
    pressures = [point[2] if len(point) > 2 else 1 for point in pen["points"]]
    assert pressures[0] == pytest.approx(0.2, abs=0.05)
    assert pressures[-1] > pressures[0]


def draw_with_a_pen(page: Page, x: float, y: float) -> None:
    """A stroke to the right that is pressed harder and harder."""
    pen = page.context.new_cdp_session(page)
    for kind, step in (("mousePressed", 0), *(("mouseMoved", n) for n in range(1, 5))):
        place = {"type": kind, "x": x + 8 * step, "y": y, "button": "left", "clickCount": 1}
        held = {**place, "pointerType": "pen", "force": 0.2 + 0.2 * step}
        pen.send("Input.dispatchMouseEvent", held)
    end = {"type": "mouseReleased", "x": x + 32, "y": y, "button": "left", "clickCount": 1}
    pen.send("Input.dispatchMouseEvent", {**end, "pointerType": "pen"})
    pen.detach()


def _is_the_wall(picture: Image.Image) -> bool:
    red, _, blue, _ = picture.getpixel(WALL)  # type: ignore[misc]
    return blue > red + 30


def test_the_cutout_is_made_looked_at_and_brushed_by_keys_alone(opened: Desk, axe: str) -> None:
    desk, page = opened, opened.page
    page.keyboard.press("Shift+c")
    desk.until(lambda body: body["layers"][0].get("recipe") == {"segment": "foreground"})
    desk.settle()

    picture = desk.layer("ann").locator("img")
    cutout = picture.get_attribute("src")
    page.keyboard.down("\\")
    expect(picture).not_to_have_attribute("src", cutout or "", timeout=PATIENCE_MS)
    page.keyboard.up("\\")
    expect(picture).to_have_attribute("src", cutout or "", timeout=PATIENCE_MS)

    hold = page.get_by_role("button", name="Hold to compare")
    if hold.count() and hold.is_visible():
        hold.hover()
        page.mouse.down()
        expect(picture).not_to_have_attribute("src", cutout or "", timeout=PATIENCE_MS)
        page.mouse.up()
        expect(picture).to_have_attribute("src", cutout or "", timeout=PATIENCE_MS)
        desk.focus()

    page.keyboard.press("b")
    page.keyboard.press("Space")  # pans: nothing has been steered to yet
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")
    expect(desk.stage).to_have_attribute("data-tool", "brush")
    assert not strokes(desk.saved()), "Escape takes back a stroke that was begun"
    page.keyboard.press("Space")
    desk.until(lambda body: len(strokes(body)) == 1)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    [dab, line] = strokes(desk.until(lambda body: len(strokes(body)) == 2))
    assert len(dab["points"]) == 1
    assert line["points"][-1][0] > line["points"][0][0]
    assert line["points"][-1][1] == line["points"][0][1]
    desk.settle()
    assert [one for one in violations(page, axe) if "brush" in one or "cutout" in one] == []
    page.keyboard.press("Escape")
    expect(desk.stage).to_have_attribute("data-tool", "select")
