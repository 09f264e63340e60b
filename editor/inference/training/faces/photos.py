"""The training photographs in memory: those with people and their faces, and those without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from editor.errors import NotFound
from editor.inference.training.faces.labels import Labels
from editor.inference.training.faces.teachers import Bgr, Floats

WITHOUT_PEOPLE = ("cows", "libby", "car-shadow", "drift-chicane")
"""Videos of animals and cars."""
CHARACTERS = ((0x1F330, 0x1F37F), (0x1F400, 0x1F43F), (0x1F980, 0x1F9AD))
"""Rendered food, plants and animals: what has no human face, by code point."""
FRAME_SHARE = 4
"""Of neighbouring video frames one in so many is kept."""
BOARD_SHARE = 3
PACKED = ("Milk", "Yoghurt", "Juice", "Cream", "Shake", "Soy", "Oat")
"""Words in the names of packages among the shop photographs."""
COVERED = 0.4
"""Mean alpha in the box of a face from which it belongs to the subject."""
ASIDE = 16
"""One photograph of people in so many is kept for measuring."""

Alpha = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """Faces in px: boxes (n, 4), marks (n, 5, 2); `unsure` (k, 4) are taken neither way. `alpha`
    cuts its subject out."""

    bgr: Bgr
    boxes: Floats
    marks: Floats
    unsure: Floats
    alpha: Alpha | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Photos:
    """`faces`: (photo, which face) of every face; `aside` are never trained on."""

    people: Sequence[Photo]
    empty: Sequence[Photo]
    aside: Sequence[Photo]

    def faces(self) -> list[tuple[Photo, int]]:
        return [(photo, i) for photo in self.people for i in range(len(photo.boxes))]


def people_files(data: Path) -> list[Path]:
    """Photographs with people, sorted; of videos some frames."""
    return _pairs(data, people=True)


def empty_files(data: Path) -> list[Path]:
    """Photographs without people, sorted."""
    boards = sorted((data / "plain-board").glob("*.jpg"))[::BOARD_SHARE]
    shops = sorted((data / "backgrounds").glob("*.jpg"))
    return _pairs(data, people=False) + boards + shops


def load(data: Path, known: Mapping[str, Labels], printed: Mapping[str, Labels]) -> Photos:
    """`known` are the labels of photographs with people, `printed` what the teachers found where
    nobody is. NotFound for a folder without photographs."""
    people = [_photo(path, known[path.stem]) for path in people_files(data)]
    if not people:
        raise NotFound(f"{data.name} holds no photographs of people.", remedy="See its notes.")
    clean = [path for path in empty_files(data) if not _may_be_printed(path, printed[path.stem])]
    empty = [_photo(path, Labels()) for path in clean] + _rendered(data)
    aside = [photo for i, photo in enumerate(people) if i % ASIDE == 0]
    return Photos([photo for i, photo in enumerate(people) if i % ASIDE], empty, aside)


def subject_alone(photo: Photo) -> Photo:
    """The photograph with the faces that its alpha keeps."""
    if photo.alpha is None:
        return photo
    kept = [_covered(photo.alpha, box) > COVERED for box in photo.boxes]
    doubtful = [_covered(photo.alpha, box) > 0 for box in photo.unsure]
    return replace(
        photo, boxes=photo.boxes[kept], marks=photo.marks[kept], unsure=photo.unsure[doubtful]
    )


def _covered(alpha: Alpha, box: Floats) -> float:
    left, top, right, bottom = np.maximum(box, 0).astype(int)
    inside = alpha[top : bottom + 1, left : right + 1]
    return float(inside.mean()) / 255 if inside.size else 0.0


def _may_be_printed(path: Path, found: Labels) -> bool:
    """Boards and packages show printed faces now and then. On loose fruit both teachers see faces
    too, in 150 photographs, and all of them are mistakes: nothing teaches better what is none."""
    is_loose = path.parent.name == "backgrounds" and not any(w in path.stem for w in PACKED)
    return not is_loose and bool(found.boxes or found.unsure)


def _pairs(data: Path, people: bool) -> list[Path]:
    kept = []
    for number, path in enumerate(sorted((data / "pairs" / "image").glob("*.jpg"))):
        is_frame = path.stem.startswith("davis")
        of_people = not any(f"__{name}_" in path.stem for name in WITHOUT_PEOPLE)
        if of_people == people and (not is_frame or number % FRAME_SHARE == 0):
            kept.append(path)
    return kept


def _photo(path: Path, known: Labels) -> Photo:
    bgr = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)
    matte = path.parent.parent / "matte" / f"{path.stem}.png"
    is_cut = path.parent.name == "image" and path.stem.startswith("ccp") and matte.is_file()
    alpha = cv2.imread(str(matte), cv2.IMREAD_GRAYSCALE) if is_cut else None
    return Photo(
        bgr,
        rows(known.boxes, 4),
        rows(known.marks, 10).reshape(-1, 5, 2),
        rows(known.unsure, 4),
        None if alpha is None else np.asarray(alpha, np.uint8),
    )


def _rendered(data: Path) -> list[Photo]:
    made = []
    for path in sorted((data / "rendered-objects").glob("*.webp")):
        point = int(path.stem.split("-")[0], 16)
        if any(first <= point <= last for first, last in CHARACTERS):
            bgra = np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), np.uint8)
            none = Labels()
            made.append(
                Photo(
                    np.ascontiguousarray(bgra[:, :, :3]),
                    *(rows(none.boxes, 4), rows([], 10).reshape(-1, 5, 2), rows([], 4)),
                    alpha=np.ascontiguousarray(bgra[:, :, 3]),
                )
            )
    return made


def rows(values: Iterable[Sequence[float]], width: int) -> Floats:
    return np.array(list(values), np.float32).reshape(-1, width)
