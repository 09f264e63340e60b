"""The layers panel in a real browser: by mouse, by touch and by keys alone."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.editor.desk import Desk, numbers
from tests.browser.editor.panels import (
    BLUE,
    DESKTOP,
    GREEN,
    PHONE,
    RED,
    box,
    grid,
    ids,
    listed,
    place,
    row,
)

GROUP = {
    "id": "pair",
    "kind": "group",
    "name": "Pair",
    "x": 400,
    "y": 300,
    "width": 300,
    "height": 200,
    "rotation": 30,
    "flipX": True,
    "layers": [
        box("near", "#ff0000", 80, 90, 100, rotation=20),
        box("far", "#0000ff", 220, 110, 80),
    ],
}


def drag(page: Page, what: Locator, onto: Locator, share: float) -> None:
    """By mouse, to this share of the height of the other row."""
    start, end = place(what), place(onto)
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
    page.mouse.down()
    y = end["y"] + end["height"] * share
    page.mouse.move(end["x"] + 70, y - 8)
    page.mouse.move(end["x"] + 70, y)
    page.mouse.up()


@DESKTOP
def test_rows_are_chosen_renamed_hidden_locked_and_dragged_by_mouse(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED, GREEN, BLUE]))
    listed(page, "Blue", "Green", "Red")

    row(page, "Green").click()
    assert desk.selected() == ["green"]
    row(page, "Red").click(modifiers=["Shift"])
    assert sorted(desk.selected()) == ["green", "red"]
    row(page, "Blue").click(modifiers=["Control"])
    assert sorted(desk.selected()) == ["blue", "green", "red"]

    row(page, "Green").dblclick()
    name = page.get_by_role("textbox", name="Layer name")
    name.fill("عشب أخضر")
    name.press("Enter")
    desk.until(lambda body: body["layers"][1]["name"] == "عشب أخضر")
    expect(row(page, "عشب أخضر")).to_be_focused()

    row(page, "Red").get_by_role("button", name="Hide Red").click()
    row(page, "Blue").hover()
    row(page, "Blue").get_by_role("button", name="Lock Blue").click()
    desk.until(lambda body: body["layers"][0].get("hidden") and body["layers"][2].get("locked"))

    drag(page, row(page, "Red"), row(page, "Blue"), 0.1)
    listed(page, "Red", "Blue", "عشب أخضر")
    desk.until(lambda body: ids(body) == ["green", "blue", "red"])
    page.keyboard.press("Control+z")
    listed(page, "Blue", "عشب أخضر", "Red")
    desk.until(lambda body: ids(body) == ["red", "green", "blue"])


@DESKTOP
def test_the_list_is_worked_by_keys_alone(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED, GREEN, BLUE]))
    row(page, "Blue").focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "Green")).to_be_focused()
    assert desk.selected() == ["green"]
    page.keyboard.press("Shift+ArrowDown")
    assert sorted(desk.selected()) == ["green", "red"]
    page.keyboard.press("Home")
    expect(row(page, "Blue")).to_be_focused()

    page.keyboard.press("Alt+ArrowDown")
    listed(page, "Green", "Blue", "Red")
    expect(row(page, "Blue")).to_be_focused()
    page.keyboard.press("Shift+[")
    listed(page, "Green", "Red", "Blue")
    page.keyboard.press("]")
    listed(page, "Green", "Blue", "Red")
    desk.until(lambda body: ids(body) == ["red", "blue", "green"])

    page.keyboard.press("F2")
    page.keyboard.type("Sky")
    page.keyboard.press("Escape")
    expect(row(page, "Blue")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Sky")
    page.keyboard.press("Enter")
    listed(page, "Green", "Sky", "Red")

    page.keyboard.press("Control+d")
    expect(grid(page).get_by_role("row")).to_have_count(4)
    page.keyboard.press("Delete")
    expect(grid(page).get_by_role("row")).to_have_count(3)


@DESKTOP
def test_grouping_and_ungrouping_moves_no_pixel(desk: Desk, page: Page) -> None:
    desk.open(desk.create([GROUP, box("roof", "#00aa00", 620, 120, 90, rotation=50)]))
    before = numbers(desk.shot())
    row(page, "Pair").click()
    page.keyboard.press("Control+Shift+g")
    listed(page, "Roof", "Far", "Near")
    desk.settle()
    assert np.abs(numbers(desk.shot()) - before).mean() < 0.5
    assert sorted(desk.selected()) == ["far", "near"]

    row(page, "Roof").click(modifiers=["Control"])
    page.keyboard.press("Control+g")
    expect(grid(page).get_by_role("row")).to_have_count(4)
    desk.settle()
    assert np.abs(numbers(desk.shot()) - before).mean() < 0.5
    desk.until(lambda body: len(body["layers"]) == 1, "all in one group")

    for _ in range(2):
        page.keyboard.press("Control+z")
    listed(page, "Roof", "Pair", "Far", "Near")
    desk.until(lambda body: body["layers"][0]["id"] == "pair")


@DESKTOP
def test_layers_go_into_groups_and_out_and_stay_where_they_are(desk: Desk, page: Page) -> None:
    desk.open(desk.create([GROUP, box("roof", "#00aa00", 400, 250, 60)]))
    before = numbers(desk.shot())
    drag(page, row(page, "Roof"), row(page, "Pair"), 0.5)
    listed(page, "Pair", "Roof", "Far", "Near")
    desk.settle()
    assert np.abs(numbers(desk.shot()) - before).mean() < 0.5
    desk.until(lambda body: ids(body) == ["pair(near far roof)"])

    row(page, "Roof").focus()
    page.keyboard.press("Alt+ArrowUp")
    listed(page, "Roof", "Pair", "Far", "Near")
    page.keyboard.press("Alt+ArrowRight")
    listed(page, "Pair", "Roof", "Far", "Near")

    row(page, "Pair").focus()
    page.keyboard.press("ArrowLeft")
    listed(page, "Pair")
    page.keyboard.press("ArrowRight")
    listed(page, "Pair", "Roof", "Far", "Near")


@DESKTOP
def test_layers_and_pictures_are_copied_also_into_another_document(
    desk: Desk, page: Page, pictures: Path
) -> None:
    context: BrowserContext = page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    source = desk.upload(pictures / "product.jpg")
    photo = {"id": "cup", "kind": "image", "name": "Cup", "source": source}
    cup = {**photo, "x": 300, "y": 300, "width": 200, "height": 200}
    other = desk.create([], name="Other")
    desk.open(desk.create([cup, RED]))
    row(page, "Cup").click()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(row(page, "Cup")).to_have_count(2)

    desk.open(other)
    page.keyboard.press("Control+v")
    expect(row(page, "Cup")).to_have_count(1)
    body = desk.until(lambda body: len(body.get("layers", ())) == 1)
    assert body["layers"][0]["source"] == source
    page.keyboard.press("Control+x")
    expect(page.get_by_text("No layers yet")).to_be_visible()
    page.keyboard.press("Control+v")
    expect(row(page, "Cup")).to_have_count(1)

    page.evaluate("""async () => {
        const canvas = new OffscreenCanvas(40, 30);
        canvas.getContext('2d').fillRect(0, 0, 40, 30);
        const blob = await canvas.convertToBlob({type: 'image/png'});
        await navigator.clipboard.write([new ClipboardItem({'image/png': blob})]);
    }""")
    page.keyboard.press("Control+v")
    expect(grid(page).get_by_role("row")).to_have_count(2, timeout=30_000)
    made = desk.until(lambda body: len(body["layers"]) == 2)["layers"][1]
    assert (made["width"], made["height"]) == (40, 30)


@DESKTOP
def test_layers_with_photos_of_another_workspace_are_refused_in_words(
    desk: Desk, page: Page, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("404",)
    desk.open(desk.create([]))
    foreign = """{"kind": "studio/layers", "version": 1, "canvas": {"width": 9, "height": 9},
        "layers": [{"kind": "image", "source": "9f1c8f6e-1111-4222-8333-444455556666",
        "id": "x", "width": 5, "height": 5}]}"""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.body.dispatchEvent(new ClipboardEvent('paste', how));
        }""",
        foreign,
    )
    expect(page.get_by_text("These layers show photos of another workspace.")).to_be_visible()
    expect(page.get_by_text("No layers yet")).to_be_visible()


@DESKTOP
def test_blend_modes_are_tried_by_hovering_and_given_back_by_escape(desk: Desk, page: Page) -> None:
    over = box("over", "#808080", 250, 250, 300)
    desk.open(desk.create([box("under", "#ff8000", 300, 300, 300), over]))
    row(page, "Over").click()
    look = desk.layer("over")
    page.get_by_role("button", name=re.compile("Blend mode")).click()
    page.get_by_role("menuitemradio", name="Multiply").hover()
    expect(look).to_have_css("mix-blend-mode", "multiply")
    page.keyboard.press("ArrowDown")
    expect(look).to_have_css("mix-blend-mode", "screen")
    page.keyboard.press("Escape")
    expect(look).to_have_css("mix-blend-mode", "normal")
    assert "blend" not in desk.saved_layer("over")

    page.get_by_role("button", name=re.compile("Blend mode")).press("Enter")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    desk.until(lambda body: body["layers"][1].get("blend") == "darken")
    expect(look).to_have_css("mix-blend-mode", "darken")


@PHONE
def test_rows_are_reordered_by_touch_at_their_grip(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED, GREEN, BLUE]))
    page.get_by_role("tab", name="Layers").tap()
    listed(page, "Blue", "Green", "Red")
    for name in ("Red", "Blue"):
        # The sheet has come to rest.
        row(page, name).locator("[data-grip]").tap(trial=True)
    grip, over = place(row(page, "Red").locator("[data-grip]")), place(row(page, "Blue"))
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    touch = page.context.new_cdp_session(page)
    points = [(x, y), (x, y - 20), (x, over["y"] + 12), (x, over["y"] + 6)]
    for index, (px, py) in enumerate(points):
        kind = "touchMove" if index else "touchStart"
        where = [{"x": px, "y": py}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    listed(page, "Red", "Blue", "Green")
    desk.until(lambda body: ids(body) == ["green", "blue", "red"])
