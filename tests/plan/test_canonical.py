"""The canonical form: one text for one meaning, different texts for different ones."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.geometry import Size
from editor.operations import operations
from editor.plan.canonical import canonical_text, digest, to_json, variant_key
from editor.plan.composition import Canvas, Composition, Original, Remote, Text
from editor.plan.from_json import from_json
from editor.plan.from_url import from_url
from editor.plan.from_wire import from_options
from tests.plan.strategies import WORDS, good_pairs, recipes

OPS = operations()


def url(options: str) -> Composition:
    return from_url(options, "abc", OPS).composition


def test_it_is_sorted_json_without_defaults() -> None:
    text = canonical_text(url("quality=85,width=300,blur=0,fit=cover,height=200,f=webp"))
    assert text == (
        '{"output":{"format":"webp"},"source":{"original":"abc"},'
        '"steps":[{"transform":{"fit":"cover","height":200,"width":300}}]}'
    )


def test_a_recipe_that_does_nothing_is_its_source() -> None:
    assert canonical_text(url("dpr=2,rotate=0,gamma=1")) == '{"source":{"original":"abc"}}'


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (Original("a"), {"original": "a"}),
        (Canvas(Size(3, 4)), {"canvas": {"width": 3, "height": 4}}),
        (
            Canvas(Size(3, 4), "#ff0000"),
            {"canvas": {"width": 3, "height": 4, "background": "#ff0000"}},
        ),
        (Remote("https://a/b"), {"remote": "https://a/b"}),
        (
            Text(text="hi", font="caveat", size=12.0, width=30.0, height=9.5, scale=2.0),
            {
                "text": {
                    "text": "hi",
                    "font": "caveat",
                    "size": 12,
                    "width": 30,
                    "height": 9.5,
                    "scale": 2,
                }
            },
        ),
    ],
)
def test_every_source_has_its_form(source: Original, written: object) -> None:
    assert to_json(Composition(source)) == {"source": written}


@given(good_pairs, st.randoms())
def test_order_and_aliases_leave_no_trace(
    pairs: tuple[tuple[str, object], ...], chance: random.Random
) -> None:
    said = [(chance.choice([name, *WORDS[name].option.aliases]), v) for name, v in pairs]
    chance.shuffle(said)
    first = from_options(dict(pairs), "abc", OPS).composition
    second = from_options(dict(said), "abc", OPS).composition
    assert digest(first) == digest(second)


@given(recipes)
def test_json_reads_back_without_loss(recipe: Composition) -> None:
    written = to_json(recipe)
    assert from_json(json.loads(json.dumps(written)), OPS) == recipe
    assert to_json(from_json(written, OPS)) == written


@given(recipes, recipes)
def test_different_recipes_have_different_digests(one: Composition, two: Composition) -> None:
    assume(one != two)
    assert digest(one) != digest(two)


def test_numbers_are_written_alike_whatever_their_type() -> None:
    numbers = [{"brightness": 2}, {"brightness": 2.0}, {"brightness": "2"}, {"brightness": "2.00"}]
    texts = {canonical_text(from_options(n, "abc", OPS).composition) for n in numbers}
    assert texts == {'{"source":{"original":"abc"},"steps":[{"transform":{"brightness":2}}]}'}


def test_a_negative_zero_is_a_zero() -> None:
    drawn = {
        "picture": {"source": {"original": "a"}},
        "placement": {"x": -0.0, "y": 0, "width": 5, "height": 5, "rotation": -360},
    }
    data = {"source": {"original": "b"}, "steps": [{"draw": drawn}]}
    assert '"x":0,"y":0' in canonical_text(from_json(data, OPS))
    assert "rotation" not in canonical_text(from_json(data, OPS))


def test_a_variant_is_named_by_recipe_cards_and_renderer() -> None:
    recipe = url("w=300")
    key = variant_key(recipe, {"matte": "birefnet@1"}, "7")
    assert len(key) == 64
    assert key == variant_key(url("width=300"), {"matte": "birefnet@1"}, "7")
    others = {
        variant_key(url("w=301"), {"matte": "birefnet@1"}, "7"),
        variant_key(recipe, {"matte": "birefnet@2"}, "7"),
        variant_key(recipe, {}, "7"),
        variant_key(recipe, {"matte": "birefnet@1"}, "8"),
        variant_key(url("w=300,f=webp"), {"matte": "birefnet@1"}, "7"),
    }
    assert key not in others
    assert len(others) == 5
