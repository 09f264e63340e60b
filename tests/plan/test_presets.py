"""Export presets."""

from __future__ import annotations

import pytest

from editor.errors import UnknownName
from editor.findings import NOTHING
from editor.geometry import Frame, Size
from editor.operations import operations
from editor.operations.base import PixelOperation
from editor.plan.composition import Canvas, Composition, Transform
from editor.plan.document import parse_document
from editor.plan.from_url import pairs
from editor.plan.exporting import Preset, exported, last_options
from editor.plan.presets import PRESETS, preset
from editor.plan.vocabulary import build_transform
from tests.plan.test_document import document, image

OPS = operations()
EVERY = pytest.mark.parametrize("chosen", PRESETS.values(), ids=lambda p: p.name)


def export(chosen: Preset, width: int, height: int) -> Composition:
    canvas = {"width": width, "height": height}
    return exported(parse_document(document(image(), canvas=canvas)), chosen, OPS)


def size_of(recipe: Composition) -> Size:
    """The size of the result, by the numbers of the operations."""
    assert isinstance(recipe.source, Canvas)
    frame = Frame.of(recipe.source.size)
    for step in recipe.steps:
        for operation in step.operations if isinstance(step, Transform) else ():
            assert isinstance(operation, PixelOperation)
            frame = operation.measure(frame, NOTHING)
    return frame.canvas


@EVERY
def test_a_preset_is_written_in_the_strict_language_of_urls(chosen: Preset) -> None:
    read = build_transform(pairs(chosen.options), OPS, strict=True)
    assert read.output.format in ("jpeg", "png", "webp")
    assert chosen.title
    assert chosen.purpose.endswith(".")


@EVERY
@pytest.mark.parametrize(("width", "height"), [(800, 600), (3000, 1000), (100, 4000)])
def test_a_preset_never_resamples_a_canvas_twice(chosen: Preset, width: int, height: int) -> None:
    recipe = export(chosen, width, height)
    assert isinstance(recipe.source, Canvas)
    size, sheet = size_of(recipe), recipe.source.size
    padded = size.width >= sheet.width and size.height >= sheet.height
    assert padded, f"{sheet} would be made smaller again to {size}"


@pytest.mark.parametrize(
    ("name", "canvas", "size"),
    [
        ("web", (800, 600), (800, 600)),
        ("web", (4096, 2048), (2048, 1024)),
        ("product-square", (800, 600), (2000, 2000)),
        ("product-portrait", (3200, 2000), (1600, 2000)),
        ("sticker-whatsapp", (1000, 400), (512, 512)),
        ("sticker-telegram", (1000, 500), (512, 256)),
        ("sticker-discord", (100, 100), (320, 320)),
        ("print", (800, 600), (800, 600)),
        ("transparent", (5000, 10), (5000, 10)),
    ],
)
def test_the_size_is_that_of_the_purpose(
    name: str, canvas: tuple[int, int], size: tuple[int, int]
) -> None:
    assert size_of(export(preset(name), *canvas)) == Size(*size)


def test_an_unknown_preset_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        preset("product-squar")
    assert caught.value.remedy == "Did you mean 'product-square'?"
