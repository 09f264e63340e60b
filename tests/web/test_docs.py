from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from editor.web import docs

PAGES = docs.pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_every_page_is_shown(browser: httpx.AsyncClient, page: docs.Page) -> None:
    answer = await browser.get(page.address)
    assert answer.status_code == 200
    assert "<h1 id=" in answer.text
    assert page.title in answer.text
    assert 'aria-current="page"' in answer.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_every_link_inside_the_docs_leads_somewhere(
    browser: httpx.AsyncClient, page: docs.Page
) -> None:
    body = docs.html((docs.FOLDER / f"{page.name}.md").read_text(), 0)
    for address in re.findall(r'(?:href|src)="(/docs[^"#]*|/api[^"#]*)', body):
        assert (await browser.get(address)).status_code == 200, address
    assert ".md" not in "".join(re.findall(r'href="([^"]+)"', body))


def test_the_pages_for_reading_come_before_the_reference() -> None:
    names = [page.name for page in PAGES]
    assert names[0] == "index"
    first = next(n for n, name in enumerate(names) if name.startswith("reference/"))
    assert all(name.startswith("reference/") for name in names[first:])


async def test_drawings_are_shown_as_drawings(browser: httpx.AsyncClient) -> None:
    drawn = await browser.get("/docs/pictures/load-waits.svg")
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")


@pytest.mark.parametrize(
    "path", ["nowhere", "../conf", "..%2Fconf", "reference", "INDEX", "pictures/x"]
)
async def test_nothing_else_is_shown(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(f"/docs/{path}")).status_code == 404


def test_markup_in_a_page_is_shown_as_text() -> None:
    made = docs.html("# A\n\n<script>alert(1)</script> [x](javascript:alert(1))", 0)
    assert "<script" not in made
    assert "javascript:" not in docs.html("[x](javascript:alert)", 0)


def test_a_table_scrolls_by_itself_and_headings_can_be_linked_to() -> None:
    made = docs.html("## Who may fetch it?\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 0)
    assert '<h2 id="who-may-fetch-it">' in made
    assert '<div class="table" tabindex="0"><table>' in made


def test_every_page_begins_with_its_title() -> None:
    for path in Path(docs.FOLDER).rglob("*.md"):
        assert path.read_text().startswith("# "), path.name


def test_the_pages_need_no_styles_that_their_policy_blocks() -> None:
    made = docs.html("| a | b |\n|---|--:|\n| 1 | 2 |\n", 0)
    assert '<td class="right">2</td>' in made
    for page in PAGES:
        assert "style=" not in docs.html((docs.FOLDER / f"{page.name}.md").read_text(), 0), page


def test_comments_for_tools_are_left_out() -> None:
    made = docs.html("# A\n\n<!-- measured: render -->\n\ntext\n\n<!-- <b>x</b> -->\n", 0)
    assert "measured" not in made
    assert "&lt;b&gt;" not in made
    assert "<p>text</p>" in made
