"""Views of photographs: turned, scaled, mirrored and stretched, with their faces."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.training.faces.photos import Photo, rows
from editor.inference.training.faces.teachers import Bgr, Floats

Matrix = npt.NDArray[np.float64]
"""(2, 3): where a point of the photograph lies in the view."""
Mask = npt.NDArray[np.uint8]
Rng = np.random.Generator

SMALLEST_PX, LARGEST = 10.0, 0.95
"""Sides of faces in a view: px, and a share of the view's side."""
VISIBLE = 0.6
"""Share of a box inside the view from which it is a face, not unsure."""
MIRRORED = [1, 0, 2, 4, 3]
"""Order of the marks once left is right."""


@dataclass(slots=True, eq=False)
class View:
    """A picture in the making; faces in px of it, as in `Photo`."""

    bgr: Bgr
    boxes: Floats
    marks: Floats
    unsure: Floats
    people: Mask
    """(height, width): not 0 where a photograph of people shows."""


def blank(height: int, width: int) -> View:
    bgr = np.zeros((height, width, 3), np.uint8)
    none = rows([], 4)
    return View(bgr, none, rows([], 10).reshape(-1, 5, 2), none, np.zeros_like(bgr[:, :, 0]))


def matrix(rng: Rng, centre: tuple[float, float], scale: float, to: tuple[float, float]) -> Matrix:
    """Takes `centre` of the photograph `to` a point of the view, turned and stretched by chance;
    mirrored half of the time."""
    angle = np.deg2rad(rng.normal(0, 12) if rng.random() < 0.85 else rng.uniform(-60, 60))
    stretch = float(np.exp(rng.normal(0, 0.06)))
    flip = -1.0 if rng.random() < 0.5 else 1.0
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag((scale * stretch * flip, scale / stretch))
    linear = linear @ np.array([[1, rng.normal(0, 0.04)], [0, 1]])
    return np.column_stack((linear, np.array(to) - linear @ np.array(centre)))


def paint_people(view: View, photo: Photo, how: Matrix, over: bool = False) -> None:
    """`paint`, with the photograph's faces, and where it shows."""
    paint(view, photo, how, over)
    add_faces(view, photo, how)
    height, width = view.bgr.shape[:2]
    whole = photo.alpha if over and photo.alpha is not None else None
    mask = np.full(photo.bgr.shape[:2], 255, np.uint8) if whole is None else whole
    shown = cv2.warpAffine(mask, how, (width, height), flags=cv2.INTER_NEAREST)
    view.people = np.maximum(view.people, np.asarray(shown, np.uint8))


def paint(view: View, photo: Photo, how: Matrix, over: bool = False) -> None:
    """Draws the photograph where `how` puts it; with `over`, only the subject that its alpha
    cuts out."""
    height, width = view.bgr.shape[:2]
    bgr, alpha, how = _shrunk(photo, how)
    if over and alpha is not None:
        mask = cv2.warpAffine(alpha, how, (width, height), flags=cv2.INTER_LINEAR)
        drawn = cv2.warpAffine(bgr, how, (width, height), borderMode=cv2.BORDER_REPLICATE)
        part = mask[:, :, None].astype(np.float32) / 255
        view.bgr = np.asarray(drawn * part + view.bgr * (1 - part) + 0.5, np.uint8)
    else:
        flags = cv2.INTER_CUBIC if abs(np.linalg.det(how[:, :2])) > 2 else cv2.INTER_LINEAR
        cv2.warpAffine(
            bgr, how, (width, height), view.bgr, flags, borderMode=cv2.BORDER_TRANSPARENT
        )


def add_faces(view: View, photo: Photo, how: Matrix) -> None:
    """Faces that are large enough and mostly inside count, others become unsure."""
    height, width = view.bgr.shape[:2]
    boxes, unsure = moved(photo.boxes, how), moved(photo.unsure, how)
    marks = photo.marks @ how[:, :2].T.astype(np.float32) + how[:, 2].astype(np.float32)
    if np.linalg.det(how[:, :2]) < 0:
        marks = marks[:, MIRRORED]
    inside = visible(boxes, width, height)
    sides = (boxes[:, 2:] - boxes[:, :2]).min(1, initial=np.inf)
    good = (inside >= VISIBLE) & (sides >= SMALLEST_PX)
    doubtful = np.concatenate((boxes[~good & (inside > 0)], unsure))
    view.boxes = np.concatenate((view.boxes, boxes[good]))
    view.marks = np.concatenate((view.marks, marks[good]))
    view.unsure = np.concatenate((view.unsure, doubtful[visible(doubtful, width, height) > 0]))


def moved(boxes: Floats, how: Matrix) -> Floats:
    """Boxes of the ellipses that fill the given ones, turned with them."""
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    linear = how[:, :2]
    there = centre @ linear.T + how[:, 2]
    reach = np.sqrt((half**2) @ (linear**2).T)
    return np.concatenate((there - reach, there + reach), 1).astype(np.float32)


def covers(photo: Photo, how: Matrix, height: int, width: int) -> bool:
    """True where the photograph reaches into every corner of a view of this size."""
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)]) - how[:, 2]
    there = corners @ np.linalg.inv(how[:, :2]).T
    size = np.array(photo.bgr.shape[1::-1])
    return bool(((there >= -0.5) & (there <= size - 0.5)).all())


def visible(boxes: Floats, width: int, height: int) -> Floats:
    """Share of each box inside a picture of this size."""
    inside = np.clip(boxes, 0, np.array((width, height, width, height), np.float32))
    area = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    share: Floats = (inside[:, 2:] - inside[:, :2]).prod(1) / np.maximum(area, 1e-6)
    return share


def _shrunk(photo: Photo, how: Matrix) -> tuple[Bgr, Bgr | None, Matrix]:
    """The photograph made smaller by whole steps of averaging, so that nothing aliases."""
    scale = float(np.sqrt(abs(np.linalg.det(how[:, :2]))))
    if scale > 0.6:
        return photo.bgr, photo.alpha, how
    height, width = photo.bgr.shape[:2]
    size = (max(4, round(width * scale * 1.2)), max(4, round(height * scale * 1.2)))
    small = np.asarray(cv2.resize(photo.bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    alpha = photo.alpha
    if alpha is not None:
        alpha = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
    back = np.array([width / size[0], height / size[1]])
    # Pixel centres stay where they are: half a pixel is as large as its scale.
    shift = (back - 1) / 2
    linear = how[:, :2] * back
    return small, alpha, np.column_stack((linear, how[:, 2] + how[:, :2] @ shift))
