"""Documents as addresses in the reference demo's parameters."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.errors import InvalidDocument
from editor.geometry import Size
from editor.plan.document import document_json, parse_document
from editor.plan.from_demo import Picture, demo_document, read_demo
from editor.plan.to_demo import to_demo

SIZES = {"base": Size(300, 200), "a": Size(40, 30)}


def opened(query: str, sizes: dict[str, Size]) -> dict[str, Any]:
    demo = read_demo(parse_qsl(query))
    assert demo.problems == ()
    pictures = {name: Picture(name, "", size) for name, size in sizes.items()}
    body, problems = demo_document(demo, pictures)
    assert problems == []
    return document_json(parse_document(body))


def body(*layers: dict[str, Any], **canvas: Any) -> dict[str, Any]:
    lowest = {"id": "base", "kind": "image", "source": "base", "x": 150, "y": 100}
    lowest |= {"width": 300, "height": 200}
    sheet = {"width": 300, "height": 200, **canvas}
    return {"schema": 1, "canvas": sheet, "layers": [lowest, *layers]}


def photo(**fields: Any) -> dict[str, Any]:
    place = {"x": 50, "y": 60, "width": 80, "height": 60}
    return {"id": "a", "kind": "image", "source": "a", **place, **fields}


def test_a_simple_document_is_an_address() -> None:
    cut = photo(recipe={"segment": "foreground"})
    query = to_demo(parse_document(body(cut)), SIZES)
    assert query == "order=0,1&i0=a&h0=60&vertVal0=30&horVal0=10&bg0=1&i1=base"
    again = opened(query, SIZES)
    assert again["layers"][1]["width"] == 80
    assert again["layers"][1]["recipe"] == {"segment": "foreground"}


def test_a_background_that_nobody_sees_needs_no_words() -> None:
    white = parse_document(body(background="white"))
    assert to_demo(white, SIZES, {"base"}) == "order=0&i0=base"
    cut = body(background="white")
    cut["layers"][0]["recipe"] = {"segment": "foreground"}
    with pytest.raises(InvalidDocument, match="background"):
        to_demo(parse_document(cut), SIZES, {"base"})


@given(
    st.lists(
        st.tuples(
            st.integers(-300, 300),
            st.integers(-300, 300),
            st.integers(2, 900).map(lambda n: n / 2),
            st.booleans(),
        ),
        max_size=5,
    ),
    st.tuples(st.integers(1, 500), st.integers(1, 500)),
)
def test_what_an_address_says_it_says_back(
    layers: list[tuple[int, int, float, bool]], size: tuple[int, int]
) -> None:
    sizes = {"base": Size(300, 200), "a": Size(*size)}
    pairs = [("i9", "base")]
    for n, (down, across, height, cut) in enumerate(layers):
        assume(1 <= height * size[0] / size[1] <= 20_000)
        pairs += [(f"i{n}", "a"), (f"vertVal{n}", str(down)), (f"horVal{n}", str(across))]
        pairs += [(f"h{n}", str(height)), (f"bg{n}", str(int(cut)))]
    demo = read_demo(pairs)
    pictures = {name: Picture(name, "", one) for name, one in sizes.items()}
    first, problems = demo_document(demo, pictures)
    assert (demo.problems, problems) == ((), [])
    document = parse_document(first)
    again = opened(to_demo(document, sizes), sizes)
    for one, other in zip(first["layers"], again["layers"], strict=True):
        assert one["source"] == other["source"]
        assert one.get("recipe") == other.get("recipe")
        for field in ("x", "y", "width", "height"):
            assert one[field] == pytest.approx(other.get(field, 0), abs=0.01)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({**body(), "layers": []}, "0 layers"),
        (body(background="white"), "background"),
        (body(photo(opacity=0.5)), "opacity"),
        (body(photo(rotation=5)), "rotation"),
        (body(photo(crop=[0, 0, 0.5, 1])), "crop"),
        (body(photo(hidden=True)), "hidden"),
        (body(photo(width=81)), "stretched"),
        (body(photo(width=0.8, height=0.6)), "too small"),
        (body(photo(x=60_000)), "too far"),
        (body(photo(source="gone")), "gone"),
        (body(photo(recipe={"blur": 3})), "more settings"),
        (body(photo(effects=[{"kind": "outline", "recipe": {"outline": 3}}])), "effects"),
        (body(width=310), "lowest photo"),
        (
            body({"id": "s", "kind": "shape", "shape": {}, "width": 5, "height": 5}),
            "isn't a photo",
        ),
    ],
)
def test_what_no_address_can_say_is_told(document: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidDocument, match=why):
        to_demo(parse_document(document), SIZES)
