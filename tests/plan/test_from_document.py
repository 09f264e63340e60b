"""Documents become a canvas with one drawn picture per visible layer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidDocument, InvalidOption, StudioError, UnknownName
from editor.geometry import Placement, Size
from editor.operations import operations
from editor.operations.blur import Blur
from editor.operations.brightness import Brightness
from editor.operations.crop import Crop
from editor.operations.resize import Resize
from editor.operations.segment import Segment
from editor.operations.trim import Trim
from editor.plan.canonical import to_json
from editor.plan.composition import Canvas, Composition, Draw, Original, Text, Transform
from editor.plan.document import parse_document
from editor.plan.from_document import check, from_document, layer_picture
from editor.plan.from_json import from_json
from editor.plan.output import Output
from editor.plan.strokes import Stroke
from tests.plan.strategies import documents
from tests.plan.test_document import document, group, image

OPS = operations()


def compose(*layers: object, scale: float = 1.0) -> Composition:
    return from_document(parse_document(document(*layers)), OPS, scale=scale)


def drawn(layer: object, scale: float = 1.0) -> Draw:
    (step,) = compose(layer, scale=scale).steps
    assert isinstance(step, Draw)
    return step


def boxed(width: int, height: int) -> Resize:
    return Resize(width=width, height=height, fit="squeeze")


def test_a_document_is_a_canvas_and_its_layers_bottom_to_top() -> None:
    recipe = compose(image("a", source="cat"), image("b", source="dog", blend="screen"))
    assert recipe.source == Canvas(Size(800, 600), "transparent")
    below, above = recipe.steps
    place = Placement(10, 20, 30, 40)
    fit = Transform((boxed(30, 40),))
    assert below == Draw(Composition(Original("cat"), (fit,)), place)
    assert above == Draw(Composition(Original("dog"), (fit,)), place, blend="screen")


def test_a_scale_multiplies_everything_that_is_in_canvas_px() -> None:
    layer = image(recipe={"blur": 3, "trim.top": 7}, crop=[0.5, 0, 0.5, 1], rotation=5, clip=6)
    step = drawn(layer, scale=2)
    assert step.placement == Placement(20, 40, 60, 80, 5)
    assert step.clip == "12"
    (transform,) = step.picture.steps
    # What is cut from the source is in px of the source, whatever the scale.
    wanted = (Crop((0.5, 0.0, 0.5, 1.0)), Trim(top=7), boxed(60, 80), Blur(6.0))
    assert transform == Transform(wanted)
    assert compose(layer, scale=2).source == Canvas(Size(1600, 1200))


def test_hidden_and_fully_faded_layers_leave_no_trace() -> None:
    assert compose(image("a", hidden=True), image("b", opacity=0)).steps == ()


def test_a_face_crop_covers_the_box_with_the_ticked_faces() -> None:
    layer = image(recipe={"gravity": "face", "zoom": 0.5}, faces=[[0.1, 0.2, 0.3, 0.4]])
    (transform,) = drawn(layer).picture.steps
    assert isinstance(transform, Transform)
    (resize,) = transform.operations
    faces = ((0.1, 0.2, 0.3, 0.4),)
    assert resize == Resize(width=30, height=40, fit="cover", gravity="face", zoom=0.5, faces=faces)
    assert resize.needs() == ()


def test_each_effect_is_a_step_of_its_own_in_the_given_order() -> None:
    effects = [
        {"kind": "adjust", "recipe": {"blur": 4}},
        {"kind": "adjust", "recipe": {"brightness": 1.5}},
    ]
    _, first, second = drawn(image(effects=effects), scale=0.5).picture.steps
    assert first == Transform((Blur(2.0),))
    assert second == Transform((Brightness(1.5),))


def test_effects_follow_the_clipped_outline() -> None:
    effects = [{"kind": "adjust", "recipe": {"blur": 4}}]
    step = drawn(image(clip="circle", effects=effects))
    assert step.clip == "none"
    assert step.picture.source == Canvas(Size(30, 40))
    inner, effect = step.picture.steps
    assert isinstance(inner, Draw)
    assert (inner.clip, inner.placement) == ("circle", Placement(15, 20, 30, 40))
    assert inner.picture.source == Original("cat")
    assert effect == Transform((Blur(4.0),))


@pytest.mark.parametrize(("form", "clip"), [("rectangle", "none"), ("ellipse", "circle")])
def test_a_shape_is_a_painted_sheet(form: str, clip: str) -> None:
    shape = {"form": form, "fill": "red"}
    step = drawn({"id": "s", "kind": "shape", "width": 30, "height": 40, "shape": shape}, scale=2)
    assert step.picture == Composition(Canvas(Size(60, 80), "#ff0000"))
    assert step.clip == clip


def test_a_group_is_isolated_on_a_clear_sheet_of_its_own() -> None:
    data = group("g", image("a"), image("b", hidden=True)) | {"opacity": 0.5, "x": 400, "y": 300}
    step = drawn(data, scale=2)
    assert (step.opacity, step.placement) == (0.5, Placement(800, 600, 20, 20))
    assert step.picture.source == Canvas(Size(20, 20))
    (inside,) = step.picture.steps
    assert isinstance(inside, Draw)
    assert inside.placement == Placement(20, 40, 60, 80)


def test_one_layer_can_be_made_alone_for_the_stage() -> None:
    layer = parse_document(document(image(rotation=30, opacity=0.5))).layers[0]
    alone = layer_picture(layer, OPS, scale=2)
    assert alone == Composition(Original("cat"), (Transform((boxed(60, 80),)),))


def test_strokes_are_part_of_the_cutout_and_grow_with_nothing() -> None:
    strokes = [{"mode": "restore", "size": 0.1, "points": [[0.1, 0.2], [0.3, 0.4, 0.5]]}]
    layer = image(recipe={"segment": "foreground", "segment.shift": 2}, strokes=strokes)
    (transform,) = drawn(layer, scale=2).picture.steps
    assert isinstance(transform, Transform)
    *_, cutout = transform.operations
    line = ((0.1, 0.2), (0.3, 0.4, 0.5))
    stroke = Stroke(mode="restore", size=0.1, points=line)
    assert cutout == Segment(segment="foreground", shift=4.0, strokes=(stroke,))
    alone = drawn(image(recipe={"segment.feather": 3}, strokes=strokes)).picture.steps[0]
    assert alone == Transform((boxed(30, 40), Segment(strokes=(stroke,)))), "no edge to soften"
    assert [one for part in alone.operations for one in part.needs()] == []
    idle = drawn(image(strokes=[{"points": []}, {"size": 0, "points": [[0.1, 0.1]]}]))
    assert idle.picture.steps == (Transform((boxed(30, 40),)),)


def test_a_layer_larger_than_any_picture_is_made_as_large_as_pictures_get() -> None:
    step = drawn(image(width=90000, height=10), scale=2)
    assert step.placement.width == 180000
    (transform,) = step.picture.steps
    assert transform == Transform((boxed(20000, 20),))


def test_letters_keep_their_own_measures_and_are_drawn_at_the_scale() -> None:
    said = {"text": "hi", "font": "Caveat", "size": 20, "stroke": 2}
    layer = {"id": "t", "kind": "text", "width": 90, "height": 30, "text": said}
    step = drawn(layer, scale=2)
    expected = Text(
        text="hi", font="caveat", size=20.0, stroke=2.0, width=90.0, height=30.0, scale=2.0
    )
    assert step.picture == Composition(expected)
    assert step.placement.width == 180


def test_an_effect_follows_the_letters() -> None:
    effects = [{"kind": "outline", "recipe": {"outline": 3}}]
    layer = {"id": "t", "kind": "text", "width": 90, "height": 30, "effects": effects}
    (outline,) = drawn({**layer, "text": {"text": "hi"}}, scale=2).picture.steps
    assert isinstance(outline, Transform)
    assert outline.operations[0].written() == {"outline": 6}


@pytest.mark.parametrize(
    ("layer", "error", "text"),
    [
        (image(recipe={"blurr": 3}), UnknownName, "blurr"),
        (image(recipe={"blur": 300}), InvalidOption, "outside 0 to 250"),
        (image(recipe={"width": 5}), InvalidDocument, "holds 'width'"),
        (image(recipe={"dpr": 2}), InvalidDocument, "holds 'dpr'"),
        (image(recipe={"segment.strokes": "x"}), InvalidDocument, "holds 'segment.strokes'"),
        (image(recipe={"format": "png"}), InvalidDocument, "how files are written"),
        (image(recipe={"fit": "pad"}), InvalidDocument, "would not fill its box"),
        (
            image(effects=[{"kind": "adjust", "recipe": {"rotate": 90}}]),
            InvalidDocument,
            "can't rotate",
        ),
        (image(effects=[{"kind": "adjust", "recipe": {"x": 1}}]), UnknownName, "x"),
        (group("g", image(hidden=True, recipe={"blurr": 3})), UnknownName, "blurr"),
    ],
)
def test_a_wrong_recipe_is_found_when_the_document_is_checked(
    layer: object, error: type[StudioError], text: str
) -> None:
    with pytest.raises(error, match=text):
        check(parse_document(document(layer)), OPS)


@pytest.mark.parametrize("scale", [0, -1, 17, float("inf"), float("nan")])
def test_a_scale_has_bounds(scale: float) -> None:
    with pytest.raises(InvalidDocument, match="scale"):
        compose(scale=scale)


def test_the_output_is_the_exports() -> None:
    parsed = parse_document(document())
    assert from_document(parsed, OPS, output=Output("png")).output == Output("png")


@given(documents(), st.floats(0.05, 4))
def test_a_document_reads_back_from_the_canonical_form(data: dict[str, Any], scale: float) -> None:
    recipe = from_document(parse_document(data), OPS, scale=scale)
    assert from_json(to_json(recipe), OPS) == recipe
