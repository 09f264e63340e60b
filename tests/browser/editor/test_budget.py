"""What a person has to wait for before the editor answers: the script that the page loads."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page, Response, expect

from tests.browser.editor.desk import Desk
from tests.browser.editor.panels import DESKTOP, RED, row

MAX_SCRIPT_BYTES = 120_000
"""Compressed, all scripts of the page together; what opens later comes later."""


@DESKTOP
def test_the_editor_opens_with_little_script_and_answers_at_once(desk: Desk, page: Page) -> None:
    document = desk.create([RED])
    scripts: list[Response] = []

    def note(answer: Response) -> None:
        if answer.request.resource_type == "script":
            scripts.append(answer)

    page.on("response", note)
    desk.open(document)
    row(page, "Red").click()
    expect(page.get_by_role("spinbutton", name="Centre X")).to_have_value("200")
    sizes = {one.url: len(gzip.compress(one.body(), 9)) for one in scripts}
    assert len(sizes) >= 2
    assert sum(sizes.values()) <= MAX_SCRIPT_BYTES, sizes
