"""The two detectors that the compact one learns from, asked alike: faces of one picture in px."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from editor.errors import NotFound
from editor.inference.networks import build, load_checkpoint
from editor.inference.networks.reading import read_weights
from editor.inference.networks.retinaface import RetinaFace
from editor.inference.processing.anchors import RELEASE_1MB, STRIDES
from editor.inference.processing.faces import BGR_MEAN, apart, found

RETINAFACE = "retinaface_mobilenet025_1mb"
YUNET = "yunet_n_dynamic"
SURE = 0.5

Floats = npt.NDArray[np.float32]
Bgr = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Faces of one picture: boxes (n, 4) left, top, right, bottom in px, scores (n) in 0..1,
    marks (n, 5, 2): eyes, nose and corners of the mouth, left before right as seen."""

    boxes: Floats
    scores: Floats
    marks: Floats


Teacher = Callable[[Bgr], Seen]


def teacher_file(folder: Path, name: str) -> Path:
    """The one file of that stem. NotFound without it."""
    path = next(
        (p for p in sorted(folder.glob(f"{name}.*")) if p.suffix in (".pth", ".onnx")), None
    )
    if path is None:
        raise NotFound(
            f"The teacher {name} isn't in {folder.name}.",
            remedy="Put the published file there, under this name.",
        )
    return path


def retinaface(folder: Path) -> RetinaFace:
    """The published 1 MB RetinaFace, in evaluation mode and without gradients."""
    network = build(RETINAFACE)
    load_checkpoint(network, read_weights(teacher_file(folder, RETINAFACE)))
    if not isinstance(network, RetinaFace):
        raise TypeError(RETINAFACE)
    return network.requires_grad_(False)


def planes(bgr: Bgr) -> Floats:
    """(3, height, width) as the networks take it."""
    mean = np.array(BGR_MEAN, np.float32)
    return np.ascontiguousarray((bgr.astype(np.float32) - mean).transpose(2, 0, 1))


def by_retinaface(network: RetinaFace) -> Teacher:
    def ask(bgr: Bgr) -> Seen:
        height, width = bgr.shape[:2]
        with torch.inference_mode():
            loc, conf, landms = network(torch.from_numpy(planes(bgr))[None])
        seen = found((loc[0], conf[0], landms[0]), height, width, RELEASE_1MB)
        size = np.array((width, height), np.float32)
        return Seen(
            (seen.boxes * np.tile(size, 2)).astype(np.float32),
            seen.scores.astype(np.float32),
            (seen.landmarks * size).astype(np.float32),
        )

    return ask


def by_yunet(path: Path) -> Teacher:
    """YuNet (Wu et al. 2023) as published: one anchor in each cell of strides 8, 16 and 32."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0].name
    names = [output.name for output in session.get_outputs()]

    def ask(bgr: Bgr) -> Seen:
        beyond = [-side % STRIDES[-1] for side in bgr.shape[:2]]
        padded = np.pad(bgr, ((0, beyond[0]), (0, beyond[1]), (0, 0)))
        picture = padded.transpose(2, 0, 1)[None].astype(np.float32)
        told = dict(zip(names, session.run(None, {given: picture}), strict=True))
        return _apart([_level(told, stride, padded.shape[1]) for stride in STRIDES])

    return ask


def _level(told: dict[str, Floats], stride: int, width: int) -> Seen:
    """The faces of one stride, in px."""
    scores = np.sqrt(np.clip(told[f"cls_{stride}"], 0, 1) * np.clip(told[f"obj_{stride}"], 0, 1))
    scores = scores.reshape(-1)
    sure = np.flatnonzero(scores >= SURE)
    cells = np.stack((sure % (width // stride), sure // (width // stride)), 1).astype(np.float32)
    boxes = told[f"bbox_{stride}"].reshape(-1, 4)[sure]
    centre, half = (cells + boxes[:, :2]) * stride, np.exp(boxes[:, 2:]) * stride / 2
    marks = told[f"kps_{stride}"].reshape(-1, 5, 2)[sure]
    return Seen(
        np.concatenate((centre - half, centre + half), 1),
        scores[sure],
        (cells[:, None] + marks) * stride,
    )


def _apart(levels: list[Seen]) -> Seen:
    boxes, scores, marks = (
        np.concatenate([getattr(level, part) for level in levels])
        for part in ("boxes", "scores", "marks")
    )
    order = np.argsort(-scores, kind="stable")
    kept = order[apart(boxes[order].astype(np.float64))]
    return Seen(boxes[kept], scores[kept], marks[kept])


def at_scales(teacher: Teacher, bgr: Bgr, scales: tuple[float, ...]) -> list[Seen]:
    """The answers for the picture enlarged by each factor, in px of the picture itself."""
    answers = []
    for scale in scales:
        larger = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        seen = teacher(np.asarray(larger, np.uint8))
        answers.append(Seen(seen.boxes / scale, seen.scores, seen.marks / scale))
    return answers
