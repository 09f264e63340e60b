"""The photograph whose soft alpha and foreground are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

FOLDER = Path(__file__).parent.parent / "pictures" / "soft-alpha"
COLOURS = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "grey": (128, 128, 128),
}


@dataclass(frozen=True, eq=False)
class Lemur:
    picture: Image.Image
    alpha: Image.Image
    foreground: npt.NDArray[np.float64]

    @property
    def share(self) -> npt.NDArray[np.float64]:
        """The true alpha, 0..1."""
        return np.asarray(self.alpha) / 255

    @property
    def uncertain(self) -> npt.NDArray[np.bool_]:
        return (self.share > 0) & (self.share < 1)

    def error_over(self, colour: tuple[int, int, int], estimate: npt.NDArray[np.float64]) -> float:
        """Mean absolute difference, of 255, that wrong foreground colours make in the uncertain
        pixels of the cutout laid on `colour`, rounded to 8 bits as in a file.
        """
        alpha = self.share[..., None]
        true = np.rint(alpha * self.foreground + (1 - alpha) * np.array(colour))
        got = np.rint(alpha * estimate + (1 - alpha) * np.array(colour))
        return float(np.abs(got - true)[self.uncertain].mean())


def lemur() -> Lemur:
    def opened(name: str) -> Image.Image:
        return Image.open(FOLDER / name).convert("RGB")

    return Lemur(
        opened("lemur.webp"),
        opened("lemur_alpha.webp").getchannel(0),
        np.asarray(opened("lemur_foreground.webp")).astype(float),
    )
