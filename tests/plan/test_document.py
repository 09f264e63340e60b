"""The editor document: read strictly, written shortly, bounded before it is parsed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import (
    BadRequest,
    InvalidDocument,
    InvalidOption,
    StudioError,
    UnknownName,
)
from editor.plan.document import (
    MAX_DEPTH,
    SCHEMA,
    document_json,
    originals,
    parse_document,
)
from editor.plan.layers import MAX_LAYERS, every_layer
from tests.plan.strategies import documents, json_values

CANVAS = {"width": 800, "height": 600}


def image(id: str = "a", **more: Any) -> dict[str, Any]:
    place = {"x": 10, "y": 20, "width": 30, "height": 40}
    return {"id": id, "kind": "image", "source": "cat", **place, **more}


def document(*layers: object, **more: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, "canvas": CANVAS, "layers": list(layers), **more}


def group(id: str, *layers: object) -> dict[str, Any]:
    return {"id": id, "kind": "group", "width": 10, "height": 10, "layers": list(layers)}


def test_everything_a_layer_can_say_is_kept() -> None:
    full = image(
        name="Cat",
        rotation=15,
        flipX=True,
        flipY=True,
        opacity=0.5,
        blend="multiply",
        clip="24",
        recipe={"segment": "foreground", "blur": 3},
        crop=[0.1, 0, 0.8, 1],
        faces=[[0.4, 0.2, 0.2, 0.3]],
        strokes=[{"mode": "restore", "size": 0.05, "points": [[0.1, 0.2], [0.3, 0.4, 0.5]]}],
        effects=[{"kind": "outline", "recipe": {"outline": 12}}],
        hidden=True,
        locked=True,
    )
    data = document(
        full,
        {"id": "t", "kind": "text", "width": 9, "height": 9, "text": {"text": "Hi\nyou"}},
        {"id": "s", "kind": "shape", "width": 9, "height": 9, "shape": {"form": "ellipse"}},
        group("g", image("inside")),
        guides=[{"axis": "y", "at": 300}],
    )
    assert document_json(parse_document(data)) == data


@given(documents())
def test_what_is_written_reads_back_without_loss(data: dict[str, Any]) -> None:
    parsed = parse_document(data)
    written = document_json(parsed)
    assert parse_document(written) == parsed
    assert document_json(parse_document(written)) == written


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        (None, BadRequest, "is an object"),
        ({"canvas": CANVAS}, BadRequest, "needs 'schema'"),
        ({"schema": 1}, BadRequest, "needs 'canvas'"),
        ({"schema": 99, "canvas": CANVAS}, InvalidDocument, "schema 99; this server knows 1"),
        ({"schema": 0, "canvas": CANVAS}, InvalidDocument, "schema 0"),
        ({"schema": True, "canvas": CANVAS}, InvalidDocument, "schema True"),
        ({"schema": [1], "canvas": CANVAS}, InvalidDocument, "schema"),
        (document(canvas={"width": 0, "height": 5}), InvalidOption, "outside 1 to"),
        (document(canvas={**CANVAS, "background": "reddish"}), InvalidOption, "colour"),
        (document(layer=[]), UnknownName, "layer"),
        (document(layers={}), BadRequest, "layers is a list"),
        (document("cat"), BadRequest, "A layer is an object"),
        (document(image(opacty=1)), UnknownName, "opacty"),
        (document(image(id="")), InvalidOption, "letters"),
        (document(image(id="a b")), InvalidOption, "letters"),
        (document({"id": "a", "kind": "image", "source": "x"}), BadRequest, "needs 'width'"),
        (document(image(), image()), InvalidDocument, "Two layers have the id 'a'"),
        (document(image(), group("g", image())), InvalidDocument, "Two layers have the id 'a'"),
        (document(image(source=None)), InvalidDocument, "has no 'source'"),
        (document(image(kind="text")), InvalidDocument, "has no 'text'"),
        (document(image(text={"text": "hi"})), InvalidDocument, "has 'text'"),
        (document(image(layers=[image("b")])), InvalidDocument, "has 'layers'"),
        (document(image(kind="video")), InvalidOption, "isn't one of"),
        (document(image(width=0)), InvalidOption, "outside 0.0001"),
        (document(image(width=0.001)), InvalidDocument, "too thin"),
        (document(image(x=-100_001)), InvalidDocument, "too far out"),
        (document(image(crop=[0.5, 0, 0.6, 1])), InvalidOption, "leaves the picture"),
        (document(image(recipe={"trim": {"top": 5}})), BadRequest, "holds"),
        (document(image(recipe="blur=3")), InvalidOption, "object of options"),
        (document(image(effects=[{"recipe": {}}])), BadRequest, "needs 'kind'"),
        (document(image(effects=[{"kind": "melt"}])), InvalidOption, "isn't one of"),
        (document(image(strokes=[{"points": [[5, 5]]}])), InvalidOption, "far outside"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_told_what_is_wrong(
    data: object, error: type[StudioError], text: str
) -> None:
    with pytest.raises(error, match=text) as caught:
        parse_document(data)
    assert caught.value.remedy
    assert caught.value.status == 400


def test_an_unknown_field_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        parse_document(document(image(flipx=True)))
    assert caught.value.remedy == "Did you mean 'flipX'?"


def test_layers_are_counted_before_they_are_parsed() -> None:
    assert parse_document(document(*(image(f"l{n}") for n in range(MAX_LAYERS))))
    with pytest.raises(InvalidDocument, match="more than 200 layers"):
        parse_document(document(*("nonsense" for _ in range(MAX_LAYERS + 1))))


def test_groups_are_nested_only_so_deep() -> None:
    inner: dict[str, Any] = group("g0")
    for n in range(1, MAX_DEPTH):
        inner = group(f"g{n}", inner)
    assert parse_document(document(inner))
    for n in range(3000):
        inner = {"layers": [inner], "id": str(n)}
    with pytest.raises(InvalidDocument, match="groups 8 deep"):
        parse_document(document(inner))


def test_the_originals_of_a_document_are_known() -> None:
    data = document(image("a", source="cat"), group("g", image("b", source="dog")), image("c"))
    assert originals(parse_document(data)) == {"cat", "dog"}


def test_every_layer_is_met_groups_before_their_layers() -> None:
    parsed = parse_document(document(group("g", image("b")), image("c")))
    assert [layer.id for layer in every_layer(parsed.layers)] == ["g", "b", "c"]


@given(
    st.fixed_dictionaries(
        {"schema": st.just(1), "canvas": st.just(CANVAS)},
        optional={
            "layers": st.lists(
                st.dictionaries(
                    st.sampled_from(["id", "kind", "width", "height", "layers", "recipe", "crop"]),
                    json_values,
                )
            ),
            "guides": json_values,
        },
    )
    | json_values
)
def test_any_json_is_read_or_refused_as_the_callers_fault(data: object) -> None:
    try:
        parse_document(data)
    except StudioError as error:
        status = error.status
    else:
        status = 200
    assert status in (200, 400)
