"""Brightness, contrast, gamma and saturation, against the definitions of CSS."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from editor.findings import NOTHING
from editor.geometry import Frame, Size
from tests.operations.numbers import applied

RAMP = np.stack(np.meshgrid(np.arange(256), np.arange(256)), axis=-1).astype(np.uint8)


def picture(mode: str) -> Image.Image:
    """All pairs of red and green, a third of blue, and with an alpha that runs the other way."""
    red, green = RAMP[..., 0], RAMP[..., 1]
    bands = [red, green, (red // 3), 255 - red]
    return Image.fromarray(np.dstack(bands[: len(mode)]))


def toned(options: str, mode: str = "RGB") -> Image.Image:
    done = picture(mode)
    for operation in applied(options):
        done = operation.apply(done, Frame.of(Size(256, 256)), NOTHING)
    return done


@pytest.mark.parametrize(
    ("options", "curve"),
    [
        ("brightness=0.5", lambda v: v * 0.5),
        ("brightness=2", lambda v: v * 2),
        ("contrast=0.5", lambda v: v * 0.5 + 0.25),
        ("contrast=1.5", lambda v: v * 1.5 - 0.25),
        ("gamma=0.5", lambda v: v**0.5),
        ("gamma=2.2", lambda v: v**2.2),
    ],
)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_curve_is_exact_on_every_value(
    options: str, curve: Callable[[np.ndarray], np.ndarray], mode: str
) -> None:
    before, after = np.asarray(picture(mode)), np.asarray(toned(options, mode))
    wanted = np.clip(curve(before[..., :3] / 255) * 255, 0, 255)
    assert np.abs(after[..., :3] - wanted).max() <= 0.5 + 1e-9
    assert np.array_equal(after[..., 3:], before[..., 3:])


@pytest.mark.parametrize("amount", [0.0, 0.4, 1.7])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_saturation_is_the_matrix_of_css(amount: float, mode: str) -> None:
    before, after = np.asarray(picture(mode)), np.asarray(toned(f"saturation={amount}", mode))
    grey = (before[..., :3] @ np.array([0.213, 0.715, 0.072]))[..., None]
    wanted = np.clip(grey + amount * (before[..., :3] - grey), 0, 255)
    assert np.abs(after[..., :3] - wanted).max() <= 0.51
    assert np.array_equal(after[..., 3:], before[..., 3:])


def test_no_saturation_is_grey() -> None:
    red, green, blue = toned("saturation=0").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_gamma_below_one_lightens_and_leaves_black_and_white() -> None:
    done = np.asarray(toned("gamma=0.5"))
    assert done[0, 100, 0] > 100
    assert (done[0, 0, 0], done[0, 255, 0]) == (0, 255)


def test_half_the_brightness_of_the_contracts_grey() -> None:
    grey = Image.new("RGB", (4, 4), (100, 100, 100))
    (half,) = applied("brightness=0.5")
    assert half.apply(grey, Frame.of(Size(4, 4)), NOTHING).getpixel((0, 0)) == (50, 50, 50)


@pytest.mark.parametrize(
    "options", ["brightness=0", "contrast=0", "gamma=0", "gamma=1", "saturation=1"]
)
def test_these_change_nothing_and_are_not_even_run(options: str) -> None:
    assert applied(options) == ()
