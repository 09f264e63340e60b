"""Photos into the library, by hand."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

PATIENT_MS = 30_000


def bring(page: Page, *files: Path) -> None:
    """Uploads the files on the start page and waits until their pictures are there."""
    page.goto("/")
    page.set_input_files("#pick", [str(file) for file in files])
    expect(page.locator("#photos .photo a")).to_have_count(len(files), timeout=PATIENT_MS)
    pictured(page)


def pictured(page: Page) -> None:
    """Waits until every thumbnail on the page is drawn: its placeholder is gone then."""
    expect(page.locator("#photos .blank")).to_have_count(0, timeout=PATIENT_MS)
    expect(page.locator("#photos .thumb canvas")).to_have_count(0, timeout=PATIENT_MS)
