"""The stage shows what an export writes: 30 documents, on plain and on dense screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.editor.desk import Desk
from tests.browser.editor.documents import SIZE, Case, Json, cases
from tests.browser.editor.parity import Apart, apart
from tests.needs import ROOT
from tests.studio.running import Studio

pytestmark = pytest.mark.slow

FLAT, PAIRS, PHOTO, BLURRED = 1.5, 1.0, 4.0, 1.5
OUT = ROOT / "tests/out/parity"
NAMES = [case.name for case in cases({"person": "", "product": "", "hair": ""})]


@pytest.fixture(scope="module", params=[1, 2], ids=["plain", "dense"])
def density(request: pytest.FixtureRequest) -> int:
    chosen: int = request.param
    return chosen


@pytest.fixture(scope="module")
def desk(browser: Browser, studio: Studio, density: int) -> Iterator[Desk]:
    context = browser.new_context(
        base_url=studio.url,
        viewport={"width": 1400, "height": 820},
        device_scale_factor=density,
    )
    yield Desk(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def documents(desk: Desk, pictures: Path) -> dict[str, Case]:
    ids = {name: desk.upload(pictures / f"{name}.jpg") for name in ("person", "product", "hair")}
    return {case.name: case for case in cases(ids)}


def test_there_are_thirty_documents_and_most_turn_photos() -> None:
    every = cases({"person": "a", "product": "b", "hair": "c"})
    assert len(every) == 30
    turned = [case for case in every if any(map(_is_turned_photo, _every(case.layers)))]
    assert len(turned) > len(every) / 2


@pytest.mark.parametrize("name", NAMES)
def test_the_stage_and_the_export_agree(
    desk: Desk, documents: dict[str, Case], density: int, name: str
) -> None:
    case = documents[name]
    width, height = SIZE
    desk.open(desk.create(case.layers, width=width, height=height, background=case.background))
    stage, export = desk.shot().convert("RGB"), _on_white(desk.export(float(density)))
    assert stage.size == (width * density, height * density)
    found = apart(stage, export, case.layers, density)
    if not _within(found, case):
        _keep(f"{name}-{density}x", stage, export)
    assert _within(found, case), f"{found}; the pictures lie in {OUT.relative_to(ROOT)}"


def _within(found: Apart, case: Case) -> bool:
    """NaN, for what a document doesn't show, is above nothing."""
    over = (
        found.flat > (PAIRS if case.pairs else FLAT),
        found.photo > PHOTO,
        found.photo_blurred > BLURRED,
    )
    return not any(over)


def _keep(name: str, stage: Image.Image, export: Image.Image) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    stage.save(OUT / f"{name}-stage.png")
    export.save(OUT / f"{name}-export.png")


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def _is_turned_photo(layer: Json) -> bool:
    return layer["kind"] == "image" and layer.get("rotation", 0) % 90 != 0


def _every(layers: tuple[Json, ...]) -> list[Json]:
    return [one for layer in layers for one in (layer, *_every(tuple(layer.get("layers", ()))))]
