"""Cropping to faces: they are found by the server and ticked by a person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import PATIENCE_MS, Desk

DESKTOP = pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)


def opened(desk: Desk, pictures: Path) -> None:
    """A document with one portrait, selected."""
    photo = pictures / "person.jpg"
    width, height = Image.open(photo).size
    layer = {
        "id": "p",
        "kind": "image",
        "name": "Portrait",
        "source": desk.upload(photo),
        "x": 300,
        "y": 300,
        "width": width,
        "height": height,
    }
    desk.open(desk.create([layer], width=600, height=600, background="transparent"))
    desk.page.mouse.click(*desk.at(300, 300))


def tool(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Crop to faces")


def face(page: Page, number: int = 1) -> Locator:
    return tool(page).get_by_role("checkbox", name=f"Face {number},")


def begun(desk: Desk) -> None:
    """The tool with the face found and ticked."""
    desk.page.keyboard.press("f")
    expect(face(desk.page)).to_be_checked(timeout=PATIENCE_MS)


def test_a_face_is_ticked_and_cropped_to_a_circle(
    desk: Desk, page: Page, pictures: Path, axe: str
) -> None:
    opened(desk, pictures)
    begun(desk)
    assert violations(page, axe) == []
    box = face(page).bounding_box()
    assert box
    assert min(box["width"], box["height"]) > 20
    expect(tool(page).get_by_text("1 of 1 face")).to_be_visible()
    tool(page).get_by_label("Circle").check()
    tool(page).get_by_label("Zoom").fill("60")
    tool(page).get_by_role("button", name="Apply").click()
    expect(tool(page)).to_have_count(0)
    body = desk.until(lambda body: body["layers"][0].get("clip") == "circle")
    layer = body["layers"][0]
    assert layer["recipe"] == {"gravity": "face", "zoom": 0.6}
    assert len(layer["faces"]) == 1
    assert layer["width"] == pytest.approx(layer["height"])
    desk.settle()
    alpha = np.asarray(desk.export().getchannel("A"))
    left, top = (round(300 - layer["width"] / 2) + 2 for _ in range(2))
    assert alpha[300, 300] == 255
    assert alpha[top, left] == 0


@DESKTOP
def test_by_keyboard_alone(desk: Desk, page: Page, pictures: Path) -> None:
    opened(desk, pictures)
    begun(desk)
    face(page).focus()
    page.keyboard.press("Space")
    expect(face(page)).not_to_be_checked()
    expect(tool(page).get_by_text("Tick at least one face.")).to_be_visible()
    expect(tool(page).get_by_role("button", name="Apply")).to_be_disabled()
    page.keyboard.press("Space")
    tool(page).get_by_label("Zoom").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(tool(page).locator("output")).to_have_text("70 %")
    tool(page).get_by_label("Ratio").select_option("4:5")
    page.keyboard.press("Enter")
    body = desk.until(lambda body: "gravity" in body["layers"][0].get("recipe", {}))
    layer = body["layers"][0]
    assert layer["recipe"]["zoom"] == 0.7
    assert layer["width"] / layer["height"] == pytest.approx(0.8)
    page.keyboard.press("Control+z")
    desk.until(lambda body: not body["layers"][0].get("recipe"))


@DESKTOP
def test_what_keeps_the_crop_from_being_as_asked_is_told(
    desk: Desk, page: Page, pictures: Path
) -> None:
    opened(desk, pictures)
    begun(desk)
    tool(page).get_by_label("Ratio").select_option("Free")
    tool(page).get_by_label("Zoom").fill("5")
    expect(tool(page).get_by_text("as wide as the photo")).to_be_visible()
    tool(page).get_by_label("All faces").check()
    expect(face(page)).to_be_disabled()
    tool(page).get_by_role("button", name="Apply").click()
    body = desk.until(lambda body: body["layers"][0].get("recipe", {}).get("zoom") == 0.05)
    assert "faces" not in body["layers"][0]
    desk.settle()
    page.keyboard.press("f")
    tool(page).get_by_role("button", name="Show the whole photo").click()
    desk.until(lambda body: not body["layers"][0].get("recipe"))


@DESKTOP
def test_escape_leaves_everything_as_it_was(desk: Desk, page: Page, pictures: Path) -> None:
    opened(desk, pictures)
    before = desk.saved()
    begun(desk)
    tool(page).get_by_label("Zoom").fill("90")
    page.keyboard.press("Escape")
    expect(tool(page)).to_have_count(0)
    assert desk.saved() == before
