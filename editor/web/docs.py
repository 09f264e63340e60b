"""/docs: the Markdown pages of editor/docs, shown by the studio itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from editor.errors import NotFound

FOLDER = Path(__file__).resolve().parent.parent / "docs"
FIRST = "index"
_PICTURE = re.compile(r"[a-z0-9-]+\.(webp|png|svg)")
_KINDS = {".webp": "image/webp", ".png": "image/png", ".svg": "image/svg+xml"}
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_PAGE = re.compile(r"(?:\.\./|\./)*((?:models/|reference/)?[a-z0-9-]+)\.md(#[a-z0-9-]+)?")
_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
_ORDER = (
    *("index", "editor", "transform-urls", "rest-api", "client"),
    *("batches", "how-it-works", "deploy", "scaling"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name (`reference/options`), its first heading, and its address."""

    name: str
    title: str

    @property
    def address(self) -> str:
        return "/docs" if self.name == FIRST else f"/docs/{self.name}"


@require_safe
def page(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """One page beside the list of all."""
    found = next((one for one in pages() if one.name == name), None)
    if found is None:
        raise NotFound("There is no such page.", remedy="/docs lists them all.")
    path = _path(found.name)
    body = html(path.read_text(), path.stat().st_mtime_ns)
    context = {"title": found.title, "body": body, "pages": pages(), "section": "docs"}
    return render(request, "docs.html", context)


@require_safe
def illustration(request: HttpRequest, name: str) -> HttpResponse:
    """A picture that a page shows."""
    path = FOLDER / "pictures" / name
    if not _PICTURE.fullmatch(name) or not path.is_file():
        raise NotFound("There is no such picture.", remedy="/docs lists the pages.")
    response = HttpResponse(path.read_bytes(), content_type=_KINDS[path.suffix])
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def pages() -> tuple[Page, ...]:
    """All pages: those for reading first, then the reference."""
    names = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.md")]
    named = [name for name in names if _NAME.fullmatch(name)]
    ordered = sorted(named, key=lambda name: ("/" in name, _place(name), name))
    return tuple(Page(name, title(_path(name).read_text())) for name in ordered)


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _path(name: str) -> Path:
    return FOLDER / f"{name}.md"


def title(text: str) -> str:
    """The first heading."""
    match = re.search(r"^# (.+)$", text, re.MULTILINE)
    return match[1] if match else "Untitled"


@cache
def html(text: str, changed_ns: int) -> SafeString:
    """Markdown as HTML: links between pages lead to their addresses, headings can be linked to,
    tables scroll by themselves."""
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            plain = re.sub(r"<[^>]+>", "", text).lower()
            anchor = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

        def link(self, text: str, url: str, title: str | None = None) -> str:
            return super().link(text, _address(url), title)

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return super().image(text, re.sub(r"^(\.\./)?pictures/", "/docs/pictures/", url), title)

        def table(self, text: str) -> str:
            return f'<div class="table" tabindex="0"><table>\n{text}</table></div>\n'

        def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
            # The policy of the pages blocks style attributes.
            tag, side = "th" if head else "td", f' class="{align}"' if align else ""
            return f"<{tag}{side}>{text}</{tag}>\n"

        def block_html(self, html: str) -> str:
            """Comments are for the tools that write into the files."""
            return "" if _COMMENT.fullmatch(html.strip()) else super().block_html(html)

    made = mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])(text)
    # The pages are our own files, and raw HTML in them is escaped.
    return mark_safe(str(made))  # noqa: S308


def _address(url: str) -> str:
    """The address of another page that a file links to by its path."""
    match = _PAGE.fullmatch(url)
    if match is None:
        return url
    return ("/docs" if match[1] == FIRST else f"/docs/{match[1]}") + (match[2] or "")
