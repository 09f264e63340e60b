"""Samples: a picture and its true matte, the same for the same seed and number."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.matte.bystanders import bystanders
from editor.inference.training.matte.chance import (
    Chance,
    Floats,
    between,
    clipped,
    floats,
    often,
    one_of,
    shares,
    sized,
)
from editor.inference.training.matte.clutter import before, behind
from editor.inference.training.matte.cutouts import Bytes, Material, Photo
from editor.inference.training.matte.lens import taken
from editor.inference.training.matte.shadows import shaded
from editor.inference.training.matte.subjects import (
    Extent,
    Spot,
    chosen,
    dressed,
    extent,
    lit_like,
    placed,
)
from editor.inference.training.matte.surroundings import surroundings

Sample = tuple[Bytes, Bytes]
"""(size, size, 3) and (size, size), 0..255."""
PEOPLE = 0.62
"""Of photographs, how many show people; the others are of things on plain boards."""
PORTRAITS = 0.35
"""Of photographs of people, how many are cut to head and shoulders or to the waist."""
JOINED = 0.1
"""Of photographs, how many get one more subject, beside the first or held before it."""
PASSED, PASSED_IN_STUDIOS = 0.35, 0.15
"""Of photographs of people and of composites, how many have others behind who aren't meant."""
NARROWEST, WIDEST = 0.6, 1.5
"""How much wider things get in a picture that was drawn as a square: those of photographs of 5:3
and 2:3."""
CLUTTERED, HIDDEN = 0.35, 0.07
"""Of composites, how many have slabs behind their subjects, and how many a table before them."""
SMALL = 0.22
"""Of main subjects, how many are far away."""
LEANING = 0.15
"""Of photographs that are turned, how many are turned far."""
LEAST_PORTRAIT = 48
"""Pixels along a side, of which nothing is enlarged into a blur."""


def sample(rng: Chance, material: Material, size: int, composites: float) -> Sample:
    """A composite in this share of cases, else a photograph with its own matte."""
    made = _composite if often(rng, composites) else _photograph
    scene, alpha = made(rng, material, size)
    return taken(rng, scene), np.asarray(alpha * 255 + 0.5, np.uint8)


def _photograph(rng: Chance, material: Material, size: int) -> tuple[Floats, Floats]:
    """As it was taken, or a portrait cut from it; at times with something more before it, or with
    others behind."""
    photo = _some_photo(rng, material)
    crowded = photo.kind == "person" and often(rng, PASSED)
    if photo.kind == "person" and often(rng, PORTRAITS):
        photo = portrait(rng, photo)
    scene, alpha = framed(rng, photo, size)
    if often(rng, JOINED):
        scene, alpha = _joined(rng, material, scene, alpha, plain=False)
    if crowded:
        scene = bystanders(rng, material, scene, alpha)
    return scene, alpha


def _some_photo(rng: Chance, material: Material) -> Photo:
    """One of a person in the share of cases that is wanted, if there are such photographs."""
    wanted = often(rng, PEOPLE)
    some = [photo for photo in material.photos if (photo.kind == "thing") != wanted]
    return one_of(rng, some or material.photos)


def _composite(rng: Chance, material: Material, size: int) -> tuple[Floats, Floats]:
    """One to three subjects before a background."""
    scene, plain = surroundings(rng, material, size)
    passed = often(rng, PASSED_IN_STUDIOS if plain else PASSED)
    if often(rng, CLUTTERED / 2 if plain else CLUTTERED):
        scene, plain = behind(rng, material, scene), False
    squash = sized(rng, NARROWEST, WIDEST)
    alpha = np.zeros((size, size), np.float32)
    for _ in range(int(rng.choice([1, 2, 3], p=[0.72, 0.2, 0.08]))):
        scene, alpha = _joined(rng, material, scene, alpha, plain=plain, squash=squash)
    if passed:
        scene = bystanders(rng, material, scene, alpha, squash)
    if often(rng, HIDDEN):
        scene, alpha = before(rng, material, scene, alpha)
    return scene, alpha


def _joined(
    rng: Chance,
    material: Material,
    scene: Floats,
    alpha: Floats,
    *,
    plain: bool,
    squash: float = 1.0,
) -> tuple[Floats, Floats]:
    """One more subject in front of the scene; together they are what is wanted."""
    size = len(alpha)
    given = chosen(rng, material)
    first = extent(alpha)
    share, spot = beside(rng, first) if first else (_size(rng), None)
    subject = placed(rng, given, size, share, squash=squash, spot=spot)
    subject = lit_like(rng, dressed(rng, subject, given.kind, material), scene)
    scene = shaded(rng, scene, subject, plain=plain)
    over = subject.alpha[..., None]
    mixed = scene * (1 - over) + subject.colour * over
    return floats(mixed), 1 - (1 - alpha) * (1 - subject.alpha)


def _size(rng: Chance) -> float:
    """How long the first subject is, beside the frame's side."""
    return sized(rng, 0.12, 0.36) if often(rng, SMALL) else sized(rng, 0.36, 1.6)


def beside(rng: Chance, first: Extent) -> tuple[float, Spot]:
    """Length and place of another subject: nearly as long as the first and near it, or a smaller
    thing held before it. Smaller ones elsewhere aren't meant."""
    wide, tall = first.right - first.left, first.bottom - first.top
    x, y = (first.left + first.right) / 2, (first.top + first.bottom) / 2
    if often(rng, 0.4):
        held = Spot(x + wide * rng.normal(0, 0.25), y + tall * rng.normal(0, 0.2))
        return first.longer * sized(rng, 0.2, 0.55), held
    away = wide * between(rng, 0.4, 1.1) * (1 if often(rng, 0.5) else -1)
    near = Spot(x + away, y + tall * rng.normal(0, 0.06))
    return first.longer * sized(rng, 0.7, 1.15), near


def portrait(rng: Chance, photo: Photo) -> Photo:
    """Head and shoulders, or as far as the waist, of somebody who stands; street fashion shows
    people whole, while most pictures that people take of people don't."""
    rows = np.nonzero((photo.alpha > 128).any(1))[0]
    head, tall = int(rows[0]), int(rows[-1] - rows[0])
    columns = np.nonzero((photo.alpha[head : head + max(1, tall // 6)] > 128).any(0))[0]
    side = tall * sized(rng, 0.22, 0.6)
    if side < LEAST_PORTRAIT or columns[-1] - columns[0] > tall / 2:
        return photo
    across = side * sized(rng, 0.65, 1.7)
    top = max(0, int(head - side * between(rng, 0.02, 0.35)))
    left = max(0, int(columns.mean() - across * between(rng, 0.35, 0.65)))
    part = np.s_[top : top + int(side), left : left + int(across)]
    return Photo(photo.kind, photo.colour[part], photo.alpha[part])


def framed(rng: Chance, photo: Photo, size: int) -> tuple[Floats, Floats]:
    """A photograph turned, cut and squashed, the subject mostly whole."""
    height, width = photo.alpha.shape
    zoom = sized(rng, 0.55, 1.0) if often(rng, 0.6) else 1.0
    x_part, y_part = width * zoom * sized(rng, 0.8, 1), height * zoom * sized(rng, 0.65, 1)
    rows, columns = np.nonzero(photo.alpha > 128)
    pick = int(rng.integers(len(rows)))
    centre = np.array([columns[pick], rows[pick]]) + rng.normal(0, 0.1, 2) * (width, height)
    x = float(np.clip(centre[0], x_part / 2, width - x_part / 2))
    y = float(np.clip(centre[1], y_part / 2, height - y_part / 2))
    lean = 25 if often(rng, LEANING) else 6
    turn = np.deg2rad(rng.normal(0, lean)) if often(rng, 0.5) else 0.0
    flip = -1 if often(rng, 0.5) else 1
    cos, sin = np.cos(turn), np.sin(turn)
    grow = np.array([size / x_part, size / y_part])
    matrix = np.array([[flip * cos, -sin], [flip * sin, cos]]) * grow[:, None]
    whole = np.column_stack([matrix, np.full(2, size / 2) - matrix @ np.array([x, y])])
    frame = (size, size)
    colour, alpha = photo.colour, photo.alpha
    if grow.min() < 0.6:
        colour = cv2.blur(colour, (2, 2)).astype(np.uint8)
    seen = cv2.warpAffine(
        colour, whole, frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    mask = cv2.warpAffine(
        alpha, whole, frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    made = shares(seen)
    if often(rng, 0.3):
        made = made * (1 + between(rng, -0.25, 0.25))
    if often(rng, 0.1):
        made = made[..., rng.permutation(3)]
    return clipped(made), shares(mask)
