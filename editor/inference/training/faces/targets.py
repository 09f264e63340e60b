"""What the network should answer at each anchor of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.inference.processing.anchors import MOVE, RELEASE_1MB, STRETCH, anchors
from editor.inference.training.faces.labels import iou
from editor.inference.training.faces.teachers import Floats
from editor.inference.training.faces.views import View

MATCHED = 0.35
"""IoU from which an anchor stands for a face."""
BEST = 0.2
"""IoU from which the best anchor of a face stands for it at least."""
DOUBTFUL = 0.2
"""IoU with something unsure from which an anchor is taken neither way."""
INSIDE = 0.6
"""Share of an anchor within something unsure, likewise."""
FACE, NOTHING, UNSURE = 1, 0, -1


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Of one picture: `kind` (anchors) is FACE, NOTHING or UNSURE; offsets (anchors, 14), those
    of the box before those of the marks, count for faces alone."""

    kind: npt.NDArray[np.int64]
    offsets: Floats


class Matching:
    """Anchors of square pictures of one size."""

    def __init__(self, side: int) -> None:
        around = anchors(side, side, RELEASE_1MB).astype(np.float64) * side
        self.centre, self.size = around[:, :2], around[:, 2:]
        half = self.size / 2
        self.boxes: Floats = np.concatenate((self.centre - half, self.centre + half), 1).astype(
            np.float32
        )

    def among_people(self, view: View) -> npt.NDArray[np.bool_]:
        """Anchors whose middle lies in a photograph of people."""
        x, y = self.centre.astype(int).T
        return np.asarray(view.people[y, x] > 0, bool)

    def target(self, view: View) -> Target:
        kind = np.full(len(self.boxes), NOTHING)
        offsets = np.zeros((len(self.boxes), 14), np.float32)
        if len(view.unsure):
            kind[self._doubtful(view.unsure)] = UNSURE
        if len(view.boxes):
            overlaps = iou(self.boxes, view.boxes)
            whose, best = overlaps.argmax(1), overlaps.max(1)
            for number, anchor in enumerate(overlaps.argmax(0)):
                if overlaps[anchor, number] >= BEST:
                    whose[anchor], best[anchor] = number, 1
            which = np.flatnonzero(best >= MATCHED)
            kind[which] = FACE
            offsets[which] = self._offsets(which, whose[which], view)
        return Target(kind, offsets)

    def _doubtful(self, unsure: Floats) -> npt.NDArray[np.bool_]:
        low = np.maximum(self.boxes[:, None, :2], unsure[None, :, :2])
        high = np.minimum(self.boxes[:, None, 2:], unsure[None, :, 2:])
        shared = np.clip(high - low, 0, None).prod(-1)
        within = shared / self.size.prod(1)[:, None]
        doubtful: npt.NDArray[np.bool_] = (
            (iou(self.boxes, unsure) > DOUBTFUL) | (within > INSIDE)
        ).any(1)
        return doubtful

    def _offsets(
        self, which: npt.NDArray[np.intp], whose: npt.NDArray[np.intp], view: View
    ) -> Floats:
        boxes, marks = view.boxes[whose], view.marks[whose]
        centre, size = self.centre[which], self.size[which]
        move = ((boxes[:, :2] + boxes[:, 2:]) / 2 - centre) / (MOVE * size)
        stretch = np.log((boxes[:, 2:] - boxes[:, :2]) / size) / STRETCH
        points = (marks - centre[:, None]) / (MOVE * size[:, None])
        made: Floats = np.concatenate((move, stretch, points.reshape(-1, 10)), 1).astype(np.float32)
        return made
