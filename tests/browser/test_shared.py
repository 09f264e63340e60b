"""A shared document in browsers that know nothing of the studio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import violations
from tests.studio.running import Studio

PATIENCE_MS = 60_000
LONG = "Ein sehr langer Name für ein Bild, der auf keinem Telefon in eine Zeile passt"
SHAPE = {"kind": "shape", "shape": {"form": "ellipse", "fill": "#2266ee"}}
LAYER = {**SHAPE, "id": "s", "x": 450, "y": 300, "width": 500, "height": 400}


@pytest.fixture(scope="module")
def document(studio: Studio) -> Iterator[dict[str, Any]]:
    """A document and its links, as their owner's program knows them."""
    with studio.client(studio.token("sharing")) as client:
        canvas = {"width": 900, "height": 600}
        body = {"schema": 1, "canvas": canvas, "layers": [LAYER]}
        made = client.post("/api/documents", json={"name": LONG, "body": body}).json()
        shares = f"/api/documents/{made['id']}/shares"
        week = client.post(shares, json={"expires_in": 7 * 86400}).json()
        ended = client.post(shares, json={}).json()
        assert client.delete(f"{shares}/{ended['id']}").json()["live"] is False
        yield {"week": week["url"], "ended": ended["url"]}


@contextmanager
def visitor(browser: Browser, studio: Studio, **how: Any) -> Iterator[Page]:
    """A page of somebody without cookies; they have none afterwards either."""
    context = browser.new_context(base_url=studio.url, **how)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert context.cookies() == []
    assert complaints == []
    context.close()


def shown(page: Page) -> None:
    """Passes once the picture is there."""
    picture = page.get_by_role("img", name=LONG)
    expect(picture).to_have_js_property("complete", True, timeout=PATIENCE_MS)
    expect(picture).to_have_js_property("naturalWidth", 900, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("size", "scheme"), [((1280, 800), "light"), ((390, 844), "dark")], ids=["desktop", "phone"]
)
def test_a_link_shows_the_picture_to_anybody(
    browser: Browser,
    studio: Studio,
    document: dict[str, Any],
    axe: str,
    size: tuple[int, int],
    scheme: Any,
) -> None:
    window = {"width": size[0], "height": size[1]}
    with visitor(browser, studio, viewport=window, color_scheme=scheme) as page:
        answer = page.goto(document["week"])
        assert answer
        assert answer.headers["x-robots-tag"].startswith("noindex")
        shown(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
        expect(page.get_by_text("link ends on")).to_be_visible()
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        percent = page.locator("output")
        fitted = percent.inner_text()
        page.get_by_role("button", name="100 %").click()
        expect(percent).to_have_text("100 %")
        box = page.get_by_role("img", name=LONG).bounding_box()
        assert box
        assert round(box["width"]) == 900
        page.keyboard.press("+")
        expect(percent).to_have_text("141 %")
        page.keyboard.press("0")
        expect(percent).to_have_text(fitted)
        page.get_by_role("radio", name="White").check(force=True)
        white = "rgb(255, 255, 255)"
        expect(page.get_by_role("img", name=LONG)).to_have_css("background-color", white)
        page.goto(document["ended"])
        expect(page.get_by_role("heading", level=1)).to_have_text("This link was taken back.")
        expect(page.get_by_role("link")).to_have_count(0)
        assert violations(page, axe) == []


def test_a_link_needs_no_script(browser: Browser, studio: Studio, document: dict[str, Any]) -> None:
    with visitor(browser, studio, java_script_enabled=False) as page:
        page.goto(document["week"])
        picture = page.get_by_role("img", name=LONG)
        box = picture.bounding_box()
        assert box
        assert box["width"] > 300
        with page.expect_response(lambda r: r.url.endswith("/full")) as got:
            page.get_by_role("link", name="Open original size").click()
        assert got.value.status == 200
        assert got.value.headers["content-type"].startswith("image/")
