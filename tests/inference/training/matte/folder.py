"""A tiny folder of training data: discs on coloured ground, laid out like the real one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

SIZE = 96
FOLDERS = ("pairs/image", "pairs/matte", "plain-board", "rendered-objects", "backgrounds")


def drawn(data: Path, labels: Path, each: int = 64) -> None:
    """`each` pictures of every kind, of which some fall to the side that judges."""
    for folder in (*(data / name for name in FOLDERS), labels / "plain-board"):
        folder.mkdir(parents=True)
    for number in range(each):
        rng = np.random.default_rng(number)
        person, thing, other = (picture(rng) for _ in range(3))
        for path, content in (
            (data / f"pairs/image/ccp__{number}.jpg", person[..., :3]),
            (data / f"pairs/matte/ccp__{number}.png", person[..., 3]),
            (data / f"plain-board/glass{number}.jpg", thing[..., :3]),
            (labels / f"plain-board/glass{number}.png", thing[..., 3]),
            (data / f"rendered-objects/{number}.webp", other),
            (data / f"backgrounds/{number}.jpg", rng.integers(0, 256, (64, 64, 3), np.uint8)),
        ):
            assert cv2.imwrite(str(path), content)


def picture(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """A disc of one colour on another, and its alpha."""
    ground, colour = rng.integers(0, 256, (2, 3))
    alpha = np.zeros((SIZE, SIZE), np.uint8)
    x, y = (int(n) for n in rng.integers(35, SIZE - 35, 2))
    cv2.circle(alpha, (x, y), int(rng.integers(16, 30)), 255, -1)
    seen = np.where(alpha[..., None] > 127, colour, ground).astype(np.uint8)
    return np.dstack([seen, alpha])
