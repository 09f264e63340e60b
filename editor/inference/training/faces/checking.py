"""How well a network does on scenes of photographs that it never trained on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from editor.inference.networks.compact_faces import CompactFaces
from editor.inference.processing.anchors import RELEASE_1MB
from editor.inference.processing.faces import found
from editor.inference.training.faces import light
from editor.inference.training.faces.labels import iou
from editor.inference.training.faces.photos import Photos
from editor.inference.training.faces.scenes import Scenes
from editor.inference.training.faces.teachers import planes
from editor.inference.training.faces.views import View

COUNT = 96
MATCH = 0.5
SMALL_PX = 20


def fixed_scenes(photos: Photos, side: int, empty: float, seed: int) -> list[View]:
    """The same at every call: people set aside, before anything."""
    scenes = Scenes(Photos(photos.aside, photos.empty, ()), side, empty)
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(COUNT):
        view = scenes.scene(rng)
        view.bgr = light.taken(rng, light.lit(rng, view.bgr))
        made.append(view)
    return made


def checked(network: CompactFaces, views: Sequence[View]) -> dict[str, float]:
    """`recall` and `recall_small` (of faces below SMALL_PX), `false` ones per scene, and
    `overlap`, the mean IoU of those found."""
    hits, small, extra, overlap = [], [], 0, []
    for view in views:
        boxes = _boxes(network, view)
        near = iou(view.boxes, boxes)
        best = near.max(1, initial=0)
        sides = (view.boxes[:, 2:] - view.boxes[:, :2]).min(1, initial=np.inf)
        hits += list(best > MATCH)
        small += list(best[sides < SMALL_PX] > MATCH)
        overlap += list(best[best > MATCH])
        known = np.concatenate((view.boxes, view.unsure))
        extra += int((iou(boxes, known).max(1, initial=0) < 0.3).sum())
    return {
        "recall": _mean(hits),
        "recall_small": _mean(small),
        "false": round(extra / max(1, len(views)), 4),
        "overlap": _mean(overlap),
    }


def _boxes(network: CompactFaces, view: View) -> np.ndarray:
    with torch.inference_mode():
        loc, conf, landms = network(torch.from_numpy(planes(view.bgr))[None])
    height, width = view.bgr.shape[:2]
    seen = found((loc[0], conf[0], landms[0]), height, width, RELEASE_1MB)
    return (seen.boxes * (width, height, width, height)).astype(np.float32)


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 1.0
