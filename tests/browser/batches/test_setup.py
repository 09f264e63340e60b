"""A batch is listed, set up and started in a real browser: by mouse or finger, and by keyboard."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.batches.making import PATIENT_MS, Rest

RECIPE_PAGE = re.compile(r"/batches/[0-9a-f-]{36}/recipe$")
BATCH_PAGE = re.compile(r"/batches/[0-9a-f-]{36}$")


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "", "buffer": content}


def zipped(*files: Path) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for one in files:
            archive.write(one, f"shots/{one.name}")
    return held.getvalue()


def shots(page: Page) -> Locator:
    return page.get_by_role("list", name="Photos of the batch").get_by_role("listitem")


def previewed(page: Page, count: int) -> None:
    """Waits until so many photos show what the recipe makes of them."""
    done = page.locator(".tile[aria-busy=false] .made")
    expect(done).to_have_count(count, timeout=PATIENT_MS)


def show(page: Page, what: str) -> None:
    """Recipe and photos take turns on a phone."""
    expect(page.locator(".setup-page:not([aria-busy])")).to_be_attached(timeout=PATIENT_MS)
    tabs = page.get_by_role("radiogroup", name="Show", exact=True)
    if tabs.is_visible():
        tabs.get_by_role("radio", name=what).check()


def saved(page: Page) -> None:
    expect(page.locator(".saved[data-saved=saved]")).to_be_attached(timeout=PATIENT_MS)


def recipe_of(page: Page) -> dict[str, Any]:
    id = page.url.split("/batches/")[1].split("/")[0]
    found: dict[str, Any] = page.request.get(f"/api/batches/{id}").json()["recipe"]
    return found


def test_a_folder_of_photos_becomes_a_batch_that_runs(
    page: Page,
    clean: Callable[[], None],
    pictures: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    request.node.expected_complaints = ("400", "500")
    page.goto("/batches")
    expect(page.get_by_text("A batch turns a folder of photos into files")).to_be_visible()
    clean()
    page.get_by_role("link", name="New batch").click()
    expect(page.get_by_text("Drop photos here")).to_be_visible(timeout=PATIENT_MS)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    clean()
    _bring_with_one_that_breaks_off(page, pictures)
    show(page, "Recipe")
    previewed(page, 3)
    expect(page.locator(".tile .chip.good").first).to_contain_text(re.compile(r"fill \d+\.\d %"))
    _set_the_recipe(page)
    clean()
    page.reload()
    show(page, "Recipe")
    expect(page.get_by_role("checkbox", name="eBay")).to_be_checked(timeout=PATIENT_MS)
    show(page, "Photos")
    _take_a_folder_of_the_server(page)
    page.get_by_role("button", name="Take broken.jpg out").click()
    expect(shots(page)).to_have_count(4, timeout=PATIENT_MS)
    clean()
    start = page.get_by_role("button", name="Start 4 photos")
    expect(start).to_be_enabled(timeout=PATIENT_MS)
    start.click()
    page.wait_for_url(BATCH_PAGE, timeout=PATIENT_MS)
    page.goto("/batches")
    row = page.get_by_role("list", name="Batches").get_by_role("listitem")
    # Events bring the end onto the page by themselves.
    expect(row).to_contain_text("Done", timeout=4 * PATIENT_MS)
    clean()


def _bring_with_one_that_breaks_off(page: Page, pictures: Path) -> None:
    """A ZIP file, a broken photo and a text file among others; the first upload fails once."""
    failed: list[bool] = []

    def once(route: Route) -> None:
        if failed:
            route.fallback()
            return
        failed.append(True)
        route.fulfill(status=500, body="lost")

    page.route("**/api/batches/*/photos", once)
    whole = (pictures / "person.jpg").read_bytes()
    files = [
        file("product.jpg", (pictures / "product.jpg").read_bytes()),
        file("two.zip", zipped(pictures / "hair.jpg", pictures / "person.jpg")),
        file("broken.jpg", whole[:300]),
        file("skus.csv", b"file;sku\nperson;AB-1\nhair.jpg;AB-2\nBROKEN.jpg;AB-3\n"),
        file("notes.txt", b"a,b"),
    ]
    page.set_input_files("#pick", files)
    expect(page.get_by_text("“notes.txt” is no photo")).to_be_visible(timeout=PATIENT_MS)
    page.get_by_role("button", name="Try all again").click(timeout=PATIENT_MS)
    page.wait_for_url(RECIPE_PAGE, timeout=PATIENT_MS)
    expect(shots(page)).to_have_count(4, timeout=PATIENT_MS)
    expect(page.get_by_text("1 photo can't be read")).to_be_visible()


def _take_a_folder_of_the_server(page: Page) -> None:
    page.get_by_role("button", name="Add photos").click()
    page.get_by_role("menuitem", name="A folder of the server").click()
    dialog = page.get_by_role("dialog", name="A folder of the server")
    dialog.get_by_role("button", name="autumn").click()
    expect(shots(page).filter(has_text="cup.jpg")).to_be_visible(timeout=PATIENT_MS)


def _set_the_recipe(page: Page) -> None:
    panel = page.get_by_role("complementary", name="Recipe")
    panel.get_by_role("radio", name="Light grey, #F5F5F5").check(force=True)
    expect(panel.get_by_text("the background isn't pure white")).to_be_visible()
    panel.get_by_role("radio", name="White, #FFFFFF").check(force=True)
    expect(panel.get_by_text("the background isn't pure white")).to_have_count(0)
    expect(panel.get_by_text("Rules as of 20").first).to_be_visible()
    panel.get_by_role("checkbox", name="eBay").check()
    expect(page.get_by_role("radio", name="eBay")).to_be_attached()
    pattern = panel.get_by_role("textbox", name="Pattern of file names")
    pattern.fill("{colour}")
    refused = panel.locator("[data-field=pattern]").get_by_role("alert")
    expect(refused).to_contain_text("{colour", timeout=PATIENT_MS)
    pattern.fill("{sku}_{n}")
    expect(refused).to_have_count(0)
    names = panel.get_by_role("list", name="File names")
    expect(names).to_contain_text("amazon/AB-", timeout=PATIENT_MS)
    expect(
        panel.get_by_text(re.compile(r"amazon/(product|hair|person|broken)_\d\.jpg")).first
    ).to_be_visible()
    saved(page)
    found = recipe_of(page)
    assert [one["preset"] for one in found["targets"]] == ["amazon", "ebay"]
    assert found["pattern"] == "{sku}_{n}"


@pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
def test_without_a_mouse_photos_of_the_library_become_a_batch(
    page: Page, pictures: Path, request: pytest.FixtureRequest
) -> None:
    rest = Rest(page)
    _hold(rest, pictures / "product.jpg", pictures / "person.jpg")
    page.goto("/")
    page.locator("#photos .photo .open").first.focus()
    page.keyboard.press("Control+a")
    press(
        page, page.get_by_role("toolbar", name="Selection").get_by_role("button", name="New batch")
    )
    page.wait_for_url(RECIPE_PAGE, timeout=PATIENT_MS)
    expect(shots(page)).to_have_count(2, timeout=PATIENT_MS)
    page.get_by_role("spinbutton", name="Fill, number").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("checkbox", name="Etsy").focus()
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Own size"))
    page.get_by_role("spinbutton", name="Width").fill("640")
    page.keyboard.press("Enter")
    saved(page)
    found = recipe_of(page)
    assert found["fill"] == 0.86
    assert found["targets"] == [
        {"preset": "amazon"},
        {"preset": "etsy"},
        {"width": 640, "height": 1200},
    ]
    _keep_and_load_a_recipe(page)
    _lay_a_watermark_on(page)
    previewed(page, 2)
    press(page, page.get_by_role("button", name="Start 2 photos"))
    page.wait_for_url(BATCH_PAGE, timeout=PATIENT_MS)
    _change_it_afterwards(page)


def _hold(rest: Rest, *photos: Path) -> None:
    """Photos of the library; those of a batch are."""
    made = {one.name: one.read_bytes() for one in photos}
    id = rest.batch("Before", {"targets": [{"width": 10, "height": 10}]}, made)
    assert rest.get(f"/api/batches/{id}")["counts"]["total"] == len(photos)


def press(page: Page, button: Locator) -> None:
    expect(button).to_be_enabled(timeout=PATIENT_MS)
    button.focus()
    page.keyboard.press("Enter")


def _keep_and_load_a_recipe(page: Page) -> None:
    opener = page.get_by_role("button", name="Recipes")
    press(page, opener)
    dialog = page.get_by_role("dialog", name="Saved recipes")
    dialog.get_by_role("textbox", name="Name of the recipe").fill("Autumn")
    page.keyboard.press("Enter")
    kept = dialog.get_by_role("list", name="Saved recipes").get_by_role("listitem")
    expect(kept).to_contain_text("amazon, etsy, 640x1200", timeout=PATIENT_MS)
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.get_by_role("checkbox", name="Etsy").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Etsy")).not_to_be_checked()
    press(page, opener)
    press(page, dialog.get_by_role("button", name=re.compile("^Autumn")))
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Etsy")).to_be_checked()
    saved(page)


def _lay_a_watermark_on(page: Page) -> None:
    """A text first, then a picture of the library; the preview shows each."""
    panel = page.get_by_role("complementary", name="Recipe")
    picture = page.locator(".tile .made").first
    before = picture.get_attribute("src") or ""
    panel.get_by_role("switch", name="Watermark").focus()
    page.keyboard.press("Space")
    text = panel.get_by_role("textbox", name="Text")
    text.fill("Autumn")
    expect(panel.get_by_text("it takes no watermark").first).to_be_visible()
    expect(picture).not_to_have_attribute("src", before)
    lettered = picture.get_attribute("src") or ""
    panel.get_by_role("radio", name="Text").focus()
    page.keyboard.press("ArrowRight")
    press(page, panel.get_by_role("button", name="Choose"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="product.jpg"))
    expect(panel.get_by_alt_text("The watermark")).to_be_visible()
    expect(picture).not_to_have_attribute("src", re.compile(re.escape(lettered)))
    panel.get_by_role("radio", name="Top left").check(force=True)
    saved(page)
    mark = recipe_of(page)["watermark"]
    assert (set(mark), mark.get("place")) == ({"source", "place"}, "top-left")


def _change_it_afterwards(page: Page) -> None:
    """A recipe that was used is changed only when somebody says so; until then it is kept here."""
    batch = page.url
    page.goto(f"{batch}/recipe")
    use = page.get_by_role("button", name="Use this recipe")
    expect(use).to_be_disabled(timeout=PATIENT_MS)
    page.get_by_role("spinbutton", name="Fill, number").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Kept here until you use it")).to_be_visible()
    page.reload()
    expect(page.get_by_role("spinbutton", name="Fill, number")).to_have_value(
        re.compile("^85"), timeout=PATIENT_MS
    )
    assert recipe_of(page)["fill"] == 0.86
    press(page, use)
    page.wait_for_url(batch, timeout=PATIENT_MS)
    assert "fill" not in recipe_of(page)
