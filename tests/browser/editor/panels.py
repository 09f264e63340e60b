"""What the tests of the panels share: plain shapes, and where things are in the window."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.editor.desk import PATIENCE_MS

Json = dict[str, Any]

DESKTOP = pytest.mark.parametrize("page", [(1280, 800)], ids=["desktop"], indirect=True)
PHONE = pytest.mark.parametrize("page", [(390, 844)], ids=["phone"], indirect=True)


def box(id: str, fill: str, x: float, y: float, side: float = 120, **fields: Any) -> Json:
    """A square shape."""
    place = {"x": x, "y": y, "width": side, "height": side}
    return {
        "id": id,
        "kind": "shape",
        "name": id.title(),
        "shape": {"fill": fill},
        **place,
        **fields,
    }


RED = box("red", "#ff0000", 200, 200)
GREEN = box("green", "#00ff00", 400, 200)
BLUE = box("blue", "#0000ff", 600, 200)


def grid(page: Page) -> Locator:
    return page.get_by_role("treegrid", name="Layers")


def row(page: Page, name: str) -> Locator:
    """The row of the layer of this name."""
    return grid(page).get_by_role("row").filter(has_text=name)


def place(what: Locator) -> FloatRect:
    """Where it is in the window."""
    found = what.bounding_box()
    assert found
    return found


def names(page: Page) -> list[str]:
    """As the panel lists them, top to bottom."""
    return grid(page).locator(".name").all_inner_texts()


def listed(page: Page, *expected: str) -> None:
    expect(grid(page).locator(".name")).to_have_text(list(expected), timeout=PATIENCE_MS)


def ids(body: Json) -> list[str]:
    """Ids of the document's layers, bottom to top, groups as `group(a b)`."""

    def one(layer: Json) -> str:
        inside = layer.get("layers")
        held = " ".join(one(child) for child in inside) if inside else ""
        return f"{layer['id']}({held})" if inside else str(layer["id"])

    return [one(layer) for layer in body.get("layers", ())]


def panel(page: Page, name: str) -> Locator:
    """A section of the settings, by its title."""
    return page.get_by_role("region", name=name, exact=True)


def layer(body: Json, at: int = 0) -> Json:
    """The layer at this place from the bottom; nothing while it isn't saved yet."""
    layers = body.get("layers", [])
    return dict(layers[at]) if at < len(layers) else {}
