"""The export window in a real browser: what is shown is the file that is downloaded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.browser.accessible import violations
from tests.browser.editor.desk import Desk

LONG_MS = 60_000
"""A cutout on a loaded machine takes its time."""
CUT = {"recipe": {"segment": "foreground"}}


def begin(desk: Desk, picture: Path, **layer: Any) -> Page:
    """A document of 600 x 600 with the photo on a coloured canvas, open in the editor."""
    width, height = Image.open(picture).size
    place = {"x": 280, "y": 320, "width": 400, "height": 400 * height / width}
    photo = {"id": "p", "kind": "image", "source": desk.upload(picture), **place, **layer}
    sheet = {"width": 600, "height": 600, "background": "#f5d9a0"}
    desk.open(desk.create([photo], name="Chère Anna", **sheet))
    return desk.page


def opened(page: Page) -> Locator:
    page.keyboard.press("Control+e")
    window = page.get_by_role("dialog", name="Export")
    expect(window).to_be_visible(timeout=LONG_MS)
    return window


def choose(window: Locator, purpose: str) -> None:
    """By the list that this width shows."""
    shelf = window.get_by_role("radio", name=purpose)
    picker = window.get_by_role("combobox", name="Purpose")
    expect(shelf.or_(picker).first).to_be_visible(timeout=LONG_MS)
    if picker.is_visible():
        picker.select_option(label=purpose)
    else:
        shelf.check(force=True)


def shown_bytes(window: Locator, file_name: str) -> int:
    """The size that is shown once the file of this name is there."""
    facts = window.locator(".export-facts")
    expect(facts).to_contain_text(file_name, timeout=LONG_MS)
    return int(facts.locator("[data-bytes]").get_attribute("data-bytes") or 0)


def downloaded(page: Page, window: Locator) -> tuple[Download, bytes]:
    with page.expect_download(timeout=LONG_MS) as waiting:
        window.get_by_role("link", name="Download").click()
    return waiting.value, Path(waiting.value.path()).read_bytes()


def test_a_cut_out_person_becomes_a_whatsapp_sticker(desk: Desk, axe: str, pictures: Path) -> None:
    page = begin(desk, pictures / "person.jpg", **CUT)
    window = opened(page)
    choose(window, "WhatsApp sticker")
    shown = shown_bytes(window, "Chère Anna-sticker-whatsapp-512x512.webp")
    expect(window.get_by_role("heading", name="All 7 rules met")).to_be_visible(timeout=LONG_MS)
    expect(window.locator(".export-facts")).to_contain_text("of 100 KB", timeout=LONG_MS)
    expect(window.get_by_role("status")).to_contain_text("All 7 rules met", timeout=LONG_MS)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page, axe) == []

    file, content = downloaded(page, window)
    assert file.suggested_filename == "Chère Anna-sticker-whatsapp-512x512.webp"
    assert len(content) == shown <= 100_000
    sticker = Image.open(io.BytesIO(content))
    assert (sticker.format, sticker.size, sticker.mode) == ("WEBP", (512, 512), "RGBA")
    alpha = np.asarray(sticker)[..., 3].copy()
    assert 0.1 < (alpha > 128).mean() < 0.9
    alpha[16:-16, 16:-16] = 0
    assert not alpha.any(), "the margin is free"

    window.get_by_text("Margin, 16 px").click()
    expect(window.get_by_text("Clear margin")).to_be_visible(timeout=LONG_MS)
    expect(window.get_by_role("heading", name="1 of 7 rules need a look")).to_be_visible(
        timeout=LONG_MS
    )
    assert violations(page, axe) == []


@pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
def test_every_format_is_downloaded_as_it_is_shown(desk: Desk, pictures: Path) -> None:
    page = begin(desk, pictures / "product.jpg")
    window = opened(page)
    choose(window, "Transparent")
    lengths = {}
    for name, ending, kind in (
        ("PNG", "png", "PNG"),
        ("JPEG", "jpg", "JPEG"),
        ("AVIF", "avif", "AVIF"),
        ("WebP", "webp", "WEBP"),
    ):
        window.get_by_role("radio", name=name, exact=True).check(force=True)
        shown = shown_bytes(window, f"-600x600.{ending}")
        _, content = downloaded(page, window)
        picture = Image.open(io.BytesIO(content))
        assert (picture.format, picture.size) == (kind, (600, 600))
        assert len(content) == shown
        lengths[name] = shown
    assert lengths["WebP"] < lengths["PNG"]

    # Quality and size are live, too.
    window.get_by_role("slider", name="Quality").fill("30")
    facts = window.locator(".export-facts")
    expect(facts).to_contain_text("quality 30", timeout=LONG_MS)
    assert shown_bytes(window, ".webp") < lengths["WebP"]
    window.get_by_role("spinbutton", name="Width", exact=True).fill("150")
    window.get_by_role("spinbutton", name="Width", exact=True).press("Enter")
    assert shown_bytes(window, "-150x150.webp") > 0
    expect(window.get_by_role("spinbutton", name="Height", exact=True)).to_have_value(
        re.compile("150"), timeout=LONG_MS
    )
    window.get_by_role("radio", name="100 %").check(force=True)
    expect(window.get_by_role("img", name="150 by 150 pixels")).to_have_css(
        "width", "150px", timeout=LONG_MS
    )

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.get_by_role("button", name="Copy").click()
    expect(window.get_by_text("Copied as PNG").first).to_be_visible(timeout=LONG_MS)
    copied = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const picture = await createImageBitmap(await item.getType("image/png"));
          return [picture.width, picture.height];
        }"""
    )
    assert copied == [150, 150]


@pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
def test_by_keyboard_alone_and_the_last_choice_comes_back(desk: Desk, pictures: Path) -> None:
    page = begin(desk, pictures / "product.jpg")
    window = opened(page)
    expect(window.get_by_role("radio", name="Web", exact=True)).to_be_focused(timeout=LONG_MS)
    page.keyboard.press("ArrowDown")
    expect(window.get_by_role("radio", name="Photo")).to_be_checked(timeout=LONG_MS)
    shown = shown_bytes(window, "Chère Anna-photo-600x600.jpg")
    link = window.get_by_role("link", name="Download")
    for _ in range(40):
        if link.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused(timeout=LONG_MS)
    with page.expect_download(timeout=LONG_MS) as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).stat().st_size == shown
    page.keyboard.press("Escape")
    expect(window).to_have_count(0, timeout=LONG_MS)
    window = opened(page)
    expect(window.get_by_role("radio", name="Photo")).to_be_checked(timeout=LONG_MS)


def test_a_refusal_is_shown_with_its_remedy_and_can_be_tried_again(
    desk: Desk, pictures: Path, axe: str, request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    page = begin(desk, pictures / "product.jpg")
    refusals = [
        {"code": "budget_too_small", "text": "It takes too much.", "remedy": "Allow more bytes."}
    ]

    def refuse(route: Route) -> None:
        if refusals:
            route.fulfill(
                status=400,
                content_type="application/json",
                body=json.dumps({"error": refusals.pop()}),
            )
        else:
            route.continue_()

    page.route("**/export/preview**", refuse)
    window = opened(page)
    expect(window.get_by_text("Allow more bytes.").first).to_be_visible(timeout=LONG_MS)
    expect(window.get_by_role("button", name="Download")).to_be_disabled(timeout=LONG_MS)
    assert violations(page, axe) == []
    window.get_by_role("button", name="Try again").click()
    expect(window.get_by_role("link", name="Download")).to_be_visible(timeout=LONG_MS)


@pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
def test_a_photo_is_downloaded_as_it_was_uploaded(desk: Desk, pictures: Path) -> None:
    page = begin(desk, pictures / "product.jpg")
    desk.click(280, 320, button="right")
    with page.expect_download(timeout=LONG_MS) as waiting:
        page.get_by_role("menuitem", name="Download original photo").click()
    assert waiting.value.suggested_filename == "product.jpg"
    assert Path(waiting.value.path()).read_bytes() == (pictures / "product.jpg").read_bytes()
