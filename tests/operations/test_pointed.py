"""Cutting out what somebody pointed at: what is asked of inference, in URLs and in JSON."""

from __future__ import annotations

import json

import pytest

from editor.errors import InvalidOption
from editor.inference.prompt import parse
from editor.operations import operations
from editor.operations.segment import Segment
from editor.plan.composition import Transform
from editor.plan.from_url import from_url
from editor.plan.to_url import to_url
from tests.operations.test_segment import from_options


def prompt(text: str) -> dict[str, object]:
    [need] = from_options(text).needs()
    assert need.task == "matte"
    told: dict[str, object] = json.loads(need.prompt)
    return told


def test_points_and_a_box_become_the_prompt() -> None:
    said = prompt(
        "segment=foreground,segment.inside=0.5~0.4;0.6~0.7,segment.outside=0.1~0.9,"
        "segment.box=0.2;0.1;0.5;0.8"
    )
    assert said == {
        "inside": [[0.5, 0.4], [0.6, 0.7]],
        "outside": [[0.1, 0.9]],
        "box": [0.2, 0.1, 0.5, 0.8],
    }


@pytest.mark.parametrize(("mask", "index"), [("small", 0), ("middle", 1), ("large", 2)])
def test_one_of_three_masks_can_be_meant(mask: str, index: int) -> None:
    said = prompt(f"segment=foreground,segment.inside=0.5~0.4,segment.mask={mask}")
    assert said["mask"] == index
    assert parse(json.dumps(said)).mask == index


def test_the_order_of_picking_makes_no_other_picture() -> None:
    one, two = (
        from_options(f"segment=foreground,segment.inside={points}")
        for points in ("0.5~0.4;0.2~0.3", "0.2~0.3;0.5~0.4;0.5~0.4")
    )
    assert one == two


def test_points_without_a_cutout_say_nothing() -> None:
    read = from_url("segment.inside=0.5~0.4,width=10", "abc", operations())
    step = read.composition.steps[0]
    assert isinstance(step, Transform)
    assert not any(isinstance(one, Segment) for one in step.operations)


def test_points_beside_the_subject_alone_are_warned_of() -> None:
    read = from_url("segment=foreground,segment.outside=0.1~0.1", "abc", operations())
    assert any("segment.outside needs" in warning for warning in read.warnings)
    step = read.composition.steps[0]
    assert isinstance(step, Transform)
    [need] = step.operations[0].needs()
    assert need.prompt == ""


@pytest.mark.parametrize("points", ["0.5", "0.5~1.1", "-0.1~0.5", "a~b", "0.1~0.2~0.3"])
def test_what_is_no_point_in_the_picture_is_refused(points: str) -> None:
    with pytest.raises(InvalidOption, match="inside"):
        from_url(f"segment=foreground,segment.inside={points}", "abc", operations())


def test_a_picked_cutout_survives_its_url() -> None:
    text = "segment=foreground,segment.inside=0.25~0.5;0.75~0.5,segment.box=0.1;0.1;0.8;0.8"
    read = from_url(text, "abc", operations())
    again = from_url(to_url(read.composition), "abc", operations())
    assert again.composition == read.composition
