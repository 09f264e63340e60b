"""Makes the README's picture: `.venv/bin/python -m tests.browser.make_picture`."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import QUIET
from tests.needs import ROOT, needs_browser
from tests.studio.running import Studio

PICTURE = ROOT / "editor/docs/pictures/studio.webp"
PHOTOGRAPHS = ("person", "product", "hair")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        studio = Studio(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=needs_browser(), args=QUIET)
            page = browser.new_page(
                base_url=studio.url, viewport={"width": 1280, "height": 780}, device_scale_factor=2
            )
            shot = photo_page(page)
            browser.close()
        finally:
            studio.stop()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(shot)) as taken:
        taken.resize((1280, 780), Image.Resampling.LANCZOS).save(PICTURE, quality=88, method=6)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")


def photo_page(page: Page) -> bytes:
    """A screenshot of the cut-out lemur with its sticker outline."""
    page.goto("/")
    files = [str(ROOT / f"tests/pictures/{name}.jpg") for name in PHOTOGRAPHS]
    page.set_input_files("#pick", files)
    expect(page.locator(".photo a")).to_have_count(len(files), timeout=30_000)
    page.locator(".photo a", has_text="hair").click()
    page.get_by_role("button", name="Sticker").click()
    expect(page.get_by_text("Made with Cutout")).to_be_visible(timeout=30_000)
    expect(page.locator(".stage[aria-busy=false]")).to_be_visible(timeout=30_000)
    page.mouse.move(5, 400)
    return page.screenshot()


if __name__ == "__main__":
    main()
