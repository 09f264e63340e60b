"""Photos, numbers, effects, canvas and versions beside the stage, in a real browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk, Json, numbers
from tests.browser.editor.panels import BLUE, DESKTOP, GREEN, RED, box, grid, panel, place, row


def rounded(layer: Json, *fields: str) -> list[float]:
    return [round(float(layer.get(field, 0)), 1) for field in fields]


@DESKTOP
def test_photos_are_uploaded_found_dropped_and_exported_as_shown(
    desk: Desk, page: Page, pictures: Path, axe: str
) -> None:
    desk.open(desk.create([], width=800, height=600))
    expect(page.get_by_role("heading", name="An empty canvas")).to_be_visible()
    assert violations(page, axe) == []
    photos = [str(pictures / "person.jpg"), str(pictures / "product.jpg")]
    page.get_by_label("Choose photos to upload").set_input_files(photos)
    expect(grid(page).get_by_role("row")).to_have_count(2, timeout=PATIENCE_MS)
    tiles = page.get_by_role("list", name="Photos").get_by_role("button")
    expect(tiles).to_have_count(2)
    page.get_by_role("searchbox", name="Search photos").fill("prod")
    expect(tiles).to_have_count(1)
    page.keyboard.press("Escape")

    x, y = desk.at(120, 480)
    stage = place(desk.stage)
    tiles.first.drag_to(desk.stage, target_position={"x": x - stage["x"], "y": y - stage["y"]})
    expect(grid(page).get_by_role("row")).to_have_count(3)
    body = desk.until(lambda body: len(body.get("layers", [])) == 3)
    assert rounded(body["layers"][2], "x", "y") == pytest.approx([120, 480], abs=2)
    assert body["layers"][2]["name"] == "product"
    assert all(layer["width"] <= 800 and layer["height"] <= 600 for layer in body["layers"])
    desk.settle()
    made = desk.export().convert("RGB").resize((80, 60))
    shown = desk.shot().convert("RGB").resize((80, 60))
    assert np.abs(numbers(made) - numbers(shown)).mean() < 3


@DESKTOP
def test_a_file_that_is_no_picture_says_why_on_its_own_tile(
    desk: Desk, page: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("415",)
    fake = tmp_path / "holiday.jpg"
    fake.write_bytes(b"%PDF-1.7 not a photo")
    desk.open(desk.create([RED]))
    page.get_by_label("Choose photos to upload").set_input_files(str(fake))
    expect(page.locator(".incoming.failed")).to_contain_text("PDF", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Dismiss holiday.jpg").click()
    expect(page.locator(".incoming")).to_have_count(0)
    expect(grid(page).get_by_role("row")).to_have_count(1)


@DESKTOP
def test_numbers_take_sums_shares_and_arrows_and_are_one_step_each(desk: Desk, page: Page) -> None:
    desk.open(desk.create([RED], width=800, height=600))
    row(page, "Red").click()
    position = panel(page, "Position")
    x = position.get_by_role("spinbutton", name="Centre X")
    x.fill("50% - 100")
    x.press("Enter")
    expect(x).to_have_value("300")
    x.press("Shift+ArrowUp")
    expect(x).to_have_value("310")
    width = position.get_by_role("spinbutton", name="Width")
    width.fill("60")
    width.press("Tab")
    expect(position.get_by_role("spinbutton", name="Height")).to_have_value("60")
    position.get_by_role("button", name="Keep proportions").click()
    width.fill("nonsense")
    width.press("Tab")
    expect(width).to_have_value("60")
    width.fill("90 px")
    width.press("Enter")
    angle = position.get_by_role("spinbutton", name="Angle")
    angle.fill("-15")
    angle.press("Enter")
    fields = ("x", "width", "height", "rotation")
    desk.until(lambda body: rounded(body["layers"][0], *fields) == [310, 90, 60, 345])
    angle.blur()
    for _ in range(5):
        page.keyboard.press("Control+z")
    desk.until(lambda body: rounded(body["layers"][0], *fields) == [200, 120, 120, 0])


@DESKTOP
def test_layers_are_aligned_to_the_canvas_and_to_each_other_and_spread(
    desk: Desk, page: Page
) -> None:
    desk.open(desk.create([RED, GREEN, box("blue", "#0000ff", 700, 300, 60)]))
    row(page, "Red").click()
    page.get_by_role("group", name="Align to the canvas").get_by_role(
        "button", name="Align left"
    ).click()
    desk.until(lambda body: rounded(body["layers"][0], "x", "y") == [60, 200])
    row(page, "Blue").click(modifiers=["Shift"])
    page.get_by_role("toolbar", name="Selected layers").get_by_role(
        "button", name="Align bottom"
    ).click()
    desk.until(lambda body: [rounded(one, "y")[0] for one in body["layers"]] == [270, 270, 300])
    page.get_by_role("toolbar", name="Selected layers").get_by_role(
        "button", name="Distribute horizontally"
    ).click()
    desk.until(lambda body: [rounded(one, "x")[0] for one in body["layers"]] == [60, 395, 700])


@DESKTOP
def test_effects_are_switched_on_dragged_as_one_step_ordered_and_exported(
    desk: Desk, page: Page, axe: str
) -> None:
    desk.open(desk.create([box("red", "#ff0000", 400, 300, 200)], background="#ffffff"))
    row(page, "Red").click()
    page.get_by_role("switch", name="Outline").check()
    outline = panel(page, "Outline")
    width = outline.get_by_role("slider", name="Width")
    knob = place(width)
    page.mouse.move(knob["x"] + 3, knob["y"] + knob["height"] / 2)
    page.mouse.down()
    for share in (0.2, 0.35, 0.5):
        page.mouse.move(knob["x"] + knob["width"] * share, knob["y"] + knob["height"] / 2)
    page.mouse.up()
    colour = outline.get_by_role("textbox", name="Colour", exact=True)
    colour.fill("#0c0")
    colour.press("Enter")
    drawn = desk.until(
        lambda body: (
            body["layers"][0].get("effects", [{}])[0].get("recipe", {}).get("outline.color")
            == "#00cc00"
        )
    )
    wide = drawn["layers"][0]["effects"][0]["recipe"]["outline"]
    assert 10 <= wide <= 25
    page.get_by_role("switch", name="Shadow").check()
    expect(panel(page, "Order of effects").get_by_role("listitem")).to_have_count(2)
    assert violations(page, axe) == []
    panel(page, "Order of effects").get_by_role("button", name="Shadow earlier").click()
    desk.until(lambda body: body["layers"][0]["effects"][0]["kind"] == "shadow")
    page.get_by_role("switch", name="Shadow").uncheck()
    desk.until(lambda body: len(body["layers"][0]["effects"]) == 1)
    desk.settle()
    pixels = numbers(desk.export())
    assert tuple(pixels[300, int(300 - wide / 2)]) == (0, 204, 0)
    colour.blur()
    for _ in range(5):
        page.keyboard.press("Control+z")
    desk.until(lambda body: len(body["layers"][0].get("effects", [])) == 1)
    page.keyboard.press("Control+z")
    desk.until(lambda body: not body["layers"][0].get("effects"))


@DESKTOP
def test_the_canvas_takes_sizes_by_purpose_and_backgrounds(
    desk: Desk, page: Page, pictures: Path, axe: str
) -> None:
    desk.upload(pictures / "product.jpg")
    desk.open(desk.create([RED, BLUE], width=800, height=600))
    page.get_by_role("tab", name="Canvas").click()
    page.get_by_role("combobox", name="Purpose").select_option(label="Sticker 512 · 512 × 512")
    scaled = desk.until(lambda body: body["canvas"]["width"] == 512)
    assert rounded(scaled["layers"][0], "width") == [76.8]
    page.keyboard.press("Control+z")
    page.get_by_role("radio", name="Keep size").check(force=True)
    width = page.get_by_role("spinbutton", name="Canvas width")
    width.fill("1000")
    width.press("Enter")
    kept = desk.until(lambda body: body["canvas"]["width"] == 1000)
    assert rounded(kept["layers"][0], "x", "width") == [300, 120]

    page.get_by_role("radio", name="Linear").check(force=True)
    desk.until(lambda body: "linear-gradient" in body["canvas"]["background"])
    assert violations(page, axe) == []
    page.get_by_role("radio", name="None").check(force=True)
    desk.until(lambda body: body["canvas"].get("background", "transparent") == "transparent")
    page.get_by_role("button", name="Picture as background…").click()
    window = page.get_by_role("dialog", name="Background picture")
    assert violations(page, axe) == []
    window.get_by_role("button", name="Use product.jpg").click()
    body = desk.until(lambda body: len(body.get("layers", [])) == 3)
    bottom = body["layers"][0]
    assert bottom["locked"]
    assert min(bottom["width"] - 1000, bottom["height"] - 600) >= -0.01


@DESKTOP
def test_an_earlier_version_comes_back_and_can_be_undone(desk: Desk, page: Page, axe: str) -> None:
    desk.open(desk.create([RED]))
    row(page, "Red").click()
    page.keyboard.press("Control+d")
    desk.until(lambda body: len(body["layers"]) == 2)
    page.get_by_role("tab", name="Versions").click()
    expect(page.get_by_role("region", name="Versions")).to_contain_text("Now")
    assert violations(page, axe) == []
    page.get_by_role("tab", name="Layer", exact=True).click()
    page.get_by_role("textbox", name="Document name").fill("سمكة")
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).to_contain_text("Saved")
    page.reload()
    desk.settle()
    expect(page.get_by_role("textbox", name="Document name")).to_have_value("سمكة")
