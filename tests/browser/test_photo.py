"""The photo page in a real browser, at desktop and phone width."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations
from tests.browser.bringing import bring


def open_photo(page: Page, file: Path) -> None:
    bring(page, file)
    page.locator("#photos .photo a").click()
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
