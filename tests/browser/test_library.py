"""The library in a real browser, at desktop and phone width."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.bringing import PATIENT_MS, bring, pictured


@pytest.fixture
def no_editor(page: Page) -> None:
    """Documents open an empty page: these tests end where the editor begins."""
    path = re.compile(r"/documents/[0-9a-f-]{36}$")
    page.route(
        path, lambda route: route.fulfill(body="<title>editor</title>", content_type="text/html")
    )


def cards(page: Page) -> Locator:
    return page.locator("#photos > .photo")


def menu_of(page: Page, name: str) -> Locator:
    """The menu of one card, opened by its button."""
    page.get_by_role("button", name=f"More for {name}").click()
    return page.get_by_role("menu", name=name)


def test_a_new_user_sees_where_to_start(page: Page, clean: Callable[[], None]) -> None:
    for path, words in (
        ("/documents", "No documents yet."),
        ("/trash", "The trash is empty."),
        ("/", "Drop photos here"),
    ):
        page.goto(path)
        expect(page.get_by_text(words)).to_be_visible()
        clean()
    page.get_by_role("button", name="Add all three photos").click()
    expect(page.locator("#photos .photo a")).to_have_count(3, timeout=PATIENT_MS)
    expect(page.get_by_text("Drop photos here")).to_be_hidden()


def test_photos_arrive_and_are_found_again(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    bring(page, pictures / "person.jpg", pictures / "product.jpg", pictures / "hair.jpg")
    expect(page.get_by_text("512 × 600")).to_be_visible()
    expect(page.locator("[data-tab=photos] span")).to_have_text("3")
    clean()
    page.get_by_label("Sort by").select_option("name")
    expect(page.locator("#photos .name")).to_have_text(["hair.jpg", "person.jpg", "product.jpg"])
    field = page.get_by_placeholder("Find by name")
    field.fill("PROD")
    expect(cards(page)).to_have_count(1)
    field.fill("zzz")
    expect(page.get_by_text("Nothing is named like “zzz”.")).to_be_visible()
    clean()
    page.reload()
    expect(field).to_have_value("zzz")
    page.get_by_role("button", name="Clear the search").click()
    expect(cards(page)).to_have_count(3)


def test_a_refused_file_says_why_and_one_that_is_here_already_says_so(
    page: Page,
    clean: Callable[[], None],
    pictures: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    request.node.expected_complaints = ("415",)
    fake = tmp_path / "a holiday with a name that is far too long to be shown in one line.jpg"
    fake.write_bytes(b"%PDF-1.7 not a photo")
    bring(page, pictures / "person.jpg")
    page.set_input_files("#pick", [str(fake), str(pictures / "person.jpg")])
    failed = page.locator(".photo.failed")
    expect(failed).to_contain_text("PDF", timeout=PATIENT_MS)
    expect(page.locator(".photo.known")).to_contain_text("Already here", timeout=PATIENT_MS)
    expect(page.locator("#arriving h2")).to_have_text(
        "1 photo didn't arrive, 1 photo was here already"
    )
    clean()
    failed.get_by_role("button", name="Try again: a holiday").click()
    expect(failed).to_contain_text("PDF", timeout=PATIENT_MS)
    failed.get_by_role("button", name="Dismiss a holiday").click()
    expect(failed).to_have_count(0)
    page.locator(".photo.known").get_by_role("button", name="Dismiss").click()
    expect(page.locator("#arriving")).to_be_hidden()
    expect(cards(page)).to_have_count(1)


def test_photos_are_dropped_anywhere_and_pasted(page: Page, pictures: Path) -> None:
    page.goto("/")
    given = page.evaluate_handle(
        """async (address) => {
            const bytes = await (await fetch(address)).arrayBuffer();
            const data = new DataTransfer();
            data.items.add(new File([bytes], "dropped.jpg", {type: "image/jpeg"}));
            return data;
        }""",
        "/api/samples/hair/picture",
    )
    page.dispatch_event("h1", "dragenter", {"dataTransfer": given})
    expect(page.get_by_text("Drop to add to your photos")).to_be_visible()
    page.dispatch_event("h1", "drop", {"dataTransfer": given})
    expect(page.get_by_text("Drop to add to your photos")).to_be_hidden()
    expect(page.get_by_role("link", name="dropped.jpg")).to_be_visible(timeout=PATIENT_MS)
    page.evaluate(
        """async () => {
            const bytes = await (await fetch("/api/samples/face/picture")).arrayBuffer();
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], "pasted.jpg", {type: "image/jpeg"}));
            document.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }"""
    )
    expect(page.get_by_role("link", name="pasted.jpg")).to_be_visible(timeout=PATIENT_MS)
    pictured(page)


def test_without_a_connection_uploads_wait_and_go_on_by_themselves(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    page.goto("/")
    expect(page.locator("#empty img").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    context: BrowserContext = page.context
    context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.set_input_files("#pick", [str(pictures / "person.jpg"), str(pictures / "hair.jpg")])
    expect(page.locator(".arrival")).to_have_count(2)
    expect(page.locator(".arrival").first).to_contain_text("Waiting")
    clean()
    page.get_by_role("button", name="Cancel hair.jpg").click()
    expect(page.locator(".arrival")).to_have_count(1)
    context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    expect(page.locator("#photos .photo a")).to_have_count(1, timeout=PATIENT_MS)
    pictured(page)


def test_photos_are_chosen_thrown_away_and_taken_back_by_keyboard(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    bring(page, pictures / "person.jpg", pictures / "product.jpg", pictures / "hair.jpg")
    count = page.locator("#chosen .count")
    cards(page).first.locator("a").focus()
    page.keyboard.press("Space")
    expect(count).to_have_text("1 selected")
    page.keyboard.press("Shift+ArrowRight")
    expect(count).to_have_text("2 selected")
    expect(cards(page).nth(1).locator("a")).to_be_focused()
    clean()
    page.keyboard.press("Control+a")
    expect(count).to_have_text("3 selected")
    page.keyboard.press("Escape")
    expect(count).to_be_hidden()
    page.keyboard.press("End")
    page.keyboard.press("Space")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.keyboard.press("Delete")
    expect(page.get_by_text("2 photos are in the trash.")).to_be_visible()
    expect(cards(page)).to_have_count(1)
    expect(page.locator("[data-tab=trash] span")).to_have_text("2")
    page.get_by_role("button", name="Undo").click()
    expect(cards(page)).to_have_count(3)
    pictured(page)


def test_the_trash_gives_back_and_deletes_for_good_once_one_is_sure(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    bring(page, pictures / "person.jpg", pictures / "product.jpg", pictures / "hair.jpg")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Move to trash").click()
    expect(page.locator("#empty")).to_be_visible()
    page.goto("/trash")
    expect(cards(page)).to_have_count(3)
    pictured(page)
    expect(page.locator("#photos .facts").first).to_have_text("Photo · 30 days left")
    clean()
    menu_of(page, "person.jpg").get_by_role("menuitem", name="Restore").click()
    expect(cards(page)).to_have_count(2)
    expect(page.locator("[data-tab=photos] span")).to_have_text("1")
    page.get_by_role("checkbox", name="Select hair.jpg").check(force=True)
    page.get_by_role("button", name="Delete for good").click()
    question = page.get_by_role("dialog", name="Delete “hair.jpg” for good?")
    expect(question).to_be_visible()
    clean()
    question.get_by_role("button", name="Keep").click()
    expect(cards(page)).to_have_count(2)
    page.get_by_role("button", name="Delete for good").click()
    question.get_by_role("button", name="Delete for good").click()
    expect(cards(page)).to_have_count(1)
    page.get_by_role("button", name="Empty trash").click()
    page.get_by_role("dialog").get_by_role("button", name="Empty trash").click()
    expect(page.get_by_text("The trash is empty.").first).to_be_visible()


@pytest.mark.usefixtures("no_editor")
def test_documents_begin_in_a_size_or_with_a_photo_and_are_kept_in_order(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    bring(page, pictures / "product.jpg", pictures / "hair.jpg")
    page.get_by_role("button", name="New document").click()
    clean()
    page.get_by_role("button", name="Sticker 512").click()
    expect(page).to_have_title("editor")
    page.goto("/")
    menu_of(page, "product.jpg").get_by_role("menuitem", name="New document from").click()
    expect(page).to_have_title("editor")
    page.goto("/documents")
    expect(cards(page)).to_have_count(2)
    expect(cards(page).nth(0)).to_contain_text("600 × 400")
    expect(cards(page).nth(1)).to_contain_text("512 × 512")
    drawn = cards(page).first.locator("img")
    drawn.evaluate("(img) => img.decode()")
    clean()
    cards(page).nth(1).locator("a").focus()
    page.keyboard.press("F2")
    page.get_by_label("New name of Untitled").fill("أوراق 2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="أوراق 2026")).to_be_focused()
    menu_of(page, "أوراق 2026").get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_text("1 copy made.")).to_be_visible()
    expect(page.locator("#photos .name").first).to_have_text("أوراق 2026 copy")
    clean()


def test_a_menu_is_worked_with_the_keyboard_alone(
    page: Page, clean: Callable[[], None], pictures: Path
) -> None:
    bring(page, pictures / "product.jpg")
    cards(page).first.locator("a").focus()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    clean()
    page.keyboard.press("End")
    expect(menu.get_by_role("menuitem", name="Move to trash")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(cards(page).first.locator("a")).to_be_focused()
    page.keyboard.press("Shift+F10")
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download original").click()
    assert Path(download.value.path()).read_bytes() == (pictures / "product.jpg").read_bytes()
