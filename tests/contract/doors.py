"""Two ways to ask a case's question: the renderer in this process, and a running studio."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx
import numpy as np

from editor.errors import StudioError
from editor.findings import Face, Matte
from editor.geometry import Size
from editor.operations import operations
from editor.plan.composition import Original, needs
from editor.plan.from_binding import Find
from editor.plan.from_url import from_url
from editor.plan.from_wire import from_options
from editor.plan.reading import Reading
from editor.render.pipeline import render
from editor.render.request import RenderRequest, SourceFile
from tests.contract.origin import Origin, Page
from tests.contract.pictures import faces_in, source_picture
from tests.web.binding.forms import HEADERS, form, pieces

OVERLAY = "{overlay}"
Described = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    """Names in lower case."""
    source: str = ""
    """The address of the source, where it has one."""


class Door(Protocol):
    """What a case asks: URL options, or the options object of `cf.image`."""

    def ask(
        self, described: Described, options: str | Described, overlay: Described | None = None
    ) -> Answer: ...


@dataclass(frozen=True)
class Site:
    """Asks a running studio for pictures of another site, with the headers of a case."""

    client: httpx.Client
    origin: Origin
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    """The source's address; else it is put on the origin."""

    def ask(
        self,
        described: Described | None,
        options: str | Described,
        overlay: Described | None = None,
    ) -> Answer:
        assert isinstance(options, str)
        url = self.url or self.origin.put(_page(described or {}))
        asked = self.client.get(f"/cdn-cgi/image/{options}/{url}", headers=self.headers)
        return Answer(asked.status_code, asked.content, dict(asked.headers), url)


def _page(described: Described) -> Page:
    """What the origin of the case answers."""
    if "origin_status" in described:
        body = described.get("origin_body", "").encode()
        kind = described.get("origin_content_type", "text/plain")
        return Page(body, described["origin_status"], {"Content-Type": kind})
    kind = "image/svg+xml" if described["format"] == "svg" else f"image/{described['format']}"
    return Page(source_picture(described), headers={"Content-Type": kind})


@dataclass(frozen=True)
class Renderer:
    """Reads the options and renders, without web, database and inference."""

    folder: Path

    def ask(
        self, described: Described, options: str | Described, overlay: Described | None = None
    ) -> Answer:
        ops = operations()
        try:
            if isinstance(options, str):
                reading = from_url(options, "abc", ops)
            else:
                find = self._overlay(overlay)
                reading = from_options(options, "abc", ops, find=find)
            return self._rendered(reading, described, overlay)
        except StudioError as error:
            body = f"ERROR {error.wire_code}: {error.text}".encode()
            return Answer(error.status, body, {"cf-resized": f"err={error.wire_code}"})

    def _overlay(self, overlay: Described | None) -> Find:
        def find(named: Mapping[str, Any]) -> Original:
            assert overlay is not None
            assert named == {"url": OVERLAY}
            return Original(OVERLAY)

        return find

    def _file(self, name: str, described: Described) -> SourceFile:
        path = self.folder / name
        path.write_bytes(source_picture(described))
        size = Size(described["width"], described["height"])
        return SourceFile(str(path), size, described["format"])

    def _rendered(
        self, reading: Reading, described: Described, overlay: Described | None
    ) -> Answer:
        files = {"abc": self._file("source", described)}
        if overlay is not None:
            files[OVERLAY] = self._file("overlay", overlay)
        seen: dict[Any, tuple[Face, ...] | Matte] = {
            (placed.path, placed.need.task): _seen(placed.need.task, described)
            for placed in needs(reading.composition)
            if placed.need.task in ("faces", "matte")
        }
        to = self.folder / "result"
        made = render(RenderRequest(reading.composition, files, str(to), seen))
        warned = {"warning": "; ".join(f'cf-images 299 "{w}"' for w in reading.warnings)}
        headers = {"content-type": made.content_type, **(warned if reading.warnings else {})}
        return Answer(200, to.read_bytes(), headers)


def _seen(task: str, described: Described) -> tuple[Face, ...] | Matte:
    """What inference would say: where the faces are, and that the subject fills the middle."""
    if task == "faces":
        return faces_in(described)
    y, x = np.mgrid[-1:1:64j, -1:1:64j]
    return Matte(np.where(x**2 + y**2 < 0.5, 255, 0).astype(np.uint8), "drawn")


@dataclass(frozen=True)
class Http:
    """Uploads the source and asks a running studio."""

    client: httpx.Client

    def ask(
        self, described: Described, options: str | Described, overlay: Described | None = None
    ) -> Answer:
        id = self._stored(described)
        if isinstance(options, str):
            return _answer(self.client.get(f"/cdn-cgi/image/{options}/{id}"))
        said = json.dumps({"image": options})
        if overlay is not None:
            url = f"{self.client.base_url}/api/originals/{self._stored(overlay)}/file"
            said = said.replace(OVERLAY, url)
        headers = {"x-cf-blob": said}
        return _answer(self.client.get(f"/api/originals/{id}/file", headers=headers))

    def _stored(self, described: Described) -> str:
        name = f"source.{described['format']}"
        files = {"file": (name, source_picture(described))}
        uploaded = self.client.post("/api/originals", files=files)
        assert uploaded.status_code in (200, 201), uploaded.text
        return str(uploaded.json()["id"])

    def send(self, case: Described) -> Answer:
        """A request of the images binding: a form in pieces, without a length."""
        asked, source = case["request"], case["source_image"]
        parts = [(name, self._content(name, said, source)) for name, said in asked["multipart"]]
        body = form(*parts)
        sent = self.client.request(
            asked["method"], asked["path"], content=pieces(body, 1000), headers=HEADERS
        )
        assert "content-length" not in sent.request.headers
        return _answer(sent)

    def _content(self, name: str, said: str, source: Described | None) -> bytes | str:
        said = said.replace("{font}", f"{self.client.base_url}/static/fonts/inter-400.ttf")
        if name not in ("image", "draw_image"):
            return said
        if said == "{source}":
            assert source is not None
            return source_picture(source)
        if said.startswith("{png"):
            return source_picture({"width": 40, "height": 30, "kind": "coords", "format": "png"})
        return said.encode()


def _answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, response.content, dict(response.headers))
