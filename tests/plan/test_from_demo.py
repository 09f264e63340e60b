"""Small compositions by address: the reference demo's parameters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.geometry import Size
from editor.operations import operations
from editor.plan.document import parse_document
from editor.plan.from_demo import MAX_DEMO_LAYERS, Picture, demo_document, read_demo
from editor.plan.from_document import check

SAVED = [
    ("order", "0,1,2"),
    *(("i0", "icecream"), ("vertEdge0", "bottom"), ("vertVal0", "0"), ("horEdge0", "left")),
    *(("h0", "400"), ("bg0", "1"), ("i1", "pete"), ("vertEdge1", "top"), ("horEdge1", "left")),
    *(("h1", "700"), ("bg1", "1"), ("i2", "iceland"), ("vertEdge2", "top"), ("horEdge2", "left")),
]
SIZES = {"icecream": Size(600, 800), "pete": Size(900, 1050), "iceland": Size(1600, 1000)}


def pictures(sizes: dict[str, Size]) -> dict[str, Picture]:
    return {name: Picture(f"id-{name}", f"{name}.jpg", size) for name, size in sizes.items()}


def composed(*pairs: tuple[str, str], **sizes: Size) -> dict[str, Any]:
    demo = read_demo(pairs)
    assert demo.problems == ()
    body, problems = demo_document(demo, pictures(sizes or SIZES))
    assert problems == []
    return body


def boxes(body: dict[str, Any]) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, width and height of each layer."""
    return {
        one["source"]: (
            one["x"] - one["width"] / 2,
            one["y"] - one["height"] / 2,
            one["width"],
            one["height"],
        )
        for one in body["layers"]
    }


def test_the_composition_that_the_demo_saved_is_understood() -> None:
    body = composed(*SAVED)
    assert body["canvas"] == {"width": 1600, "height": 1000}
    assert [one["source"] for one in body["layers"]] == ["id-iceland", "id-pete", "id-icecream"]
    assert boxes(body) == {
        "id-iceland": (0, 0, 1600, 1000),
        "id-pete": (0, 0, 600, 700),
        "id-icecream": (0, 600, 300, 400),
    }
    assert [one.get("recipe") for one in body["layers"]] == [
        None,
        {"segment": "foreground"},
        {"segment": "foreground"},
    ]


def test_places_are_counted_from_the_named_edges() -> None:
    base = [("i9", "base"), ("i1", "a"), ("order", "1,9")]
    place = [("vertEdge1", "bottom"), ("vertVal1", "5"), ("horEdge1", "right"), ("horVal1", "-7.5")]
    body = composed(*base, *place, base=Size(100, 80), a=Size(20, 10))
    assert boxes(body)["id-a"] == (87.5, 65, 20, 10)
    body = composed(*base, ("vertVal1", "5"), ("horVal1", "3"), base=Size(100, 80), a=Size(20, 10))
    assert boxes(body)["id-a"] == (3, 5, 20, 10)


@pytest.mark.parametrize(
    ("sides", "size"),
    [
        ([], (40, 20)),
        ([("h0", "10")], (20, 10)),
        ([("w0", "80")], (80, 40)),
        ([("w0", "80"), ("h0", "30")], (60, 30)),
        ([("w0", "10"), ("h0", "30")], (10, 5)),
    ],
)
def test_a_photo_keeps_its_shape(sides: list[tuple[str, str]], size: tuple[int, int]) -> None:
    body = composed(("i0", "a"), *sides, a=Size(40, 20))
    assert (body["canvas"]["width"], body["canvas"]["height"]) == size


def test_without_an_order_the_first_number_lies_on_top() -> None:
    body = composed(("i2", "a"), ("i10", "b"), a=Size(4, 2), b=Size(8, 8))
    assert [one["id"] for one in body["layers"]] == ["layer-10", "layer-2"]


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], ["No layer is given"]),
        ([("order", "")], ["isn't a layer's number"]),
        ([("order", "0")], ["i0 names no picture"]),
        ([("order", "0,0"), ("i0", "a")], ["names layer 0 twice"]),
        ([("order", "0"), ("i0", "a"), ("i1", "b")], ["leaves out layer 1"]),
        ([("order", "x"), ("i0", "a")], ["'x'", "leaves out layer 0"]),
        ([("i0", "a"), ("i0", "b")], ["i0 is given twice"]),
        ([("i0", "")], ["i0 names no picture"]),
        ([("i0", "x" * 256)], ["i0 names no picture"]),
        ([("i0", "a"), ("vertedge0", "top")], ["Did you mean vertEdge<n>?"]),
        ([("i0", "a"), ("utm", "x")], ["utm isn't a known parameter."]),
        ([("i0", "a"), ("i01", "b")], ["i01 isn't a known parameter"]),
        ([("i0", "a"), ("i٣", "b")], ["isn't a known parameter"]),
        ([("i0", "a"), ("vertEdge0", "left")], ["none of top, bottom"]),
        ([("i0", "a"), ("bg0", "yes")], ["none of 0, 1"]),
        ([("i0", "a"), ("h0", "0")], ["lies outside 1 to 20000"]),
        ([("i0", "a"), ("w0", "nan")], ["isn't a number of px"]),
        ([("i0", "a"), ("horVal0", "1e9")], ["lies outside"]),
        ([("i0", "a"), ("h0", "-5"), ("w0", "x")], ["outside", "isn't a number"]),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(
    pairs: list[tuple[str, str]], words: list[str]
) -> None:
    problems = read_demo(pairs).problems
    for one in words:
        assert any(one in problem for problem in problems), problems
    assert len(problems) >= len(words)


def test_only_so_many_layers_are_taken() -> None:
    pairs = [(f"i{n}", "a") for n in range(MAX_DEMO_LAYERS + 1)]
    assert "are allowed" in read_demo(pairs).problems[0]
    assert read_demo(pairs[1:]).problems == ()


def test_a_layer_that_becomes_too_large_is_told() -> None:
    demo = read_demo([("i0", "a"), ("h0", "20000")])
    _, problems = demo_document(demo, pictures({"a": Size(3000, 100)}))
    assert problems == ["Layer 0 would be larger than 20000 px."]


words = st.text(max_size=8) | st.sampled_from(["0", "1", "top", "right", "0,1", "1.5", "-3", "a"])
names = st.text(max_size=8) | st.tuples(
    st.sampled_from(["i", "vertEdge", "vertVal", "horEdge", "horVal", "h", "w", "bg", "order"]),
    st.sampled_from(["", "0", "1", "2"]),
).map("".join)


@given(st.lists(st.tuples(names, words), max_size=12))
def test_any_address_gives_a_document_or_reasons(pairs: list[tuple[str, str]]) -> None:
    demo = read_demo(pairs)
    assert all(problem.isprintable() and problem.endswith((".", "?")) for problem in demo.problems)
    if demo.problems:
        return
    photo = Picture("id", "photo.jpg", Size(30, 20))
    body, problems = demo_document(demo, {one.image: photo for one in demo.layers})
    if not problems:
        check(parse_document(body), operations())


@given(
    st.sampled_from(["top", "bottom"]),
    st.integers(-500, 500),
    st.sampled_from(["left", "right"]),
    st.integers(-500, 500),
    st.integers(1, 2000),
    st.tuples(st.integers(1, 2000), st.integers(1, 2000)),
)
def test_a_layer_lies_as_far_from_its_edges_as_it_says(
    vert: str, down: int, hor: str, across: int, height: int, natural: tuple[int, int]
) -> None:
    size = Size(*natural)
    if height / size.height * size.width > 20_000:
        return
    place = [("vertEdge0", vert), ("vertVal0", str(down)), ("horEdge0", hor), ("h0", str(height))]
    pairs = [("i1", "base"), ("i0", "a"), ("horVal0", str(across)), *place]
    left, top, wide, high = boxes(composed(*pairs, base=Size(300, 200), a=size))["id-a"]
    assert high == pytest.approx(max(height, 1), abs=0.002)
    far = {"top": top, "bottom": 200 - top - high, "left": left, "right": 300 - left - wide}
    assert far[vert] == pytest.approx(down, abs=0.003)
    if size.width * height / size.height >= 1:
        assert far[hor] == pytest.approx(across, abs=0.003)
