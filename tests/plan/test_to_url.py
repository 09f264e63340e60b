"""The shortest URL of a recipe."""

from __future__ import annotations

import pytest
from hypothesis import given

from editor.errors import InvalidOption
from editor.operations import operations
from editor.plan.composition import Composition, Draw, Original, Transform
from editor.plan.from_url import from_url
from editor.plan.to_url import to_url
from tests.plan.strategies import outputs, placements, transforms

OPS = operations()


@pytest.mark.parametrize(
    ("given", "shortest"),
    [
        ("width=300,height=200,dpr=2,quality=high,format=webp", "w=600,h=400,f=webp,q=90"),
        ("trim=10;0;0;0.5", "trim.top=10,trim.left=0.5"),
        ("gravity=0x0.5,fit=cover,w=5,h=5", "w=5,h=5,fit=cover,g=left"),
        ("border.width=2,border.color=red", None),
        ("saturation=1", "dpr=1"),
        ("blur=1.50", "blur=1.5"),
    ],
)
def test_it_is_short_and_means_the_same(given: str, shortest: str | None) -> None:
    recipe = from_url(given, "abc", OPS).composition
    written = to_url(recipe)
    assert shortest is None or written == shortest
    assert from_url(written, "abc", OPS).composition == recipe


@given(transforms(), outputs())
def test_what_is_written_is_read_back_without_loss(transform: Transform, output: object) -> None:
    recipe = Composition(Original("abc"), (transform,), output)  # type: ignore[arg-type]
    reading = from_url(to_url(recipe), "abc", OPS, strict=True)
    assert reading.composition == recipe
    assert reading.warnings == ()


@given(transforms(), placements)
def test_drawn_pictures_have_no_url(transform: Transform, placement: object) -> None:
    layer = Draw(Composition(Original("x")), placement)  # type: ignore[arg-type]
    with pytest.raises(InvalidOption, match="one transform and no drawn pictures"):
        to_url(Composition(Original("abc"), (transform, layer)))
