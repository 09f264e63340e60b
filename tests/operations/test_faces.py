"""The published formula of face cropping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.geometry import Box, Point, Size
from editor.operations._faces import face_crop, inference_size, widened

TALL = Box(462, 262, 100, 500)


@pytest.mark.parametrize(
    ("picture", "inference"),
    [
        ((125, 2000), (64, 1024)),
        ((2000, 125), (1024, 64)),
        ((2048, 2048), (1024, 1024)),
        ((1024, 1024), (1024, 1024)),
        ((1025, 10), (1024, 10)),
        ((300, 200), (300, 200)),
        ((20000, 1), (1024, 1)),
    ],
)
def test_faces_are_looked_for_at_no_more_than_1024_px(
    picture: tuple[int, int], inference: tuple[int, int]
) -> None:
    assert inference_size(Size(*picture)) == Size(*inference)


@pytest.mark.parametrize(
    ("zoom", "inside", "crop"),
    [
        (1, (100, 500), (200, 1000)),
        (0.5, (200, 1000), (400, 2000)),
        (0.25, (400, 1024), (800, 2048)),
        (0.05, (1024, 1024), (2048, 2048)),
        (0, (1024, 1024), (2048, 2048)),
    ],
)
def test_the_crop_is_the_box_by_the_zoom_at_most_the_picture(
    zoom: float, inside: tuple[float, float], crop: tuple[float, float]
) -> None:
    found = face_crop(Size(2048, 2048), [TALL], zoom)
    assert found is not None
    assert found.crop_in_inference == inside
    assert (found.box.width, found.box.height) == crop
    assert found.focus == Point(1024, 1024)


def test_the_focal_point_is_the_centre_of_the_box_around_all_faces() -> None:
    found = face_crop(Size(1000, 1000), [Box(100, 100, 100, 100), Box(500, 300, 200, 50)], 1)
    assert found is not None
    assert found.box == Box(100, 100, 600, 250)
    assert found.focus == Point(400, 225)


@pytest.mark.parametrize("boxes", [[], [Box(-50, 0, 40, 40)], [Box(10, 10, 0, 5)]])
def test_no_face_in_the_picture_is_no_crop(boxes: list[Box]) -> None:
    assert face_crop(Size(100, 100), boxes, 0.5) is None


def test_a_face_over_the_edge_counts_as_far_as_it_is_seen() -> None:
    found = face_crop(Size(100, 100), [Box(80, 10, 40, 20)], 1)
    assert found is not None
    assert found.box == Box(80, 10, 20, 20)


@given(
    st.builds(Size, st.integers(1, 5000), st.integers(1, 5000)),
    st.lists(st.builds(Box, *[st.floats(0, 1000)] * 2, *[st.floats(0.5, 500)] * 2), max_size=4),
    st.floats(0, 1),
)
def test_a_crop_lies_in_the_picture_and_shows_less_at_higher_zoom(
    picture: Size, boxes: list[Box], zoom: float
) -> None:
    found, closer = face_crop(picture, boxes, zoom), face_crop(picture, boxes, (zoom + 1) / 2)
    if found is None or closer is None:
        assert found is closer
        return
    for box in (found.box, closer.box):
        assert box.left >= -1e-6
        assert box.top >= -1e-6
        assert box.right <= picture.width + 1e-6
        assert box.bottom <= picture.height + 1e-6
    assert closer.box.width <= found.box.width + 1e-9


@given(st.builds(Box, *[st.floats(0, 400)] * 2, *[st.floats(1, 500)] * 2), st.floats(0.1, 10))
def test_a_widened_box_holds_the_box_and_has_the_ratio_where_it_fits(
    box: Box, ratio: float
) -> None:
    outer = Box(0, 0, 1000, 1000)
    wide = widened(box, ratio, outer)
    assert wide.left <= box.left + 1e-6
    assert wide.right >= box.right - 1e-6
    assert wide.top <= box.top + 1e-6
    assert wide.bottom >= box.bottom - 1e-6
    if wide.width < 1000 and wide.height < 1000:
        assert wide.width / wide.height == pytest.approx(ratio)
