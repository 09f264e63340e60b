"""The brush: hand-computed pixels, and what must hold for every stroke."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.geometry import Box, Frame, Size
from editor.geometry.frames import FLIP_H, Turn
from editor.plan.strokes import Stroke
from editor.render.strokes import brush
from tests.render.conftest import Made, recipe

Bytes = npt.NDArray[np.uint8]

SIZE = Size(100, 50)


def stroke(*points: tuple[float, ...], mode: str = "erase", **more: float) -> Stroke:
    return Stroke(mode=mode, points=points, **{"size": 0.2, "hardness": 1.0, **more})


def painted(*strokes: Stroke, frame: Frame | None = None, kept: int = 255) -> tuple[Bytes, Bytes]:
    """Alpha and colours after the strokes; the source is red, what was kept is green."""
    frame = frame or Frame.of(SIZE)
    shape = (frame.size.height, frame.size.width)
    alpha = np.full(shape, kept, np.uint8)
    colours = np.zeros((*shape, 3), np.uint8) + np.array([0, 255, 0], np.uint8)
    source = np.zeros((*shape, 3), np.uint8) + np.array([255, 0, 0], np.uint8)
    brush(alpha, colours, source, frame, strokes)
    return alpha, colours


def rule(distance: float, radius: float, hardness: float, edge: float = 1.0) -> float:
    """The documented coverage, by hand."""
    outer, inner = radius + edge / 2, min(hardness * radius, radius - edge / 2)
    c = min(1.0, max(0.0, (outer - distance) / (outer - inner)))
    return c * c * (3 - 2 * c) * min(1.0, 2 * radius / edge)


def test_a_dot_covers_its_disc_and_nothing_else() -> None:
    # 0.2 of 100 px: a radius of 10 around (50, 25).
    alpha, _ = painted(stroke((0.5, 0.5)))
    for x, y in ((50, 25), (58, 25), (50, 33), (59, 25), (56, 31), (60, 25), (70, 25)):
        distance = float(np.hypot(x + 0.5 - 50, y + 0.5 - 25))
        assert alpha[y, x] == pytest.approx(255 * (1 - rule(distance, 10, 1)), abs=0.6), (x, y)
    assert alpha[25, 50] == 0
    assert alpha[25, 61] == 255
    assert (alpha < 128).sum() == pytest.approx(np.pi * 100, rel=0.02)


def test_a_soft_brush_falls_off_from_its_hard_core() -> None:
    alpha, _ = painted(stroke((0.5, 0.5), hardness=0.5))
    row = alpha[25, 50:62].astype(float)
    for n, value in enumerate(row):
        distance = float(np.hypot(n + 0.5, 0.5))
        assert value == pytest.approx(255 * (1 - rule(distance, 10, 0.5)), abs=0.6)
    assert (row[:4] == 0).all()
    assert (np.diff(row) >= 0).all()


def test_a_line_has_round_ends_and_counts_once_where_it_crosses_itself() -> None:
    there = stroke((0.3, 0.5), (0.7, 0.5), size=0.1, opacity=0.5)
    back = stroke((0.3, 0.5), (0.7, 0.5), (0.3, 0.5), (0.5, 0.5), size=0.1, opacity=0.5)
    once, _ = painted(there)
    again, _ = painted(back)
    assert (once == again).all()
    assert set(once[25, 30:70].tolist()) == {128}
    assert once[25, 26] == 128
    assert once[20, 26] == 255
    assert once[25, 24] == 255


def test_pressure_changes_the_radius_evenly_along_a_segment() -> None:
    alpha, _ = painted(stroke((0.2, 0.5, 0.2), (0.8, 0.5, 1.0)))
    widths = (alpha < 128).sum(axis=0)
    # Radius 2 at x = 20, 10 at x = 80; the nearest point of the line is right below.
    assert widths[20] == pytest.approx(4, abs=1)
    assert widths[50] == pytest.approx(12, abs=1)
    assert widths[79] == pytest.approx(20, abs=1)


def test_restore_brings_the_source_s_own_pixels_back() -> None:
    alpha, colours = painted(stroke((0.5, 0.5), mode="restore"), kept=0)
    assert alpha[25, 50] == 255
    assert colours[25, 50].tolist() == [255, 0, 0]
    assert alpha[5, 5] == 0
    half, mixed = painted(stroke((0.5, 0.5), mode="restore", opacity=0.5), kept=255)
    assert half[25, 50] == 255
    assert mixed[25, 50].tolist() == pytest.approx([128, 128, 0], abs=1)


def test_strokes_follow_each_other_in_order() -> None:
    line = ((0.2, 0.5), (0.8, 0.5))
    erased, _ = painted(stroke(*line))
    restored, colours = painted(stroke(*line), stroke(*line, mode="restore"))
    gone, _ = painted(stroke(*line, mode="restore"), stroke(*line))
    core = slice(20, 30), slice(20, 80)
    assert (erased[core] == 0).all()
    assert (restored[core] == 255).all()
    assert (colours[core] == (255, 0, 0)).all()
    assert (gone[core] == 0).all()
    assert (restored >= 188).all(), "only the soft rim keeps a trace"


TURNS = (Turn(), FLIP_H, Turn(quarters=1), Turn(mirror=True, quarters=3), Turn(quarters=2))


@pytest.mark.parametrize("turn", TURNS)
def test_strokes_follow_the_picture_through_crops_and_turns(turn: Turn) -> None:
    lines = stroke((0.3, 0.2), (0.5, 0.7), (0.9, 0.6), size=0.08, hardness=0.5)
    whole, _ = painted(lines)
    frame = Frame.of(SIZE).cut(Box(20, 5, 70, 40)).turned(turn)
    got, _ = painted(lines, frame=frame)
    expected = Image.fromarray(whole[5:45, 20:90])
    if turn.mirror:
        expected = expected.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    expected = expected.rotate(-90 * turn.quarters, expand=True)
    assert np.abs(got.astype(int) - np.asarray(expected)).max() <= 1


def test_a_squeezed_picture_squeezes_the_brush() -> None:
    frame = Frame.of(SIZE).resized(Size(100, 100))
    alpha, _ = painted(stroke((0.5, 0.5)), frame=frame)
    assert (alpha[50] < 128).sum() == pytest.approx(20, abs=1)
    assert (alpha[:, 50] < 128).sum() == pytest.approx(40, abs=1)


coordinates = st.floats(0, 1)
shaky = st.builds(
    lambda points, size, hardness: stroke(*points, size=size, hardness=hardness),
    st.lists(st.tuples(coordinates, coordinates, st.floats(0, 1)), min_size=1, max_size=12),
    st.floats(0.02, 0.4),
    st.floats(0, 1),
)


steady = st.builds(
    lambda points, size, hardness: stroke(*points, size=size, hardness=hardness),
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=2),
    st.floats(0.1, 0.4),
    st.floats(0, 1),
)


@given(steady)
def test_half_the_resolution_shows_the_same_within_a_pixel_s_rim(one: Stroke) -> None:
    big = Size(200, 100)
    full, _ = painted(one, frame=Frame.of(big))
    half, _ = painted(one, frame=Frame.of(big).resized(SIZE))
    mean = np.asarray(Image.fromarray(full).reduce(2)).astype(int)
    assert np.abs(mean - half).mean() < 2
    assert np.abs(mean - half).max() <= 90, "a third of a pixel, in the rim"


@given(shaky, st.sampled_from(["erase", "restore"]))
def test_a_stroke_beside_the_picture_changes_nothing(one: Stroke, mode: str) -> None:
    away = tuple((x + 1.5, y, *more) for x, y, *more in one.points)
    moved = Stroke(mode=mode, size=one.size, hardness=one.hardness, points=away)
    alpha, colours = painted(moved, kept=77)
    assert (alpha == 77).all()
    assert (colours == (0, 255, 0)).all()


@given(shaky)
def test_points_on_a_line_change_nothing(one: Stroke) -> None:
    split: list[tuple[float, ...]] = []
    for start, end in zip(one.points, one.points[1:], strict=False):
        halves = tuple((a + b) / 2 for a, b in zip(start, end, strict=True))
        split += [start, halves]
    more = Stroke(size=one.size, hardness=one.hardness, points=(*split, one.points[-1]))
    difference = painted(one)[0].astype(int) - painted(more)[0]
    assert np.abs(difference).max() <= 26, "a twentieth of a pixel at the rim"


def erased(options: dict[str, object], **more: Any) -> dict[str, object]:
    line = {"points": [[0.5, 0.5], [0.5, 0.55]], "size": 0.1, "hardness": 1}
    return {"transform": {**options, "segment.strokes": [{**line, **more}]}}


def test_without_a_cutout_strokes_work_on_the_plain_picture(made: Made) -> None:
    picture = made(recipe(erased({}), format="png"))
    alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    assert alpha[300, 256] == 0
    assert alpha[200, 256] == alpha[300, 100] == 255


def test_strokes_lie_in_the_upright_source_whatever_the_recipe_does_to_it(made: Made) -> None:
    options = {"crop": [0.25, 0.25, 0.75, 0.75], "rotate": 90, "flip": "h", "width": 300}
    picture = made(recipe(erased(options), format="png"))
    plain = made(recipe({"transform": options}, format="png"))
    assert picture.size == plain.size
    alpha = np.asarray(picture)[..., 3]
    rows, columns = np.nonzero(alpha == 0)
    # (0.5, 0.525) of the source is (1/3, 0.3667) of the crop: mirrored, then turned clockwise.
    height, width = alpha.shape
    assert columns.mean() / width == pytest.approx(1 - 0.3667, abs=0.01)
    assert rows.mean() / height == pytest.approx(1 - 1 / 3, abs=0.01)


def test_what_is_erased_from_a_see_through_picture_stays_see_through(made: Made) -> None:
    sheet = {"canvas": {"width": 40, "height": 40, "background": "rgba(0, 0, 255, 0.5)"}}
    strokes = [{"mode": "restore", "points": [[0.5, 0.5]], "size": 0.5}]
    picture = made(recipe({"transform": {"segment.strokes": strokes}}, source=sheet, format="png"))
    assert np.asarray(picture)[20, 20].tolist() == [0, 0, 255, 128]
