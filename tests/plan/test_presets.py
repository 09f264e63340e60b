"""Export presets."""

from __future__ import annotations

from datetime import date

import pytest

from editor.errors import UnknownName
from editor.findings import NOTHING
from editor.geometry import Frame, Size
from editor.operations import operations
from editor.operations.base import PixelOperation
from editor.plan.composition import Canvas, Composition, Transform
from editor.plan.document import parse_document
from editor.plan.exporting import NO_WISH, Preset, Wish, exported, inner, last_options
from editor.plan.from_url import pairs
from editor.plan.presets import GROUPS, PRESETS, preset
from editor.plan.rules import NO_RULES
from editor.plan.vocabulary import build_transform
from tests.plan.test_document import document, image

OPS = operations()
PLAIN = [one for one in PRESETS.values() if not one.framed]
FRAMED = [one for one in PRESETS.values() if one.framed]
EVERY = pytest.mark.parametrize("chosen", PRESETS.values(), ids=lambda p: p.name)


def export(chosen: Preset, width: int, height: int) -> Composition:
    canvas = {"width": width, "height": height}
    whole = image(x=width / 2, y=height / 2, width=width, height=height)
    return exported(parse_document(document(whole, canvas=canvas)), chosen, OPS)


def size_of(recipe: Composition) -> Size:
    """The size of the result, by the numbers of the operations."""
    assert isinstance(recipe.source, Canvas)
    frame = Frame.of(recipe.source.size)
    for step in recipe.steps:
        if isinstance(step, Transform):
            frame = Frame.of(frame.canvas)
            for operation in step.operations:
                assert isinstance(operation, PixelOperation)
                frame = operation.measure(frame, NOTHING)
    return frame.canvas


@EVERY
def test_a_preset_is_written_in_the_strict_language_of_urls(chosen: Preset) -> None:
    for options in last_options(chosen):
        build_transform(pairs(options), OPS, strict=True)
    read = build_transform(pairs(chosen.options), OPS, strict=True)
    assert read.output.format in ("jpeg", "png", "webp")
    assert chosen.title
    assert chosen.purpose.endswith(".")
    assert chosen.group in GROUPS


@EVERY
def test_rules_say_where_they_stand_and_what_is_written_keeps_them(chosen: Preset) -> None:
    rules = chosen.rules
    if not rules.sizing:
        assert rules == NO_RULES
        return
    assert rules.source
    assert date.fromisoformat(rules.checked_on) >= date(2026, 11, 1)
    output = build_transform(pairs(chosen.options), OPS, strict=True).output
    assert output.format == rules.formats[0]
    if rules.alpha:
        assert output.max_bytes == rules.max_bytes
        assert "jpeg" not in rules.formats


@pytest.mark.parametrize("chosen", PLAIN, ids=lambda p: p.name)
@pytest.mark.parametrize(("width", "height"), [(800, 600), (3000, 1000), (100, 4000)])
def test_a_preset_in_full_size_never_resamples_a_canvas_twice(
    chosen: Preset, width: int, height: int
) -> None:
    recipe = export(chosen, width, height)
    assert isinstance(recipe.source, Canvas)
    assert size_of(recipe) == recipe.source.size


@pytest.mark.parametrize("chosen", FRAMED, ids=lambda p: p.name)
@pytest.mark.parametrize(("width", "height"), [(800, 600), (3000, 1000), (100, 4000)])
def test_a_framed_subject_is_drawn_no_smaller_than_it_will_be(
    chosen: Preset, width: int, height: int
) -> None:
    recipe = export(chosen, width, height)
    assert isinstance(recipe.source, Canvas)
    across, down, _ = inner(chosen, NO_WISH)
    sheet = recipe.source.size
    assert sheet.width >= across - 1 or sheet.height >= down - 1
    assert sheet.area <= 40e6


@pytest.mark.parametrize("chosen", FRAMED, ids=lambda p: p.name)
@pytest.mark.parametrize(("outline", "margin"), [(True, True), (False, True), (True, False)])
def test_subject_outline_and_margin_fill_the_frame(
    chosen: Preset, outline: bool, margin: bool
) -> None:
    canvas = {"width": 700, "height": 300}
    body = parse_document(document(image(x=350, y=150, width=700, height=300), canvas=canvas))
    wish = Wish(outline, margin)
    size = size_of(exported(body, chosen, OPS, wish))
    rules = chosen.rules
    if rules.sizing == "exact":
        assert size == Size(rules.width, rules.height)
    else:
        assert max(size.width, size.height) == rules.width


def test_a_document_with_an_outline_of_its_own_gets_no_second_one() -> None:
    effect = {"kind": "outline", "recipe": {"outline": 4}}
    plain, outlined = (
        exported(parse_document(document(image(effects=effects))), preset("sticker-whatsapp"), OPS)
        for effects in ([], [effect])
    )
    assert "outline" in last_transforms(plain)
    assert "outline" not in last_transforms(outlined)


def test_a_framed_preset_leaves_the_background_of_the_canvas_out_unless_it_is_wished() -> None:
    canvas = {"width": 300, "height": 200, "background": "red"}
    body = parse_document(document(image(), canvas=canvas))

    def sheet(name: str, background: str = "") -> str:
        recipe = exported(body, preset(name), OPS, Wish(background=background))
        assert isinstance(recipe.source, Canvas)
        return recipe.source.background

    assert sheet("sticker-whatsapp") == "transparent"
    assert sheet("sticker-whatsapp", "document") == "#ff0000"
    assert sheet("photo") == "#ff0000"
    assert sheet("photo", "#00ff00") == "#00ff00"


def test_a_small_subject_on_a_large_canvas_is_not_drawn_on_endless_pixels() -> None:
    canvas = {"width": 4000, "height": 4000}
    tiny = image(x=2000, y=2000, width=20, height=20)
    recipe = exported(parse_document(document(tiny, canvas=canvas)), preset("product-square"), OPS)
    assert isinstance(recipe.source, Canvas)
    assert recipe.source.size.area <= 37e6


def last_transforms(recipe: Composition) -> set[str]:
    return {o.name for s in recipe.steps if isinstance(s, Transform) for o in s.operations}


@pytest.mark.parametrize(
    ("name", "canvas", "size"),
    [
        ("web", (800, 600), (800, 600)),
        ("web", (4096, 2048), (2048, 1024)),
        ("product-square", (800, 600), (2000, 2000)),
        ("product-portrait", (3200, 2000), (1600, 2000)),
        ("sticker-whatsapp", (1000, 400), (512, 512)),
        ("sticker-telegram", (1000, 500), (512, 264)),
        ("sticker-discord", (100, 100), (320, 320)),
        ("sticker-line", (900, 100), (370, 320)),
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
