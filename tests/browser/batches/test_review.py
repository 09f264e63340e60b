"""A batch from its start to the last decision: by mouse, by keys, on a phone, over the editor."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.browser.accessible import violations
from tests.browser.batches.acting import (
    look_closely,
    looks_at,
    swipe_and_pinch,
    tell,
    viewer,
    was_told,
)
from tests.browser.batches.listening import listening
from tests.browser.batches.making import PATIENT_MS, Rest

RECIPE = {
    "kind": "portrait",
    "cut": False,
    "head": 0.9,
    "targets": [
        {"name": "ebay", "preset": "ebay", "width": 600, "height": 600},
        {"name": "shop", "width": 300, "height": 300, "format": "png"},
    ],
}
"""Portraits: a photo without a face goes to review."""
DESKTOP = pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
PHONE = pytest.mark.parametrize("page", [(390, 844)], ids=["phone"], indirect=True)


def photos(pictures: Path) -> dict[str, bytes]:
    """One with a face, two without, one that is cut off."""
    person, cup = (pictures / "person.jpg").read_bytes(), (pictures / "product.jpg").read_bytes()
    return {"anna.jpg": person, "cup.jpg": cup, "mug.jpg": cup, "broken.jpg": person[:3000]}


def made(page: Page, pictures: Path) -> str:
    """The id of a batch that is done, shown on the page."""
    rest = Rest(page)
    batch = rest.batch("Autumn", RECIPE, photos(pictures))
    rest.send(f"/api/batches/{batch}/start")
    page.goto(f"/batches/{batch}")
    done(page)
    return batch


def done(page: Page) -> None:
    expect(state(page)).to_have_text("Done", timeout=PATIENT_MS)
    expect(cards(page).and_(page.locator("[aria-busy]"))).to_have_count(0, timeout=PATIENT_MS)


def state(page: Page) -> Locator:
    return page.locator(".review-title .chip")


def cards(page: Page) -> Locator:
    return page.locator(".items > .item")


def card(page: Page, name: str) -> Locator:
    return cards(page).filter(has_text=name)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Filter").get_by_role("button", name=name)


@DESKTOP
def test_a_batch_is_followed_looked_over_and_decided_by_mouse(
    page: Page, pictures: Path, axe: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    batch = Rest(page).batch("Autumn", RECIPE, photos(pictures))
    page.goto(f"/batches/{batch}")
    expect(page.get_by_role("heading", name="Autumn")).to_be_visible()
    expect(state(page)).to_have_text("Not started")
    expect(card(page, "broken.jpg")).to_contain_text("failed", timeout=PATIENT_MS)
    expect(card(page, "broken.jpg")).to_contain_text("cut off")
    with listening() as listener:
        secret = tell(page, listener)
        page.get_by_role("button", name="Start").click()
        done(page)
        was_told(page, listener, secret, axe)
    for name in ("All 4", "Passed 1", "To review 2", "Failed 1", "Waiting 0"):
        expect(tab(page, name)).to_be_visible(timeout=PATIENT_MS)
    expect(card(page, "anna.jpg")).to_contain_text(re.compile("passed.*(pass|warn)", re.S))
    expect(card(page, "cup.jpg")).to_contain_text("No face was found")
    assert violations(page, axe) == []

    page.get_by_role("button", name="Review 2", exact=True).click()
    looks_at(page, "cup.jpg")
    expect(page).to_have_url(re.compile("state=review.*item="))
    table = viewer(page).get_by_role("table")
    expect(table).to_contain_text("Rules as of 2026-")
    expect(table.get_by_role("row", name=re.compile("Longest side.*600 px.*warn"))).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("Format.*JPEG.*pass"))).to_be_visible()
    viewer(page).get_by_label("Both").check(force=True)
    slider = viewer(page).get_by_role("slider")
    slider.press("ArrowRight")
    expect(slider).to_have_value("51")
    expect(viewer(page).get_by_alt_text("cup.jpg as it was brought")).to_be_visible()
    assert violations(page, axe) == []
    viewer(page).get_by_role("button", name="Accept").click()
    looks_at(page, "mug.jpg")
    viewer(page).get_by_role("button", name="Drop").click()
    expect(viewer(page)).to_contain_text("Nothing is left to review", timeout=PATIENT_MS)
    page.get_by_role("button", name="Close").click()
    expect(viewer(page)).to_have_count(0)
    expect(page.get_by_text("Nothing is left to review.")).to_be_visible()

    tab(page, "Dropped 1").click()
    card(page, "mug.jpg").get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Bring back").click()
    expect(tab(page, "To review 1")).to_be_visible(timeout=PATIENT_MS)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download ZIP").click()
    names = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert sorted(names) == sorted(
        ["ebay/anna.jpg", "ebay/cup.jpg", "shop/anna.png", "shop/cup.png", "manifest.csv"]
    )
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the batch").fill("Winter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Winter")).to_be_visible(timeout=PATIENT_MS)


@DESKTOP
def test_late_answers_neither_hide_a_decision_nor_lose_its_undo(page: Page, pictures: Path) -> None:
    made(page, pictures)
    late: list[tuple[Route, APIResponse]] = []
    asked = re.compile(r"/items\?.*ids=")
    page.route(asked, lambda route: late.append((route, route.fetch())))
    with page.expect_request(asked):
        card(page, "mug.jpg").get_by_role("button").click()
    looks_at(page, "mug.jpg")
    page.keyboard.press("d")
    page.keyboard.press("z")
    expect(viewer(page)).to_contain_text("mug.jpg is as before", timeout=PATIENT_MS)
    page.keyboard.press("d")
    expect(tab(page, "Dropped 1")).to_be_visible(timeout=PATIENT_MS)
    for route, before in late:
        route.fulfill(response=before)
    page.unroute(asked)
    looks_at(page, "cup.jpg")
    expect(card(page, "mug.jpg")).to_contain_text("dropped")
    page.keyboard.press("z")
    expect(viewer(page)).to_contain_text("mug.jpg is as before", timeout=PATIENT_MS)


@DESKTOP
def test_a_batch_is_decided_with_the_keyboard_alone(page: Page, pictures: Path, axe: str) -> None:
    page.emulate_media(color_scheme="dark")
    made(page, pictures)
    expect(card(page, "anna.jpg")).to_be_visible()
    cards(page).first.get_by_role("button").focus()
    page.keyboard.press("ArrowRight")
    expect(card(page, "cup.jpg").get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    looks_at(page, "cup.jpg")
    sku = viewer(page).get_by_role("textbox", name="SKU")
    expect(sku).to_have_value("cup")
    sku.fill("AB-7 d")
    page.keyboard.press("Enter")
    before, after = viewer(page).get_by_label("Before"), viewer(page).get_by_label("After")
    page.keyboard.press("Space")
    expect(before).to_be_checked()
    page.keyboard.press("Space")
    expect(after).to_be_checked()
    look_closely(page)
    page.keyboard.press("k")
    looks_at(page, "anna.jpg")
    page.keyboard.press("j")
    looks_at(page, "cup.jpg")
    expect(sku).to_have_value("AB-7 d")
    page.keyboard.press("a")
    looks_at(page, "mug.jpg")
    page.keyboard.press("d")
    expect(viewer(page)).to_contain_text("Nothing is left to review", timeout=PATIENT_MS)
    page.keyboard.press("z")
    expect(viewer(page)).to_contain_text("mug.jpg is as before", timeout=PATIENT_MS)
    page.keyboard.press("z")
    looks_at(page, "cup.jpg")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    expect(viewer(page)).to_have_count(0)
    expect(card(page, "cup.jpg").get_by_role("button")).to_be_focused()
    expect(tab(page, "To review 2")).to_be_visible(timeout=PATIENT_MS)

    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    chosen = page.get_by_role("toolbar", name="Selection")
    expect(chosen).to_contain_text("2 selected")
    assert violations(page, axe) == []
    page.keyboard.press("a")
    expect(tab(page, "Passed 3")).to_be_visible(timeout=PATIENT_MS)
    expect(chosen).to_have_count(0)
    page.keyboard.press("z")
    expect(tab(page, "To review 2")).to_be_visible(timeout=PATIENT_MS)


@DESKTOP
@pytest.mark.slow
def test_what_is_edited_in_the_editor_comes_back_into_the_item(page: Page, pictures: Path) -> None:
    batch = made(page, pictures)
    card(page, "cup.jpg").get_by_role("button").click()
    looks_at(page, "cup.jpg")
    picture = viewer(page).locator(".frame .whole")
    old = picture.get_attribute("src") or ""
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/documents/"), timeout=PATIENT_MS)
    back = page.get_by_role("link", name="Back to batch Autumn")
    expect(back).to_be_visible(timeout=PATIENT_MS)
    page.keyboard.press("Control+a")
    selected = page.get_by_role("toolbar", name="Selected layers")
    selected.get_by_role("button", name="Flip horizontally").click(timeout=PATIENT_MS)
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_be_enabled()
    expect(page.locator(".saved")).to_have_class(re.compile("good"), timeout=PATIENT_MS)
    back.click()
    expect(page).to_have_url(re.compile(f"/batches/{batch}\\?item="))
    looks_at(page, "cup.jpg")
    expect(picture).not_to_have_attribute("src", old, timeout=PATIENT_MS)
    expect(viewer(page)).to_contain_text("Edited by hand")
    viewer(page).get_by_role("button", name="Back to the recipe").click()
    expect(picture).to_have_attribute("src", old, timeout=PATIENT_MS)


@DESKTOP
@pytest.mark.slow
def test_a_check_is_mended_for_every_photo_by_one_click(page: Page, pictures: Path) -> None:
    rest = Rest(page)
    recipe = {**RECIPE, "watermark": {"text": "SAMPLE"}}
    batch = rest.batch("Marked", recipe, {"anna.jpg": (pictures / "person.jpg").read_bytes()})
    rest.send(f"/api/batches/{batch}/start")
    page.goto(f"/batches/{batch}?state=review")
    done(page)
    card(page, "anna.jpg").get_by_role("button").click()
    row = viewer(page).get_by_role("row", name=re.compile("Nothing on the photo.*fail"))
    row.get_by_role("button", name="Mend").click()
    expect(viewer(page)).to_contain_text("The recipe says so for every photo", timeout=PATIENT_MS)
    mended = viewer(page).get_by_role("row", name=re.compile("Nothing on the photo.*pass"))
    expect(mended).to_be_visible(timeout=PATIENT_MS)
    page.keyboard.press("Escape")
    expect(tab(page, "Passed 1")).to_be_visible(timeout=PATIENT_MS)
    assert "watermark" not in rest.get(f"/api/batches/{batch}")["recipe"]


@PHONE
def test_a_thumb_reaches_everything_on_a_phone(page: Page, pictures: Path, axe: str) -> None:
    made(page, pictures)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    shown = page.locator("#review").locator("button:visible, a.btn:visible, select:visible")
    assert small(shown) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, axe) == []
    page.emulate_media(color_scheme="light")
    card(page, "cup.jpg").get_by_role("button").tap()
    looks_at(page, "cup.jpg")
    assert small(viewer(page).locator("button:visible")) == []
    accept = viewer(page).get_by_role("button", name="Accept")
    expect(accept).to_be_in_viewport(ratio=1)
    assert violations(page, axe) == []
    swipe_and_pinch(page)
    accept.tap()
    looks_at(page, "mug.jpg")
    page.go_back()
    expect(viewer(page)).to_have_count(0)
    expect(tab(page, "To review 1")).to_be_visible(timeout=PATIENT_MS)


def small(found: Locator) -> list[str]:
    """What is lower than a finger needs."""
    boxes = [(one.inner_text(), one.bounding_box()) for one in found.all()]
    return [f"{name}: {box}" for name, box in boxes if box and box["height"] < 44]
