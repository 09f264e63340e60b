"""Golden pictures: results that a person looked at once, compared by a stated distance.

`STUDIO_WRITE_GOLDENS=1 pytest tests/render/test_pipeline.py` writes them anew; look at each before
it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
OUT = FOLDER.parent / "out"


def assert_picture_close(
    actual: Image.Image, name: str, *, max_mean: float = 1.0, max_pixel: int = 24
) -> None:
    """`actual` differs from the golden `name` by at most `max_mean` levels (0..255) on average
    over all channels, premultiplied, and nowhere by more than `max_pixel`.

    When it doesn't, tests/out holds both pictures and their difference, eight times amplified.
    """
    path = FOLDER / f"{name}.png"
    if os.environ.get("STUDIO_WRITE_GOLDENS") == "1":
        actual.convert("RGBA").save(path, optimize=True)
    assert path.exists(), f"there is no golden {path.name}: write it with STUDIO_WRITE_GOLDENS=1"
    with Image.open(path) as golden:
        expected = golden.convert("RGBA")
    assert actual.size == expected.size, f"{name}: {actual.size} instead of {expected.size}"
    difference = np.abs(_seen(actual) - _seen(expected))
    mean, most = float(difference.mean()), int(difference.max())
    if mean > max_mean or most > max_pixel:
        _keep(name, actual, expected, difference)
        raise AssertionError(
            f"{name}: mean difference {mean:.2f} (at most {max_mean}), largest {most} (at most "
            f"{max_pixel}); see {name}.*.png in {OUT}"
        )


def _seen(picture: Image.Image) -> np.ndarray:
    """Premultiplied: colours that nobody sees don't count."""
    return np.asarray(picture.convert("RGBA").convert("RGBa")).astype(np.int16)


def _keep(name: str, actual: Image.Image, expected: Image.Image, difference: np.ndarray) -> None:
    OUT.mkdir(exist_ok=True)
    actual.save(OUT / f"{name}.actual.png")
    expected.save(OUT / f"{name}.golden.png")
    amplified = np.clip(difference[..., :3] * 8, 0, 255).astype(np.uint8)
    Image.fromarray(amplified).save(OUT / f"{name}.difference.png")
