"""What was seen in a picture, for the renderer to read. Coordinates are source fractions (0..1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from editor.geometry import Box, Point


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its box in source fractions, the detector's score (0..1) and its landmarks."""

    box: Box
    score: float
    landmarks: tuple[Point, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Fractions as `box` [left, top, width, height], `landmarks` [[x, y], ...], and `score`."""
        box = self.box
        return {
            "box": [box.left, box.top, box.width, box.height],
            "score": self.score,
            "landmarks": [[p.x, p.y] for p in self.landmarks],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Face:
        """What `as_json` wrote; KeyError, TypeError or ValueError for anything else."""
        left, top, width, height = (float(value) for value in data["box"])
        points = tuple(Point(float(x), float(y)) for x, y in data["landmarks"])
        return cls(Box(left, top, width, height), float(data["score"]), points)


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """A model's soft alpha of the whole source, at model resolution: uint8 or uint16, (h, w)."""

    alpha: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    card: str

    def as_float(self) -> npt.NDArray[np.float32]:
        """Alpha as float32 in 0..1."""
        top = np.iinfo(self.alpha.dtype).max
        return self.alpha.astype(np.float32) / np.float32(top)

    def to_bytes(self) -> bytes:
        """The alpha as a compressed NumPy archive; lossless."""
        file = BytesIO()
        np.savez_compressed(file, alpha=self.alpha)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, card: str) -> Matte:
        """What `to_bytes` wrote; ValueError for anything else."""
        try:
            with np.load(BytesIO(data), allow_pickle=False) as archive:
                alpha = archive["alpha"]
        except (KeyError, OSError, BadZipFile, EOFError) as error:
            raise ValueError(f"not a stored matte: {error}") from None
        if alpha.ndim != 2 or alpha.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"not a stored matte: {alpha.dtype} of {alpha.ndim} dimensions")
        return cls(alpha, card)


@dataclass(frozen=True, slots=True)
class BorderColour:
    """The colour that runs along the picture's edges (0..255) and the box inside it (fractions)."""

    colour: tuple[int, int, int, int]
    inner: Box


@dataclass(frozen=True, slots=True)
class Saliency:
    """The point that draws the eye, the box around all that does, and the boxes of its parts,
    strongest first, in source fractions."""

    focus: Point
    box: Box
    parts: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What a matte became at the size of the picture being drawn: straight alpha (h, w) and the
    foreground's clean colours (h, w, 3), both uint8.
    """

    alpha: npt.NDArray[np.uint8]
    colours: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that is known about one picture. `faces is None` means: nobody has looked yet."""

    faces: tuple[Face, ...] | None = None
    matte: Matte | None = None
    border: BorderColour | None = None
    saliency: Saliency | None = None
    cut: Cut | None = None
    """Made by render from `matte` for the operation that cuts the subject out."""
    cards: dict[str, str] = field(default_factory=dict)
    """Task name -> digest-bearing name of the card that answered."""


NOTHING = Findings()
