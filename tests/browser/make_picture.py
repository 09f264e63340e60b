"""Makes the README's picture: `.venv/bin/python -m tests.browser.make_picture`."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.editor.desk import Desk
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
            shot = editor_page(page)
            browser.close()
        finally:
            studio.stop()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(shot)) as taken:
        taken.resize((1280, 780), Image.Resampling.LANCZOS).save(PICTURE, quality=88, method=6)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")


def editor_page(page: Page) -> bytes:
    """A screenshot of the editor with the finished sample, its portrait selected."""
    desk = Desk(page)
    for name in PHOTOGRAPHS:
        desk.upload(ROOT / f"tests/pictures/{name}.jpg")
    desk.open(str(desk.ask("POST", "/api/samples/document").json()["id"]))
    page.mouse.click(*desk.at(640, 760))
    desk.settle()
    page.mouse.move(5, 400)
    page.wait_for_timeout(600)
    return page.screenshot()


if __name__ == "__main__":
    main()
