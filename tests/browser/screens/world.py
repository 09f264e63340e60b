"""What is there before the pictures are taken: photographs, documents, a link, some trash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.editor.desk import Desk
from tests.needs import ROOT

RTL = "صورة صيفية طويلة الاسم جدا من إجازة العائلة على الشاطئ في الصباح الباكر"


@dataclass(frozen=True)
class World:
    """Ids of what was made, in the workspace of the page's guest."""

    photo: str
    finished: str
    empty: str
    portrait: str
    trashed: str
    link: str


def made(page: Page) -> World:
    desk = Desk(page)
    photos = {
        n: desk.upload(ROOT / f"tests/pictures/{n}.jpg") for n in ("person", "product", "hair")
    }
    finished = str(desk.ask("POST", "/api/samples/document").json()["id"])
    empty = desk.create([], name="Untitled")
    layer: dict[str, Any] = {
        "id": "p",
        "kind": "image",
        "name": "Portrait",
        "source": photos["person"],
    }
    place = {"x": 400, "y": 300, "width": 512, "height": 600}
    portrait = desk.create([{**layer, **place}], name=RTL)
    trashed = desk.create([], name="Thrown away")
    desk.ask("DELETE", f"/api/documents/{trashed}")
    link = desk.ask("POST", f"/api/documents/{finished}/shares", data={"expires_in": 86400}).json()
    return World(photos["hair"], finished, empty, portrait, trashed, str(link["url"]))
