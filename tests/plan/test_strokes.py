"""Strokes as JSON and in a URL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidOption, StudioError
from editor.operations import operations
from editor.plan.canonical import to_json
from editor.plan.composition import Composition
from editor.plan.from_json import from_json
from editor.plan.from_url import from_url
from editor.plan.strokes import MAX_POINTS, Stroke, Strokes
from editor.plan.to_url import to_url

OPS = operations()
LINE = [{"mode": "erase", "size": 0.05, "points": [[0.1, 0.2], [0.3, 0.4, 0.5]]}]

unit = st.floats(0, 1).map(lambda v: v + 0.0)
place = st.floats(-1, 2).map(lambda v: v + 0.0)
strokes = st.builds(
    Stroke,
    mode=st.sampled_from(["erase", "restore"]),
    size=unit,
    hardness=unit,
    opacity=unit,
    points=st.lists(st.tuples(place, place) | st.tuples(place, place, unit), max_size=5).map(tuple),
)


def recipe(strokes: object) -> Composition:
    transform = {"segment": "foreground", "segment.strokes": strokes}
    return from_json({"source": {"original": "x"}, "steps": [{"transform": transform}]}, OPS)


@given(st.lists(strokes, max_size=4).map(tuple))
def test_strokes_come_back_from_json_and_from_urls(drawn: tuple[Stroke, ...]) -> None:
    kind = Strokes()
    assert kind.parse(kind.json(drawn), print) == drawn
    assert kind.parse(kind.text(drawn), print) == drawn
    assert kind.parse(drawn, print) is drawn


def test_a_recipe_with_strokes_is_written_to_a_url_and_to_json_without_loss() -> None:
    made = recipe(LINE)
    assert from_json(to_json(made), OPS) == made
    assert "segment.strokes=erase~0.05~0.8~1;0.1~0.2;0.3~0.4~0.5" in to_url(made)
    assert from_url(to_url(made), "x", OPS).composition == made


@pytest.mark.parametrize(
    "wrong",
    [
        "erase",
        "erase~1~1",
        "erase~1~1~1;x~0.1",
        "paint~1~1~1;0.1~0.1",
        [{"points": [[0.1]]}],
        [{"points": [[0.1, 5]]}],
        [{"colour": "red"}],
        [{"size": 2}],
        [{}] * 2001,
        7,
    ],
)
def test_wrong_strokes_are_refused(wrong: object) -> None:
    with pytest.raises(StudioError):
        recipe(wrong)


def test_the_points_of_all_strokes_are_bounded_together() -> None:
    many = {"points": [[0.5, 0.5]] * 5000}
    with pytest.raises(InvalidOption, match=str(MAX_POINTS)):
        recipe([many] * (MAX_POINTS // 5000 + 1))
