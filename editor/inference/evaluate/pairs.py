"""Photographs with true mattes, from folders as data sets are laid out.

Known are `image` + `matte`, `im` + `gt` (DIS5K with its parts DIS-VD, DIS-TE1, ..., Humans with
`training` and `validation`), `images` + `masks`, `img` + `mask`: side by side, or in each of
the folders below. Pairs have one stem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from editor.errors import BrokenPicture, NotFound
from editor.inference.evaluate.region import Matte
from editor.inference.models.base import Picture

LAYOUTS = (("image", "matte"), ("im", "gt"), ("images", "masks"), ("img", "mask"))
PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".bmp")
DEPTH = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """`set` is what a pair is reported under: its name up to `__`, else its folder's."""

    set: str
    name: str
    photo: Path
    matte: Path


def pairs(folder: Path) -> list[Pair]:
    """All pairs, by set and name. NotFound where no layout fits, or a photograph has no matte."""
    found = list(_in(folder, folder, DEPTH))
    if not found:
        known = ", ".join(f"{a}/ + {b}/" for a, b in LAYOUTS)
        raise NotFound(
            f"{folder.name} holds no photographs with mattes.", remedy=f"Known layouts: {known}."
        )
    return sorted(found, key=lambda pair: (pair.set, pair.name))


def _in(folder: Path, root: Path, depth: int) -> Iterator[Pair]:
    for photos, mattes in LAYOUTS:
        if (folder / photos).is_dir() and (folder / mattes).is_dir():
            yield from _paired(folder, folder / photos, folder / mattes, root)
            return
    if depth:
        for below in sorted(p for p in folder.iterdir() if p.is_dir()):
            yield from _in(below, root, depth - 1)


def _paired(folder: Path, photos: Path, mattes: Path, root: Path) -> Iterator[Pair]:
    by_stem = {path.stem: path for path in mattes.iterdir() if path.suffix.lower() in PHOTOS}
    for photo in sorted(photos.iterdir()):
        if photo.suffix.lower() not in PHOTOS:
            continue
        if photo.stem not in by_stem:
            raise NotFound(f"{photo.name} has no matte.", remedy="Add it, or take the photo out.")
        first, mark, rest = photo.stem.partition("__")
        named = first if mark and rest else folder.name if folder != root else "all"
        yield Pair(named, photo.stem, photo, by_stem[photo.stem])


def photo_of(pair: Pair) -> Picture:
    """RGB, upright."""
    bgr = cv2.imread(str(pair.photo), cv2.IMREAD_COLOR)
    if bgr is None:
        raise BrokenPicture(f"{pair.photo.name} can't be read.")
    return np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8)


def matte_of(pair: Pair) -> Matte:
    """Float in 0..1: the alpha channel of a picture that has one, else its grey."""
    given = cv2.imread(str(pair.matte), cv2.IMREAD_UNCHANGED)
    if given is None:
        raise BrokenPicture(f"{pair.matte.name} can't be read.")
    top = 65535.0 if given.dtype == np.uint16 else 255.0
    if given.ndim == 3:
        given = given[:, :, 3] if given.shape[2] == 4 else given.mean(axis=2)
    return (given / top).astype(np.float32)
