"""`python -m editor.inference.training.faces.agreement`: how many faces of the published detector
a model of the registry finds as well, by their size, and what else it takes for a face."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from editor.errors import StudioError
from editor.findings import Face
from editor.inference import settings
from editor.inference.card import Task
from editor.inference.evaluate.subjects import subject
from editor.inference.training.faces import teachers
from editor.inference.training.faces.labels import iou
from editor.inference.training.faces.photos import rows
from editor.inference.training.faces.teachers import Bgr, Floats, Teacher

SURE, SMALLEST = 0.7, 0.03
"""Boxes of the detector that count: score, and larger side as a share of the longest side."""
MATCH, NEAR = 0.5, 0.3
"""IoU from which a box is found; and below which a face of the model is one that neither detector
sees, at any score above a half."""
BOUNDS = (0.06, 0.12, 0.25, 1.01)
"""Ends of the ranges of size that are told apart."""

See = Callable[[Bgr], Sequence[Face]]


def agreement(photos: Sequence[Path], first: Teacher, second: Teacher, see: See) -> dict[str, Any]:
    """`found` of `faces`, the same by size, `missed_in` and `extra_in` as names of photographs."""
    counts = {bound: [0, 0] for bound in BOUNDS}
    missed, extra = list[str](), list[str]()
    for path in photos:
        bgr = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)
        theirs, others = first(bgr), second(bgr)
        ours = _placed(see(bgr), bgr)
        share = (theirs.boxes[:, 2:] - theirs.boxes[:, :2]).max(1, initial=0) / max(bgr.shape[:2])
        counted = (theirs.scores > SURE) & (share > SMALLEST)
        hits = iou(theirs.boxes, ours).max(1, initial=0) > MATCH
        for size, hit in zip(share[counted], hits[counted], strict=True):
            place = next(bound for bound in BOUNDS if size < bound)
            counts[place][0] += int(hit)
            counts[place][1] += 1
        missed += [path.stem] * int((counted & ~hits).sum())
        known = np.concatenate((theirs.boxes, others.boxes))
        extra += [path.stem] * int((iou(ours, known).max(1, initial=0) < NEAR).sum())
    return {
        "photos": len(photos),
        "faces": sum(total for _, total in counts.values()),
        "found": sum(hits for hits, _ in counts.values()),
        "by_size_below": {str(bound): count for bound, count in counts.items()},
        "missed_in": missed,
        "extra_in": extra,
    }


def _placed(faces: Sequence[Face], bgr: Bgr) -> Floats:
    size = np.tile(np.array(bgr.shape[1::-1], np.float32), 2)
    return rows([face.box.ltrb for face in faces], 4) * size


def main(arguments: list[str]) -> int:
    """0 when all was measured, 2 with a sentence otherwise."""
    parser = argparse.ArgumentParser(prog="editor.inference.training.faces.agreement")
    parser.add_argument("--photos", type=Path, required=True, help="A folder of photographs.")
    parser.add_argument("--sets", default="", help="Beginnings of names, with commas.")
    parser.add_argument("--teachers", type=Path, required=True, help="The detectors' files.")
    parser.add_argument("--model", default="studio-faces", help="The name of a card.")
    asked = parser.parse_args(arguments)
    named = tuple(asked.sets.split(","))
    photos = [path for path in sorted(asked.photos.glob("*.jpg")) if path.name.startswith(named)]
    try:
        known = settings.load({settings.SECRET: "not asked for", **os.environ})
        model = subject(asked.model, Task.FACES, known)
        first = teachers.by_retinaface(teachers.retinaface(asked.teachers))
        second = teachers.by_yunet(teachers.teacher_file(asked.teachers, teachers.YUNET))
    except StudioError as error:
        print(f"{error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2

    def see(bgr: Bgr) -> Sequence[Face]:
        seen = model.see(np.ascontiguousarray(bgr[:, :, ::-1]))
        return seen if isinstance(seen, tuple) else ()

    print(json.dumps(agreement(photos, first, second, see), indent=1))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
