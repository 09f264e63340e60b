"""Words on the canvas: written in place, styled, exported as they were seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.editor.desk import PATIENCE_MS, Desk, Json
from tests.fontfiles import blocks

DESKTOP = pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)


def field(page: Page) -> Locator:
    return page.locator(".stage").get_by_role("textbox", name="Text")


def layers(body: Json) -> list[Json]:
    return list(body.get("layers", ()))


def only_layer(body: Json) -> Json:
    (layer,) = layers(body)
    return layer


def writes(text: str) -> Callable[[Json], bool]:
    """True of a document whose one layer says this."""
    return lambda body: [one["text"].get("text") for one in layers(body)] == [text]


def wider(text: str, width: float) -> Callable[[Json], bool]:
    """True once this is written, in a box of more than this width."""
    return lambda body: writes(text)(body) and only_layer(body)["width"] > width


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all that isn't white."""
    found = np.argwhere((np.asarray(picture.convert("RGB")) < 250).any(axis=-1))
    assert len(found), "nothing is drawn"
    (top, left), (bottom, right) = found.min(axis=0), found.max(axis=0) + 1
    return int(left), int(top), int(right), int(bottom)


def reds(picture: Image.Image) -> int:
    return int((np.asarray(picture.convert("RGB")) == (255, 0, 0)).all(axis=-1).sum())


@DESKTOP
def test_by_keyboard_alone_text_is_added_styled_and_exported(desk: Desk, page: Page) -> None:
    desk.open(desk.create())
    page.keyboard.press("t")
    expect(field(page)).to_be_focused(timeout=PATIENCE_MS)
    page.keyboard.type("Bold words")
    page.keyboard.press("Enter")
    page.keyboard.type("שלום")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_count(0)
    desk.until(writes("Bold words\nשלום"))
    page.get_by_role("button", name="Font", exact=False).first.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("r")
    expect(page.get_by_role("option", name="Rubik")).to_have_class("at")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Weight").select_option("900")
    page.get_by_role("spinbutton", name="Size").focus()
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    colour = page.get_by_role("group", name="Colour").get_by_role("textbox", name="Colour").first
    colour.fill("#ff0000")
    colour.press("Enter")

    def is_styled(body: Json) -> bool:
        said = only_layer(body)["text"]
        wished = {"font": "rubik", "weight": 900, "size": 100, "color": "#ff0000"}
        return wished.items() <= said.items() and only_layer(body)["height"] == 240

    layer = only_layer(desk.until(is_styled, "font, weight, size and colour are saved"))
    desk.settle()
    exported = desk.export()
    left, top, right, bottom = ink(exported)
    assert layer["x"] - layer["width"] / 2 - 4 <= left
    assert right <= layer["x"] + layer["width"] / 2 + 4
    assert layer["y"] - layer["height"] / 2 <= top
    assert bottom <= layer["y"] + layer["height"] / 2
    assert reds(exported) > 8000
    shown = desk.shot().resize(exported.size)
    assert np.abs(np.subtract(ink(shown), ink(exported))).max() <= 3, "the stage shows the export"


@DESKTOP
def test_a_font_of_one_s_own_is_brought_and_drawn(desk: Desk, page: Page) -> None:
    desk.open(desk.create())
    page.keyboard.press("t")
    expect(field(page)).to_be_focused(timeout=PATIENCE_MS)
    page.keyboard.type("AB")
    page.keyboard.press("Escape")
    desk.until(writes("AB"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a font").click()
    chooser.value.set_files(
        {"name": "blocks.ttf", "mimeType": "font/ttf", "buffer": blocks(family="Slabs")}
    )
    picked = page.get_by_role("button", name="Font Slabs Bold")
    expect(picked).to_be_visible(timeout=PATIENCE_MS)
    layer = only_layer(desk.until(lambda body: "-" in only_layer(body)["text"].get("font", "")))
    desk.settle()
    size = layer["text"]["size"]
    left, top, right, bottom = ink(desk.export())
    assert right - left == pytest.approx(1.1 * size, abs=3)
    assert bottom - top == pytest.approx(0.7 * size, abs=3)
    picked.click()
    expect(page.get_by_role("option", name="Slabs Bold Yours")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Escape")


@DESKTOP
def test_fonts_of_one_s_own_are_renamed_and_deleted_once_nothing_needs_them(
    desk: Desk, page: Page, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("409",)
    desk.open(desk.create())
    page.keyboard.press("t")
    expect(field(page)).to_be_focused(timeout=PATIENCE_MS)
    page.keyboard.type("AB")
    page.keyboard.press("Escape")
    desk.until(writes("AB"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a font").click()
    letters = {"name": "a.ttf", "mimeType": "font/ttf", "buffer": blocks(family="Bricks")}
    chooser.value.set_files(letters)
    desk.until(lambda body: "-" in only_layer(body)["text"].get("font", ""))
    page.get_by_role("button", name="Your fonts").click()
    window = page.get_by_role("dialog", name="Your fonts")
    name = window.get_by_role("textbox", name="Name of Bricks Bold")
    name.fill("Walls")
    name.press("Enter")
    row = window.get_by_role("listitem").filter(has=page.get_by_label("Name of Walls"))
    expect(row).to_be_visible(timeout=PATIENCE_MS)
    row.get_by_role("button", name="Delete").click()
    expect(row.get_by_role("button", name="Keep")).to_be_focused()
    row.get_by_role("button", name="Delete for good").click()
    expect(row.get_by_role("alert")).to_contain_text("Documents use the font", timeout=PATIENCE_MS)
    window.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Font Walls").click()
    page.get_by_role("option", name="Anton").click()
    desk.until(lambda body: only_layer(body)["text"].get("font") == "anton")
    page.get_by_role("button", name="Your fonts").click()
    row.get_by_role("button", name="Delete").click()
    row.get_by_role("button", name="Delete for good").click()
    expect(window.get_by_text("None is left.")).to_be_visible(timeout=PATIENCE_MS)
    window.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Your fonts")).to_have_count(0)


def test_by_pointer_text_is_put_written_again_and_emptied(desk: Desk, page: Page) -> None:
    desk.open(desk.create())
    tools = page.get_by_role("toolbar", name="Tools")
    tools.get_by_role("button", name="Text").click()
    expect(field(page)).to_be_focused(timeout=PATIENCE_MS)
    desk.click(150, 200)
    expect(field(page)).to_be_focused()
    page.keyboard.type("Here")
    desk.click(700, 560)
    layer = only_layer(desk.until(wider("Here", 60)))
    assert layer["x"] - layer["width"] / 2 == pytest.approx(150, abs=1)
    assert layer["y"] == pytest.approx(200, abs=1)
    expect(tools.get_by_role("button", name="Select")).to_have_attribute("aria-pressed", "true")

    desk.settle()
    page.mouse.dblclick(*desk.at(layer["x"], layer["y"]))
    expect(field(page)).to_have_value("Here")
    box, shown = field(page).bounding_box(), desk.at(layer["x"], layer["y"])
    assert box
    assert box["x"] < shown[0] < box["x"] + box["width"]
    assert box["y"] < shown[1] < box["y"] + box["height"]
    page.keyboard.type("There")
    page.keyboard.press("Escape")
    longer = only_layer(desk.until(wider("There", layer["width"])))
    assert longer["x"] - longer["width"] / 2 == pytest.approx(150, abs=1)
    page.keyboard.press("Control+z")
    desk.until(writes("Here"), "undo takes the whole writing back at once")

    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("Here")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")
    desk.until(lambda body: not layers(body), "an empty text is removed")
    page.keyboard.press("t")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(desk.objects.get_by_role("option")).to_have_count(0)
    assert layers(desk.saved()) == []


@DESKTOP
def test_a_side_handle_breaks_lines_and_the_box_follows(desk: Desk, page: Page) -> None:
    said = {"text": "One two three four", "size": 60}
    text = {"id": "t", "kind": "text", "x": 400, "y": 200, "width": 540, "height": 72, "text": said}
    desk.open(desk.create([text]))
    desk.click(400, 200)
    start = desk.handle("e")
    left = desk.at(330, 200)
    desk.drag_on_screen(start, (left[0], start[1]))

    def has_followed(body: Json) -> bool:
        layer = only_layer(body)
        return layer["text"].get("sizing") == "height" and layer["height"] >= 144

    layer = only_layer(desk.until(has_followed, "two lines or more, and a box around them"))
    assert layer["height"] % 72 == 0
    assert layer["width"] == pytest.approx(200, abs=12)
    assert layer["y"] - layer["height"] / 2 == pytest.approx(200 - 36, abs=1)
    page.keyboard.press("Control+z")
    desk.until(lambda body: only_layer(body)["height"] == 72, "one undo step for both")


@DESKTOP
def test_writing_and_its_panel_are_accessible(desk: Desk, page: Page, axe: str) -> None:
    text = {"id": "t", "kind": "text", "x": 400, "y": 300, "width": 300, "height": 100}
    desk.open(desk.create([{**text, "text": {"text": "Hello", "size": 80}}]))
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        desk.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(field(page)).to_be_focused(timeout=PATIENCE_MS)
        assert complaints(page, ".text-editor") == []
        page.keyboard.press("Escape")
        page.locator("[data-section=text] .pick").click()
        expect(page.get_by_role("option", name="Inter")).to_be_visible()
        assert complaints(page, "[data-section=text]") == []
        page.keyboard.press("Escape")


def complaints(page: Page, part: str) -> list[str]:
    """What axe says of a part of the page."""
    found = page.evaluate("(part) => axe.run(part, {resultTypes: ['violations']})", part)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]
