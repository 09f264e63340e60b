"""Cutting the subject out: what it asks for, and what it makes of a cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from editor.errors import InvalidOption, RenderFailed
from editor.findings import NOTHING, Cut, Findings
from editor.geometry import Frame, Size
from editor.operations import operations
from editor.operations.segment import Segment
from editor.plan.composition import Transform
from editor.plan.from_url import from_url
from editor.plan.operation import Need

FRAME = Frame.of(Size(4, 2))


def seen() -> Findings:
    alpha = np.array([[0, 85, 170, 255]] * 2, np.uint8)
    colours = np.full((2, 4, 3), (200, 100, 50), np.uint8)
    return replace(NOTHING, cut=Cut(alpha, colours))


def from_options(text: str) -> Segment:
    read = from_url(text, "abc", operations())
    step = read.composition.steps[0]
    assert isinstance(step, Transform)
    assert isinstance(step.operations[0], Segment)
    return step.operations[0]


def test_it_needs_a_matte_of_its_model():
    assert from_options("segment=foreground").needs() == (Need("matte", "auto"),)
    chosen = from_options("segment=foreground,segment.model=birefnet")
    assert chosen.needs() == (Need("matte", "birefnet"),)


def test_edge_options_are_read_and_lengths_grow_with_the_density():
    options = "segment=foreground,segment.feather=2,segment.shift=-1.5,segment.decontaminate=0.5"
    cut = from_options(options)
    assert (cut.feather, cut.shift, cut.decontaminate) == (2, -1.5, 0.5)
    doubled = from_options(options + ",dpr=2")
    assert (doubled.feather, doubled.shift, doubled.decontaminate) == (4, -3, 0.5)


@pytest.mark.parametrize(
    "options",
    ["segment=background", "segment=foreground,segment.feather=-1", "segment.decontaminate=2"],
)
def test_wrong_values_are_refused(options: str):
    with pytest.raises(InvalidOption):
        from_url(options, "abc", operations())


def test_edge_options_alone_cut_nothing():
    read = from_url("segment.feather=3", "abc", operations())
    assert read.composition.steps == ()


def test_the_cut_becomes_colour_and_transparency():
    made = Segment(segment="foreground").apply(Image.new("RGB", (4, 2)), FRAME, seen())
    assert [made.getpixel((x, 0)) for x in range(4)] == [
        (200, 100, 50, alpha) for alpha in (0, 85, 170, 255)
    ]


def test_what_was_transparent_stays_transparent():
    picture = Image.new("RGBA", (4, 2), (9, 9, 9, 128))
    made = Segment(segment="foreground").apply(picture, FRAME, seen())
    assert [made.getpixel((x, 1))[3] for x in range(4)] == pytest.approx([0, 43, 85, 128], abs=1)


def test_the_bars_of_a_padded_cutout_are_transparent():
    frame = FRAME.extended(3, 1, 3, 1)
    made = Segment(segment="foreground").apply(Image.new("RGB", (4, 2)), frame, seen())
    assert made.size == (10, 4)
    assert made.getchannel("A").getbbox() == (4, 1, 7, 3)


def test_without_a_cut_it_fails_aloud():
    with pytest.raises(RenderFailed):
        Segment(segment="foreground").apply(Image.new("RGB", (4, 2)), FRAME, NOTHING)
