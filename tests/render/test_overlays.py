"""Pictures laid at their own size, as the transform contract draws them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.geometry import Size
from editor.operations import operations
from editor.plan.composition import Draw
from editor.plan.from_json import from_json
from editor.plan.kinds import Choice
from editor.plan.overlay import COMPOSITES, FITS, Overlay
from editor.render.cost import cost
from editor.render.overlays import place, sized, tiled
from editor.render.pipeline import render
from editor.render.porter_duff import composite
from editor.render.request import RenderRequest
from tests.render.drawn import canvas

RED, WHITE = (255, 0, 0, 255), (255, 255, 255, 255)


def over(colour: str, wide: int, high: int, **rest: Any) -> dict[str, Any]:
    """A Draw of a sheet; `rest` are options of the overlay, of mixing, or steps of the sheet."""
    mixing = {name: rest.pop(name) for name in ("opacity", "blend", "clip") if name in rest}
    picture = {"source": canvas(wide, high, colour), "steps": rest.pop("steps", [])}
    return {"draw": {"picture": picture, "overlay": rest, **mixing}}


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        ({}, (15, 5)),
        ({"top": 0}, (15, 0)),
        ({"left": 3}, (3, 5)),
        ({"right": 3, "bottom": 2}, (27, 8)),
        ({"left": -4, "top": 30}, (-4, 30)),
        ({"repeat": "x"}, (0, 5)),
        ({"repeat": "xy"}, (0, 0)),
        ({"repeat": "xy", "right": 1, "bottom": 0}, (29, 10)),
    ],
)
def test_without_a_distance_an_axis_is_centred(
    overlay: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert place(Overlay(**overlay), Size(10, 10), Size(40, 20)) == expected


Made = Callable[..., Image.Image]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(*steps: Any, base: dict[str, Any] | None = None) -> Image.Image:
        source = base or canvas(40, 20)
        recipe = {"source": source, "steps": list(steps), "output": {"format": "png"}}
        request = RenderRequest(from_json(recipe, operations()), {}, str(tmp_path / "made"))
        done = render(request)
        assert cost(request).size == Size(done.width, done.height)
        return Image.open(tmp_path / "made").convert("RGBA")

    return make


def red_in(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of what is red."""
    found = np.all(np.asarray(picture) == RED, axis=2)
    return Image.fromarray(found).getbbox()


def test_a_picture_lies_at_its_own_size_and_the_result_keeps_that_of_the_base(made: Made) -> None:
    assert red_in(made(over("red", 10, 6, right=4, bottom=2))) == (26, 12, 36, 18)
    cut = made(over("red", 100, 100, left=30))
    assert cut.size == (40, 20)
    assert red_in(cut) == (30, 0, 40, 20)
    assert red_in(made(over("red", 9, 9, left=99))) is None


def test_shares_are_of_the_base_and_may_be_fitted_like_any_picture(made: Made) -> None:
    assert red_in(made(over("red", 300, 300, width=0.25, left=0, top=0))) == (0, 0, 10, 10)
    wide = made(over("red", 300, 300, width=0.5, height=0.25, left=0, top=0, fit="squeeze"))
    assert red_in(wide) == (0, 0, 20, 5)


def test_what_is_scaled_to_a_share_keeps_the_places_of_its_steps(made: Made) -> None:
    """What was seen for a step is known by its place: a picture that starts by drawing is scaled
    when it is done."""
    sheet = {
        "picture": {"source": canvas(40, 40, "blue"), "steps": [over("red", 20, 40, left=0)]},
        "overlay": {"width": 0.25, "left": 0, "top": 0},
    }
    picture = made({"draw": sheet})
    seen = [picture.getpixel((x, 8)) for x in (1, 8, 12)]
    assert seen == [RED, (0, 0, 255, 255), WHITE]
    drawn = from_json({"source": canvas(9, 9), "steps": [{"draw": sheet}]}, operations()).steps[0]
    assert isinstance(drawn, Draw)
    assert isinstance(drawn.placement, Overlay)
    before = drawn.picture.steps
    scaled = sized(drawn.picture, drawn.placement, Size(40, 20)).steps
    assert scaled[: len(before)] == before


def test_an_overlay_s_fits_are_those_of_a_transform() -> None:
    fit = next(o for o in operations()["resize"].options() if o.name == "fit")
    assert isinstance(fit.kind, Choice)
    assert fit.kind.words == FITS


def test_repeated_pictures_keep_their_phase(made: Made) -> None:
    marked = {
        "draw": {
            "picture": {
                "source": canvas(8, 8, "blue"),
                "steps": [over("red", 1, 1, left=0, top=0)],
            },
            "overlay": {"repeat": True, "left": 3, "top": 2},
        }
    }
    pixels = np.asarray(made(marked))
    red = np.argwhere(np.all(pixels == RED, axis=2))
    assert {(x % 8, y % 8) for y, x in red} == {(3, 2)}
    assert len(red) == 5 * 3
    row = np.asarray(made(over("red", 8, 4, repeat="x", bottom=0)))
    assert np.all(row[16:] == RED)
    assert np.all(row[:16] == WHITE)


@pytest.mark.parametrize("repeat", ["x", "y", "xy"])
@pytest.mark.parametrize("size", [(1, 1), (3, 5), (16, 7), (40, 20), (50, 30)])
@pytest.mark.parametrize("at", [(0, 0), (-7, 4), (33, -19)])
def test_a_pattern_has_its_picture_at_every_step(
    repeat: str, size: tuple[int, int], at: tuple[int, int]
) -> None:
    canvas = Size(40, 20)
    noise = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 4), dtype=np.uint8)
    sheet, (left, top) = tiled(Image.fromarray(noise), at, repeat, canvas)
    across, along = "x" in repeat, "y" in repeat
    assert (left, top) == (0 if across else at[0], 0 if along else at[1])
    assert sheet.size == (
        canvas.width if across else size[0],
        canvas.height if along else size[1],
    )
    columns = (np.arange(sheet.width) - at[0]) % size[0] if across else np.arange(size[0])
    rows = (np.arange(sheet.height) - at[1]) % size[1] if along else np.arange(size[1])
    assert np.array_equal(np.asarray(sheet), noise[np.ix_(rows, columns)])


def test_opacity_fades_and_blend_modes_work(made: Made) -> None:
    assert made(over("red", 9, 9, opacity=0.5)).getpixel((20, 10)) == (255, 127, 127, 255)
    assert made(over("red", 9, 9, blend="multiply"), base=canvas(40, 20, "blue")).getpixel(
        (20, 10)
    ) == (0, 0, 0, 255)


@pytest.mark.parametrize(
    ("mode", "both", "only_overlay", "only_base"),
    [
        ("over", "overlay", "overlay", "base"),
        ("in", "overlay", "nothing", "nothing"),
        ("atop", "overlay", "nothing", "base"),
        ("out", "nothing", "overlay", "nothing"),
        ("xor", "nothing", "overlay", "base"),
        ("lighter", "sum", "overlay", "base"),
    ],
)
def test_each_operator_on_each_combination_of_coverage(
    made: Made, mode: str, both: str, only_overlay: str, only_base: str
) -> None:
    """A base whose left half is blue, an overlay of its size whose upper half is red."""
    colours = {
        "overlay": RED,
        "base": (0, 0, 255, 255),
        "sum": (255, 0, 255, 255),
        "nothing": (0, 0, 0, 0),
    }
    half = [over("red", 40, 10, top=0)]
    picture = made(
        over("blue", 20, 20, left=0),
        {
            "draw": {
                "picture": {"source": canvas(40, 20, "transparent"), "steps": half},
                "overlay": {"composite": mode},
            }
        },
        base=canvas(40, 20, "transparent"),
    )
    for at, expected in (((10, 5), both), ((30, 5), only_overlay), ((10, 15), only_base)):
        seen = picture.getpixel(at)
        assert isinstance(seen, tuple)
        assert seen[3] == colours[expected][3]
        assert not seen[3] or seen == colours[expected]
    assert picture.getpixel((30, 15))[3] == 0  # type: ignore[index]


def test_beside_the_overlay_s_box_the_base_is_kept(made: Made) -> None:
    picture = made(over("red", 10, 10, left=0, top=0, composite="out"))
    assert picture.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert picture.getpixel((15, 5)) == WHITE


def test_four_corners_of_a_mask_round_a_picture(made: Made) -> None:
    """The recipe of the documentation: a corner with a hole for the picture, turned four times."""
    hole = {
        "draw": {
            "picture": {"source": canvas(6, 6, "white")},
            "overlay": {"left": 2, "top": 2, "composite": "out"},
        }
    }
    steps: list[Any] = []
    for turn, corner_at in (
        (0, {"left": 0, "top": 0}),
        (90, {"right": 0, "top": 0}),
        (180, {"right": 0, "bottom": 0}),
        (270, {"left": 0, "bottom": 0}),
    ):
        corner = [hole, {"transform": {"rotate": turn}}] if turn else [hole]
        steps.append(
            {
                "draw": {
                    "picture": {"source": canvas(8, 8, "white"), "steps": corner},
                    "overlay": {"composite": "xor", **corner_at},
                }
            }
        )
    alpha = np.asarray(made(*steps))[..., 3]
    for x, y in ((0, 0), (39, 0), (39, 19), (0, 19)):
        assert alpha[y, x] == 0
    assert alpha[10, 20] == 255
    assert alpha[4, 4] == 255


@pytest.mark.parametrize("mode", [mode for mode in COMPOSITES if mode != "over"])
def test_operators_agree_with_their_formula_on_any_alpha(mode: str) -> None:
    random = np.random.default_rng(7)
    under, above = random.integers(0, 256, (2, 33, 9, 4), dtype=np.uint8)
    mixed = np.asarray(composite(Image.fromarray(under), Image.fromarray(above), mode), float)
    source, below = above[..., 3:] / 255, under[..., 3:] / 255
    first, second = {
        "in": (below, 0),
        "out": (1 - below, 0),
        "atop": (below, 1 - source),
        "xor": (1 - below, 1 - source),
        "lighter": (1, 1),
    }[mode]
    alpha = np.minimum(1, source * first + below * second)
    colour = above[..., :3] * source * first + under[..., :3] * below * second
    assert np.abs(mixed[..., 3:] - 255 * alpha).max() <= 1
    shown = np.minimum(255, colour / np.maximum(alpha, 1e-9))
    seen = alpha[..., 0] > 0.02
    assert np.abs(mixed[..., :3] - shown)[seen].max() <= 1
