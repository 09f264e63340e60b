"""Subjects on their way into a scene: turned, sized, given another surface and light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from editor.inference.training.matte.chance import (
    Chance,
    Floats,
    between,
    clipped,
    clouds,
    floats,
    greyed,
    often,
    one_of,
    shares,
    sized,
    slope,
)
from editor.inference.training.matte.cutouts import Bytes, Cutout, Material
from editor.inference.training.matte.surroundings import window

ASIDE = 0.12
"""How far a subject lies from the middle, in shares of the side: the spread."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A subject in the frame of its scene: colour (size, size, 3) and alpha (size, size), 0..1."""

    colour: Floats
    alpha: Floats


@dataclass(frozen=True, slots=True)
class Spot:
    """The centre of a subject, in px of its scene."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The box of a matte in a frame of `size` px."""

    size: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def longer(self) -> float:
        """The longer side, in shares of the frame's."""
        return max(self.right - self.left, self.bottom - self.top) / self.size


def extent(alpha: Floats) -> Extent | None:
    """Of what is more than half there; None for nothing."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not len(rows):
        return None
    left, right = float(columns.min()), float(columns.max()) + 1
    return Extent(len(alpha), left, float(rows.min()), right, float(rows.max()) + 1)


def chosen(rng: Chance, material: Material) -> Cutout:
    """Things and drawn shapes as often as people: shapes must not mean people."""
    kind = rng.choice(3, p=[0.40, 0.25, 0.35])
    pool = (material.people, material.things, material.drawn)[kind]
    given = one_of(rng, pool or material.drawn or material.people or material.things)
    return _partial(rng, given) if given.kind == "person" and often(rng, 0.5) else given


def _partial(rng: Chance, given: Cutout) -> Cutout:
    """The upper part of a standing person: portraits and half figures."""
    height = len(given.alpha)
    end = int(height * between(rng, 0.16, 0.6))
    filled = np.nonzero(given.alpha[:end].max(0) > 8)[0]
    if end < 24 or len(filled) < 8:
        return given
    across = slice(int(filled[0]), int(filled[-1]) + 1)
    left, top, right, _ = given.cut
    cut = (left and across.start == 0, top, right and across.stop == given.alpha.shape[1], True)
    return Cutout(given.kind, given.colour[:end, across], given.alpha[:end, across], cut)


def placed(
    rng: Chance,
    given: Cutout,
    size: int,
    share: float,
    *,
    squash: float = 1.0,
    spot: Spot | None = None,
) -> Placed:
    """`share`: longer side of the subject's box beside the scene's side. `squash`: how much wider
    a picture becomes when it is drawn as a square, 0.6 for one of 5:3. It lies about the middle
    unless a `spot` is given."""
    height, width = given.alpha.shape
    scale = share * size / max(height, width)
    scale_x = scale * squash**0.5 * sized(rng, 0.88, 1.14)
    scale_y = scale / squash**0.5 * sized(rng, 0.88, 1.14)
    colour, alpha = given.colour, given.alpha
    if scale < 0.5:  # or it would alias
        shape = (max(2, int(width * scale * 1.5)), max(2, int(height * scale * 1.5)))
        colour = cv2.resize(colour, shape, interpolation=cv2.INTER_AREA).astype(np.uint8)
        alpha = cv2.resize(alpha, shape, interpolation=cv2.INTER_AREA).astype(np.uint8)
        scale_x, scale_y = scale_x * width / shape[0], scale_y * height / shape[1]
        height, width = alpha.shape
    flip = -1 if often(rng, 0.5) else 1
    most = 8 if given.kind == "person" else 25
    turn = np.deg2rad(
        rng.normal(0, most / 2) if often(rng, 0.8) else rng.uniform(-4 * most, 4 * most)
    )
    spot = spot or _where(rng, given, size, height * scale_y)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array(
        [
            [flip * scale_x * cos, -scale_y * sin, 0],
            [flip * scale_x * sin, scale_y * cos, 0],
        ],
        np.float32,
    )
    matrix[:, 2] = np.array([spot.x, spot.y]) - matrix[:, :2] @ np.array([width / 2, height / 2])
    frame = (size, size)
    # The colour's edge goes on outwards; alpha alone decides where the subject ends.
    moved = cv2.warpAffine(
        colour, matrix, frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    seen = cv2.warpAffine(alpha, matrix, frame, flags=cv2.INTER_LINEAR)
    return Placed(shares(moved), shares(seen))


def _where(rng: Chance, given: Cutout, size: int, height: float) -> Spot:
    """Its centre. What a frame cut at the bottom is cut there again, mostly."""
    x = size * (0.5 + rng.normal(0, ASIDE))
    y = size * (0.5 + rng.normal(0, ASIDE))
    if given.cut[3] and often(rng, 0.8):
        y = size - height / 2 + height * between(rng, 0.01, 0.25)
    elif often(rng, 0.2):  # stands on the lower edge of the frame, or is cut by it
        y = size - height * between(rng, 0.2, 0.5)
    return Spot(float(x), float(y))


def dressed(rng: Chance, subject: Placed, kind: str, material: Material) -> Placed:
    """Another surface for drawn things, other light and colour for all."""
    size = len(subject.alpha)
    colour = subject.colour
    if kind == "drawn":
        colour = _textured(rng, colour, one_of(rng, material.scenes), size)
    if often(rng, 0.6):
        light = between(rng, 0.1, 0.5) * slope(rng, size) + 0.1 * clouds(rng, size, 3)
        colour = floats(colour * (1 + light[..., None]))
    if often(rng, 0.7):
        grey = greyed(colour)
        colour = grey + (colour - grey) * between(rng, 0.2, 1.3)
        colour = floats(cv2.pow(clipped(colour), sized(rng, 0.6, 1.6)))
        colour = colour * floats(1 + rng.normal(0, 0.06, 3))
    if often(rng, 0.1):
        colour = colour[..., rng.permutation(3)]
    return Placed(clipped(colour), subject.alpha)


def _textured(rng: Chance, colour: Floats, scene: Bytes, size: int) -> Floats:
    """Detail of a photograph over the smooth surface; at times instead of it."""
    detail = shares(window(rng, scene, size, 0.15))
    kind = rng.choice(4, p=[0.25, 0.35, 0.2, 0.2])
    if kind == 1:
        fine = detail - floats(cv2.GaussianBlur(detail, (0, 0), size / 20))
        return floats(colour + between(rng, 0.4, 1.2) * fine)
    if kind == 2:
        return floats(colour * (0.35 + 1.3 * detail))
    if kind == 3:
        share = between(rng, 0.5, 1)
        grey = greyed(colour)
        return colour * (1 - share) + share * detail * (0.5 + grey)
    return colour


def lit_like(rng: Chance, subject: Placed, scene: Floats) -> Placed:
    """Takes on some of the scene's mean colour and contrast; at times all of its colour, which
    gives pale on pale."""
    own = np.tensordot(subject.alpha, subject.colour, 2) / (float(subject.alpha.sum()) + 1e-3)
    around = np.array(cv2.mean(scene)[:3], np.float32)
    hidden = often(rng, 0.12)
    share = between(rng, 0.7, 1) if hidden else between(rng, 0, 0.35)
    moved = subject.colour + share * (around - own)
    if hidden:
        moved = moved + rng.normal(0, 0.06, 3).astype(np.float32)
    return Placed(clipped(moved), subject.alpha)
