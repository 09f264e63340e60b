"""Drives the editor in a browser: documents made by REST, the stage settled, points and pixels."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import APIResponse, Locator, Page, expect

Json = dict[str, Any]
Pixels = npt.NDArray[np.float64]

PATIENCE_MS = 60_000
"""For a busy machine; nothing waits this long where all is well."""


_BARE = """() => {
    const bare = new CSSStyleSheet();
    bare.replaceSync(`
        .stage { background: #fff !important; }
        .stage > :not(.view) { visibility: hidden !important; }
        #editor > :not(.stage, :has(.stage)), :has(> .stage) > :not(.stage) {
            visibility: hidden !important;
        }
    `);
    document.adoptedStyleSheets = [bare];
}"""


class Desk:
    """One page with the editor. Whatever is asked by REST is asked as the page's own guest."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.document = ""

    # -- by REST ------------------------------------------------------------------------------

    def ask(self, method: str, path: str, **options: Any) -> APIResponse:
        """The answer; AssertionError with its text for an error."""
        answer = self.page.request.fetch(
            path, method=method, headers={"X-CSRFToken": self._token()}, **options
        )
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer

    def _token(self) -> str:
        meta = self.page.locator('meta[name="csrf-token"]')
        if not self.page.url.startswith("http") or not meta.count():
            # Opening a page makes the guest.
            self.page.goto("/")
        return meta.get_attribute("content") or ""

    def upload(self, path: Path) -> str:
        """The id of the original."""
        file = {"name": path.name, "mimeType": "application/octet-stream"}
        given = self.ask(
            "POST", "/api/originals", multipart={"file": {**file, "buffer": path.read_bytes()}}
        )
        return str(given.json()["id"])

    def create(
        self,
        layers: Sequence[Json] = (),
        *,
        width: int = 800,
        height: int = 600,
        background: str = "#ffffff",
        name: str = "Poster",
        **body: Any,
    ) -> str:
        """The id of a new document with these layers, bottom to top."""
        canvas = {"width": width, "height": height, "background": background}
        whole = {"schema": 1, "canvas": canvas, "layers": list(layers), **body}
        made = self.ask("POST", "/api/documents", data={"name": name, "body": whole})
        return str(made.json()["id"])

    def saved(self) -> Json:
        """The open document as the server has it."""
        body: Json = self.ask("GET", f"/api/documents/{self.document}").json()["body"]
        return body

    def saved_layer(self, id: str) -> Json:
        """The layer as the server has it: without fields that hold their default."""
        return next(layer for layer in _every(self.saved()["layers"]) if layer["id"] == id)

    def until(self, holds: Callable[[Json], bool], what: str = "the change is saved") -> Json:
        """The server's document as soon as `holds` says yes to it."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not holds(body := self.saved()):
            assert time.monotonic() < end, f"never seen: {what}; the document is {body}"
            self.page.wait_for_timeout(100)
        return body

    def export(self, scale: float = 1.0, **asked: Any) -> Image.Image:
        """The open document's picture as the server makes it: PNG unless asked otherwise."""
        wish = {"format": "png", "scale": scale, **asked}
        path = f"/api/documents/{self.document}/export?wait=60"
        answer = self.ask("POST", path, data=wish, timeout=90_000).json()
        assert answer["job"]["state"] == "done", answer
        made = self.page.request.get(answer["url"], timeout=90_000)
        assert made.ok, made.text()
        return _opened(made.body())

    def eventually(self, holds: Callable[[], bool], what: str = "the page follows") -> None:
        """Waits for what comes after an input that nobody answers, such as a turn of the wheel."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not holds():
            assert time.monotonic() < end, f"never seen: {what}"
            self.page.wait_for_timeout(50)

    # -- on the screen ------------------------------------------------------------------------

    def open(self, document: str) -> None:
        self.document = document
        self.page.goto(f"/documents/{document}")
        self.settle()

    def settle(self) -> None:
        """Until every layer shows its picture at the present zoom."""
        expect(self.page.locator("#editor[aria-busy=false]")).to_be_attached(timeout=PATIENCE_MS)
        expect(self.page.locator(".stage[data-settled=true]")).to_be_attached(timeout=PATIENCE_MS)

    @property
    def stage(self) -> Locator:
        return self.page.locator(".stage")

    @property
    def objects(self) -> Locator:
        """The list of layers that holds the keyboard's focus while one works on the stage."""
        return self.stage.get_by_role("listbox")

    def layer(self, id: str) -> Locator:
        """The element of a layer on the stage."""
        return self.stage.locator(f'.sheet [data-layer="{id}"]')

    def selected(self) -> list[str]:
        """Ids of the selected layers, bottom to top."""
        chosen = self.objects.locator('[role=option][aria-selected="true"]')
        return [str(one.get_attribute("data-object")) for one in reversed(chosen.all())]

    def focus(self) -> None:
        """Gives the stage the keyboard without changing the selection."""
        self.objects.focus()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point of the window that shows this point of the canvas."""
        sheet = self.page.locator(".stage .sheet")
        box, width = sheet.bounding_box(), sheet.get_attribute("data-width")
        assert box
        assert width
        zoom = box["width"] / float(width)
        return box["x"] + x * zoom, box["y"] + y * zoom

    def click(self, x: float, y: float, *keys: str, **how: Any) -> None:
        """A click on a point of the canvas while `keys` are held."""
        for key in keys:
            self.page.keyboard.down(key)
        self.page.mouse.click(*self.at(x, y), **how)
        for key in keys:
            self.page.keyboard.up(key)

    def drag(self, start: tuple[float, float], end: tuple[float, float], *keys: str) -> None:
        """A drag between two points of the canvas while `keys` are held."""
        self.drag_on_screen(self.at(*start), self.at(*end), *keys)

    def drag_on_screen(
        self, start: tuple[float, float], end: tuple[float, float], *keys: str
    ) -> None:
        """The same between two points of the window."""
        mouse, keyboard = self.page.mouse, self.page.keyboard
        mouse.move(*start)
        mouse.down()
        # Held from here on: held at the press they mean something else, such as "add to these".
        for key in keys:
            keyboard.down(key)
        for step in (0.3, 0.7, 1.0):
            mouse.move(*(a + (b - a) * step for a, b in zip(start, end, strict=True)))
        mouse.up()
        for key in keys:
            keyboard.up(key)

    def handle(self, name: str) -> tuple[float, float]:
        """The middle of a handle of the selection: `nw` to `e`, or `rotate`."""
        box = self.page.locator(f'.stage [data-handle="{name}"]').bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def shot(self) -> Image.Image:
        """A screenshot of the canvas alone, in device px, on white: no handles, no checkerboard."""
        sheet = self.page.locator(".stage .sheet")
        # The page's policy forbids style elements, which a screenshot's own option would add.
        self.page.evaluate(_BARE)
        taken = _opened(sheet.screenshot(animations="disabled"))
        self.page.evaluate("() => { document.adoptedStyleSheets = [] }")
        return taken


def numbers(picture: Image.Image) -> Pixels:
    """RGB values, 0 to 255, rows first."""
    return np.asarray(picture.convert("RGB"), np.float64)


def _opened(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data))
    opened.load()
    return opened


def _every(layers: Sequence[Json]) -> list[Json]:
    return [one for layer in layers for one in (layer, *_every(layer.get("layers", ())))]
