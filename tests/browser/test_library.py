"""The library and the photo page in a real browser, at desktop and phone width."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations


def bring(page: Page, *files: Path) -> None:
    page.goto("/")
    page.set_input_files("#pick", [str(file) for file in files])
    expect(page.locator(".photo a")).to_have_count(len(files), timeout=30_000)


def test_a_new_user_sees_where_to_start(page: Page, axe: str) -> None:
    page.goto("/")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_text("Drop photos here")).to_be_visible()
    assert violations(page, axe) == []


def test_photos_arrive_and_are_found_again(page: Page, axe: str, pictures: Path) -> None:
    bring(page, pictures / "person.jpg", pictures / "product.jpg")
    expect(page.get_by_text("512 × 600")).to_be_visible()
    assert violations(page, axe) == []
    page.get_by_placeholder("Find by name").fill("prod")
    expect(page.locator(".photo")).to_have_count(1)
    page.get_by_placeholder("Find by name").fill("zzz")
    expect(page.get_by_text("No photo is named like")).to_be_visible()


def test_a_file_that_is_no_picture_says_why_and_can_be_dismissed(
    page: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("415",)
    fake = tmp_path / "holiday.jpg"
    fake.write_bytes(b"%PDF-1.7 not a photo")
    page.goto("/")
    page.set_input_files("#pick", str(fake))
    failed = page.locator(".photo.failed")
    expect(failed).to_contain_text("PDF", timeout=15_000)
    failed.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".photo")).to_have_count(0)


def test_a_photo_goes_to_the_trash_and_comes_back(page: Page, pictures: Path) -> None:
    bring(page, pictures / "person.jpg")
    page.get_by_role("button", name="Move person.jpg to the trash").click()
    expect(page.locator(".photo")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".photo")).to_have_count(1)
    page.reload()
    expect(page.locator(".photo a")).to_have_count(1)


def open_photo(page: Page, file: Path) -> None:
    bring(page, file)
    page.locator(".photo a").click()
    expect(page.locator(".stage img")).to_be_visible(timeout=30_000)


def settled(page: Page) -> None:
    expect(page.locator(".stage[aria-busy=false]")).to_be_visible(timeout=30_000)


def test_a_subject_is_cut_out_shown_and_downloaded(page: Page, axe: str, pictures: Path) -> None:
    open_photo(page, pictures / "product.jpg")
    page.get_by_role("button", name="Cut out").click()
    expect(page.get_by_text("Made with Cutout")).to_be_visible(timeout=30_000)
    settled(page)
    assert violations(page, axe) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    saved = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert saved.size == (600, 400)
    alpha: Any = saved.convert("RGBA").getchannel("A")
    assert alpha.getextrema()[0] == 0
    assert alpha.getextrema()[1] == 255


def test_a_change_can_be_undone_and_done_again(page: Page, pictures: Path) -> None:
    open_photo(page, pictures / "person.jpg")
    address = page.get_by_label("Transform URL")
    expect(address).to_have_value("/cdn-cgi/image/format=auto/" + page.url.rsplit("/", 1)[1])
    page.get_by_role("button", name="Cut out").click()
    expect(address).to_have_value(containing("segment=foreground"))
    page.get_by_role("button", name="Undo").click()
    expect(address).to_have_value(containing("format=auto"))
    page.get_by_role("button", name="Redo").click()
    expect(address).to_have_value(containing("segment=foreground"))


def containing(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def test_a_value_out_of_range_says_what_would_work(
    page: Page, pictures: Path, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    open_photo(page, pictures / "person.jpg")
    field = page.get_by_role("textbox", name="Background", exact=True)
    field.fill("bluish")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("bluish", timeout=15_000)
