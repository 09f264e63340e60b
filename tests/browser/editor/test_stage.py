"""Layers on the stage by mouse: chosen, moved, sized, turned, cropped; zoom and pan."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, numbers
from tests.browser.editor.documents import group, photo, shape

pytestmark = pytest.mark.parametrize("page", [(1440, 900)], indirect=True, ids=["desktop"])


def near(value: float, wanted: float, within: float = 1.5) -> bool:
    return abs(value - wanted) <= within


def test_a_click_takes_what_is_seen_under_the_pointer(desk: Desk, pictures: Path) -> None:
    hair = desk.upload(pictures / "hair.jpg")
    cut = {"recipe": {"segment": "foreground"}}
    layers = [
        shape("card", "#3355aa", 400, 300, 760, 560),
        photo("lemur", hair, 400, 300, 540, **cut),
        shape("thin", "#00000002", 400, 585, 300, 4, name="Thin"),
    ]
    desk.open(desk.create(layers))
    desk.click(400, 300)
    assert desk.selected() == ["lemur"]
    desk.click(150, 140)
    assert desk.selected() == ["card"], "the cutout is clear there"
    desk.click(400, 300, "Alt")
    assert desk.selected() == ["lemur"]
    desk.click(400, 300, "Alt")
    assert desk.selected() == ["card"], "each click goes one layer down, and around"
    desk.click(400, 300, "Shift")
    assert desk.selected() == ["card", "lemur"]
    desk.click(400, 300, "Shift")
    assert desk.selected() == ["card"]
    desk.click(5, 5)
    assert desk.selected() == []
    desk.click(400, 585)
    assert desk.selected() == ["thin"], "nothing is seen there, so the top box counts"
    desk.drag((2, 2), (300, 60))
    assert desk.selected() == ["card"], "a frame that is drawn takes what it touches"


def test_layers_move_freely_along_an_axis_and_to_guides(desk: Desk, page: Page) -> None:
    layers = [
        shape("a", "#aa3355", 150, 150, 120, 80, name="Card"),
        shape("b", "#33aa55", 600, 420, 100, 100),
    ]
    desk.open(desk.create(layers, guides=[{"axis": "x", "at": 300}]))
    expect(page.locator(".stage .document-guide")).to_have_count(1)
    desk.drag((150, 150), (213, 187), "Control")
    assert place(desk.until(moved("a", 150))) == (213, 187)
    desk.drag((213, 187), (260, 190), "Shift")
    assert place(desk.until(moved("a", 213))) == (260, 187)
    page.mouse.move(*desk.at(260, 187))
    page.mouse.down()
    page.mouse.move(*desk.at(300, 250))
    page.mouse.move(*desk.at(398, 298))
    lines = page.locator(".stage .guide.canvas")
    expect(lines).to_have_count(2)
    expect(page.locator(".stage .guide.canvas.upright")).to_have_text("centre")
    page.mouse.up()
    expect(lines).to_have_count(0)
    assert place(desk.until(moved("a", 260))) == (400, 300)
    page.keyboard.press("Control+z")
    assert place(desk.until(moved("a", 400))) == (260, 187)
    page.mouse.move(*desk.at(260, 187))
    page.mouse.down()
    page.mouse.move(*desk.at(300, 300))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(desk.objects.get_by_role("option", name="Card")).to_contain_text("at 200, 147")


def moved(id: str, x: float) -> Any:
    """Holds once the layer lies elsewhere."""
    return lambda body: next(one for one in body["layers"] if one["id"] == id)["x"] != x


def place(body: dict[str, Any]) -> tuple[float, float]:
    first = next(one for one in body["layers"] if one["id"] == "a")
    return first["x"], first["y"]


def test_alt_and_a_drag_make_a_copy(desk: Desk, page: Page) -> None:
    desk.open(desk.create([shape("a", "#aa3355", 150, 150, 120, 80, rotation=20, opacity=0.5)]))
    start, end = desk.at(150, 150), desk.at(450, 310)
    page.keyboard.down("Alt")
    desk.drag_on_screen(start, end, "Control")
    page.keyboard.up("Alt")
    first, copy = desk.until(lambda body: len(body["layers"]) == 2)["layers"]
    assert (first["id"], first["x"], first["y"]) == ("a", 150, 150)
    assert (copy["x"], copy["y"], copy["rotation"], copy["opacity"]) == (450, 310, 20, 0.5)
    assert desk.selected() == [copy["id"]]
    desk.settle()


def test_handles_size_and_turn_layers(desk: Desk, page: Page, pictures: Path) -> None:
    product = desk.upload(pictures / "product.jpg")
    layers = [
        photo("a", product, 300, 250, 240, rotation=30),
        shape("b", "#33aa55", 600, 420, 100, 100),
    ]
    desk.open(desk.create(layers))
    desk.click(300, 250)
    x, y = desk.handle("se")
    desk.drag_on_screen((x, y), (x + 60, y + 60), "Control")
    body = desk.until(lambda body: body["layers"][0]["width"] != 240)
    photo_now = body["layers"][0]
    assert photo_now["width"] > 290
    assert near(photo_now["width"] / photo_now["height"], 1.5, 0.01), "a photo keeps its shape"
    assert photo_now["rotation"] == 30
    x, y = desk.handle("e")
    desk.drag_on_screen((x, y), (x + 20, y + 12), "Control", "Shift")
    freed = desk.until(lambda body: body["layers"][0]["width"] != photo_now["width"])["layers"][0]
    assert freed["height"] == photo_now["height"], "Shift frees it"
    desk.click(600, 420)
    x, y = desk.handle("se")
    desk.drag_on_screen((x, y), (x - 400, y - 400), "Control", "Alt")
    tiny = desk.until(lambda body: body["layers"][1]["width"] != 100)["layers"][1]
    assert (tiny["x"], tiny["y"]) == (600, 420), "Alt sizes around the centre"
    assert 1 <= tiny["width"] <= 8, "a size stops, it never mirrors"
    page.keyboard.press("Control+z")
    x, y = desk.handle("rotate")
    centre = desk.at(600, 420)
    desk.drag_on_screen((x, y), (centre[0] + 200, centre[1] - 150), "Shift")
    turned = desk.until(lambda body: "rotation" in body["layers"][1])["layers"][1]
    assert turned["rotation"] % 15 == 0


def test_several_layers_grow_and_turn_together(desk: Desk, page: Page) -> None:
    layers = [
        shape("a", "#aa3355", 200, 200, 100, 100),
        shape("b", "#33aa55", 400, 300, 100, 60, rotation=30),
    ]
    desk.open(desk.create(layers))
    desk.drag((60, 60), (520, 420))
    assert desk.selected() == ["a", "b"]
    x, y = desk.handle("se")
    desk.drag_on_screen((x, y), (x + 120, y + 90), "Control")
    a, b = desk.until(lambda body: body["layers"][0]["width"] != 100)["layers"]
    factor = a["width"] / 100
    assert factor > 1.2
    assert near(a["height"], 100 * factor)
    assert near(b["width"], 100 * factor)
    assert near(b["height"], 60 * factor)
    assert near((b["x"] - a["x"]) / 200, factor, 0.02)
    assert b["rotation"] == 30


def test_groups_are_moved_entered_and_left(desk: Desk, page: Page) -> None:
    inside = [shape("p", "#aa3355", 80, 80, 120, 120), shape("q", "#3355aa", 220, 160, 100, 100)]
    desk.open(desk.create([group("g", 400, 300, 300, 240, *inside, rotation=90)]))
    # The group's top left corner is at the top right once it is turned: (520, 150).
    first = (520 - 80, 150 + 80)
    desk.click(*first)
    assert desk.selected() == ["g"]
    page.mouse.dblclick(*desk.at(*first))
    assert desk.selected() == ["p"]
    desk.drag(first, (first[0] - 30, first[1] + 10), "Control")
    body = desk.until(lambda body: body["layers"][0]["layers"][0]["x"] != 80)
    part = body["layers"][0]["layers"][0]
    assert (part["x"], part["y"]) == (90, 110), "a step on the canvas, in the group's own px"
    page.keyboard.press("Escape")
    assert desk.selected() == ["g"]
    page.keyboard.press("Escape")
    assert desk.selected() == []


def test_locked_and_hidden_layers_stay_out_of_the_way(desk: Desk) -> None:
    layers = [
        shape("a", "#aa3355", 300, 300, 200, 200),
        shape("b", "#33aa55", 300, 300, 200, 200, locked=True),
        shape("c", "#3355aa", 300, 300, 200, 200, hidden=True),
    ]
    desk.open(desk.create(layers))
    desk.click(300, 300)
    assert desk.selected() == ["a"]
    expect(desk.layer("c")).to_have_count(0)


def width_of(page: Page) -> float:
    box = page.locator(".stage .sheet").bounding_box()
    assert box
    return box["width"]


def test_zoom_keeps_the_point_under_the_pointer(desk: Desk, page: Page) -> None:
    desk.open(desk.create([shape("a", "#aa3355", 300, 300, 200, 200)]))
    before, width = desk.at(700, 120), width_of(page)
    page.mouse.move(*before)
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    # All four turns have arrived, so that nothing moves under what follows.
    desk.eventually(lambda: near(width_of(page), width * math.exp(4 * 0.22), 4))
    assert near(desk.at(700, 120)[0], before[0])
    assert near(desk.at(700, 120)[1], before[1])
    after = desk.at(700, 120)
    page.mouse.wheel(30, 50)
    desk.eventually(lambda: near(desk.at(700, 120)[0], after[0] - 30))
    desk.eventually(lambda: near(desk.at(700, 120)[1], after[1] - 50))
    desk.focus()
    page.keyboard.down("Space")
    desk.drag_on_screen((720, 450), (760, 500))
    page.keyboard.up("Space")
    assert desk.selected() == []
    assert near(desk.at(700, 120)[0], after[0] + 10)
    for _ in range(8):
        page.keyboard.down("Control")
        page.mouse.wheel(0, -120)
        page.keyboard.up("Control")
    expect(page.locator(".stage .view.squares")).to_be_attached()
    desk.settle()


def test_a_crop_keeps_every_pixel_in_its_place(
    desk: Desk, page: Page, pictures: Path, axe: str
) -> None:
    product = desk.upload(pictures / "product.jpg")
    desk.open(desk.create([photo("a", product, 400, 300, 600, rotation=20, flipX=True)]))
    before = numbers(desk.export())
    desk.click(400, 300)
    desk.focus()
    page.keyboard.press("c")
    expect(page.get_by_role("toolbar", name="Crop")).to_be_visible()
    assert violations(page, axe) == []
    x, y = desk.handle("w")
    desk.drag_on_screen((x, y), (x + 90, y + 30))
    page.keyboard.press("Enter")
    cropped = desk.until(lambda body: "crop" in body["layers"][0])["layers"][0]
    left, top, width, height = cropped["crop"]
    assert (left, top, height) == (0, 0, 1), "mirrored: the left handle cuts the photo's right"
    assert 0.5 < width < 0.95
    after = numbers(desk.export())
    inside = np.abs(after - 255).max(axis=2) > 3
    assert np.abs(after - before).mean(axis=2)[inside].mean() < 3
    assert inside.sum() < (np.abs(before - 255).max(axis=2) > 3).sum() * 0.96
    page.keyboard.press("c")
    page.get_by_role("radio", name="1:1", exact=True).check(force=True)
    page.get_by_role("button", name="Bottom side").focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    square = desk.until(lambda body: body["layers"][0]["crop"] != cropped["crop"])["layers"][0]
    assert near(square["width"], square["height"], 0.1)
    page.keyboard.press("c")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar", name="Crop")).to_have_count(0)
    assert desk.saved_layer("a") == square


def test_a_refused_picture_says_so_on_its_layer_and_is_tried_again(
    desk: Desk, page: Page, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("409",)
    refusals = [True]

    def answer(route: Route) -> None:
        if refusals:
            error = {"code": "model_missing", "text": "Its model is gone.", "remedy": "Pull it."}
            route.fulfill(status=409, json={"error": error})
        else:
            route.continue_()

    page.route(re.compile("/api/layers/picture"), answer)
    desk.open(desk.create([shape("a", "#aa3355", 300, 300, 200, 200, name="Card")]))
    badge = page.locator(".stage .badge")
    expect(badge).to_contain_text("Its model is gone. Pull it.")
    refusals.clear()
    badge.get_by_role("button", name="Try again: Card").click()
    expect(badge).to_have_count(0)
    expect(desk.layer("a").locator("img")).to_be_visible(timeout=PATIENCE_MS)


def test_how_far_a_picture_is_stands_on_its_layer(desk: Desk, page: Page) -> None:
    said = {"key": "0" * 64, "progress": {"stage": "looking", "place": 2, "seconds": 4.2}}
    # The second question is never answered: it waits as long as this page lives.
    page.route(re.compile(r"/api/layers/picture$"), lambda r: r.fulfill(status=202, json=said))
    page.route(re.compile(r"/api/layers/picture/"), lambda route: None)
    id = desk.create([shape("a", "#aa3355", 300, 300, 200, 200, name="Card")])
    page.goto(f"/documents/{id}")
    badge = page.locator(".stage .badge")
    expect(badge).to_contain_text("Cutting out Card")
    expect(badge).to_contain_text("2nd in line · 5 s")
    page.unroute_all(behavior="ignoreErrors")
