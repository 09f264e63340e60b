"""All photographs of a folder, one after another or in several processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from editor.errors import BrokenPicture
from editor.inference.training.labels.board import Bytes
from editor.inference.training.labels.boards import METHOD, board_matte
from editor.inference.training.labels.fashion import cleaned
from editor.inference.training.labels.held_out import held_out
from editor.inference.training.labels.kept import Label
from editor.inference.training.labels.network import by_network

BY_EYE = "poor to the eye"
PHOTOS = (".jpg", ".jpeg", ".png", ".webp")
FASHION = "ccp__"

Made = tuple[str, Label]


@dataclass(frozen=True, slots=True)
class Places:
    """Where photographs lie and where their mattes go."""

    photos: Path
    masks: Path | None
    mattes: Path


@dataclass(frozen=True, slots=True)
class Judged:
    """Names of photographs whose mattes were looked at, from lists beside this file."""

    rejected: frozenset[str]
    """Thrown away although the methods agree."""
    accepted: frozenset[str]
    """Kept although the colours, which clear things lack, disagree with the outlines."""


def judged() -> Judged:
    """What the eye said; the lists hold a name a line, and remarks after a #."""
    return Judged(_listed("rejected.txt"), _listed("accepted.txt"))


def _listed(file: str) -> frozenset[str]:
    lines = (Path(__file__).parent / file).read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def boards(data: Path, out: Path, workers: int, third: bool = False) -> Iterator[Made]:
    """Labels the plain-board photographs, without those that are only measured with; a `third`
    opinion is that of the network which comes with the studio."""
    places = Places(data / "plain-board", None, out / "plain-board")
    names = _names(places.photos)
    work = [name for name in names if name not in held_out(names)]
    return _all(partial(_board, places, judged(), third), work, places, workers)


def fashion(data: Path, out: Path, workers: int, third: bool = False) -> Iterator[Made]:
    """Cleans the street-fashion masks; nothing else is asked about them."""
    pairs = data / "pairs"
    places = Places(pairs / "image", pairs / "matte", out / "ccp")
    work = [name for name in _names(places.photos) if name.startswith(FASHION)]
    return _all(partial(_fashion, places), work, places, workers)


def picture_of(path: Path) -> Bytes:
    """RGB. BrokenPicture for a file that is none."""
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        raise BrokenPicture(f"{path.name} can't be read.")
    return np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8)


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.suffix.lower() in PHOTOS)


def _all(
    one: Callable[[str], Made], work: Iterable[str], places: Places, workers: int
) -> Iterator[Made]:
    places.mattes.mkdir(parents=True, exist_ok=True)
    if workers < 2:
        yield from map(one, work)
        return
    with get_context("spawn").Pool(workers, cv2.setNumThreads, (1,)) as pool:
        yield from pool.imap(one, work, chunksize=8)


def _board(places: Places, eye: Judged, third: bool, name: str) -> Made:
    photo, target = places.photos / name, _target(places, name)
    if name in eye.rejected:
        label, matte = Label(METHOD, 0.0, False, BY_EYE), None
    else:
        picture = picture_of(photo)
        opinion = by_network(picture) if third else None
        label, matte = board_matte(picture, name in eye.accepted, opinion)
    if matte is None:
        target.unlink(missing_ok=True)
    else:
        cv2.imwrite(str(target), matte)
    return name, replace(label, sha256=_sha256(photo))


def _fashion(places: Places, name: str) -> Made:
    photo = places.photos / name
    mask = _mask_of(places, photo.stem)
    label, matte = cleaned(picture_of(photo), mask)
    cv2.imwrite(str(_target(places, name)), matte)
    return name, replace(label, sha256=_sha256(photo))


def _mask_of(places: Places, stem: str) -> Bytes:
    found = sorted(places.masks.glob(f"{stem}.*")) if places.masks else []
    mask = cv2.imread(str(found[0]), cv2.IMREAD_GRAYSCALE) if found else None
    if mask is None:
        raise BrokenPicture(f"{stem} has no mask that can be read.")
    return mask.astype(np.uint8)


def _target(places: Places, name: str) -> Path:
    return places.mattes / f"{Path(name).stem}.png"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
