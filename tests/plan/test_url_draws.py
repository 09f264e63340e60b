"""Pictures and texts drawn by a transform URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from editor.errors import BadRequest, InvalidOption
from editor.operations import operations
from editor.plan.canonical import digest
from editor.plan.composition import Composition, Draw, Original
from editor.plan.from_url import from_url
from editor.plan.from_wire import from_options
from editor.plan.overlay import Overlay
from editor.plan.reading import Reading
from editor.plan.url_draws import from_drawn_url

OPS = operations()


def find(named: Mapping[str, Any]) -> Original:
    return Original(str(named.get("url") or named["text"]).replace(" ", "-"))


def read(options: str) -> Composition:
    return from_drawn_url(options, "abc", OPS, find=find, strict=True).composition


def test_a_url_draws_what_an_options_object_draws() -> None:
    said = (
        "width=800,draw.1.url=mark,draw.1.width=0.25,draw.1.bottom=10,draw.1.right=10,"
        "draw.1.opacity=0.75,draw.2.text=Hello%20World,draw.2.top=5,draw.2.rotate=90"
    )
    entries = [
        {"url": "mark", "width": 0.25, "bottom": 10, "right": 10, "opacity": 0.75},
        {"text": "Hello World", "top": 5, "rotate": 90},
    ]
    wire = from_options({"width": 800, "draw": entries}, "abc", OPS, strict=True, find=find)
    assert read(said) == wire.composition


def test_the_highest_number_is_topmost_whatever_the_order() -> None:
    one = read("draw.10.url=top,draw.2.url=below,w=9")
    assert digest(one) == digest(read("w=9,draw.3.url=below,draw.4.url=top"))
    drawn = [step.picture.source for step in one.steps if isinstance(step, Draw)]
    assert drawn == [Original("below"), Original("top")]


def test_shares_of_the_picture_below_are_taken_from_every_spelling_of_a_side() -> None:
    assert read("draw.1.url=a,draw.1.w=.5") == read("draw.1.url=a,draw.1.width=0.5")
    both = "draw.1.url=a,draw.1.width=0.5,draw.1.height=0.25"
    assert read(f"{both},draw.1.fit=cover") == read(f"{both},draw.1.fit=cover,draw.1.g=center")
    (draw,) = read(f"{both},draw.1.fit=squeeze").steps
    assert isinstance(draw, Draw)
    assert draw.placement == Overlay(width=0.5, height=0.25, fit="squeeze")


@pytest.mark.parametrize(
    ("written", "share"),
    [("0.3333333333333333", 1 / 3), ("5e-1", 0.5), ("00.25", 0.25), ("0.999", 0.999)],
)
def test_a_share_is_any_number_between_0_and_1(written: str, share: float) -> None:
    (draw,) = read(f"draw.1.url=a,draw.1.width={written}").steps
    assert isinstance(draw, Draw)
    assert draw.placement == Overlay(width=share)


def test_one_is_one_pixel_however_it_is_written_and_who_wrote_a_point_is_told() -> None:
    def loosely(options: str) -> Reading:
        return from_drawn_url(options, "abc", OPS, find=find)

    plain = "draw.1.url=a,draw.1.width=1,trim.left=1"
    dotted = "draw.1.url=a,draw.1.width=1.0,trim.left=1.0"
    assert digest(loosely(plain).composition) == digest(loosely(dotted).composition)
    assert loosely(plain).warnings == ()
    said = "1.0 was read as 1 px; a fraction is below 1"
    assert set(loosely(dotted).warnings) == {said}
    entry = {"url": "a", "width": 1.0}
    reading = from_options({"draw": [entry]}, Original("abc"), OPS, find=find)
    assert reading.warnings == (said,)
    with pytest.raises(BadRequest, match="a fraction is below 1"):
        from_drawn_url(dotted, "abc", OPS, find=find, strict=True)


def test_harmless_contradictions_of_a_share_are_told() -> None:
    def told(options: str) -> tuple[str, ...]:
        return from_drawn_url(f"draw.1.url=a,{options}", "abc", OPS, find=find).warnings

    assert told("draw.1.width=0.5,draw.1.fit=cover") == (
        "cover fit mode needs both width and height",
    )
    assert told("draw.1.width=0.5,draw.1.height=0.5,draw.1.fit=fill") == (
        "'fill' was read as 'squeeze'",
    )
    assert told("draw.1.w=0.5,draw.1.width=0.25") == (
        "width was given twice; only one of them counts",
    )
    assert told("draw.1.width=0.5,draw.1.gravity=top") == ()


def test_an_unknown_name_may_be_meant_as_one_of_a_place_or_of_a_text() -> None:
    def told(options: str) -> str:
        (text,) = from_drawn_url(options, "abc", OPS, find=find).warnings
        return text

    assert told("draw.1.url=a,draw.1.botom=9").endswith("Did you mean 'bottom'?")
    assert told("draw.1.text=a,draw.1.colour=red").endswith("Did you mean 'color'?")
    assert "'color'" not in told("draw.1.url=a,draw.1.colour=red")


def test_a_url_that_draws_nothing_is_read_as_ever() -> None:
    assert read("w=9,blur=3") == from_url("w=9,blur=3", "abc", OPS).composition
    assert len(read("draw.1.url=a").steps) == 1


@pytest.mark.parametrize(
    "options",
    [
        "draw=a",
        "draw.url=a",
        "draw.0.url=a",
        "draw.100.url=a",
        "draw.1.bottom=10",
        "draw.1.url=a,draw.1.text=b",
        "draw.1.url=a,draw.1.url=b",
        "draw.1.url=a,draw.1.left=1,draw.1.right=1",
        "draw.1.url=a,draw.1.opacity=2",
        "draw.1.url=a,draw.1.width=wide",
        "draw.1.url=a,draw.1.width=0.00001",
        "draw.1.url=a,draw.1.height=0.0",
        "draw.1.url=a,,w=9",
    ],
)
def test_what_cant_be_drawn_is_9401(options: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        read(options)
    assert caught.value.wire_code == 9401
