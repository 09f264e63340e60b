"""Batches from scenes: pictures, what is in them, and what the teacher says of them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from editor.inference.networks.retinaface import RetinaFace
from editor.inference.training.faces import light
from editor.inference.training.faces.losses import Batch
from editor.inference.training.faces.scenes import Scenes
from editor.inference.training.faces.targets import Matching
from editor.inference.training.faces.teachers import planes
from editor.inference.training.faces.views import Rng, View

LAST = torch.channels_last


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Pictures (n, 3, side, side) as the network takes them."""

    pictures: Tensor
    batch: Batch


class Batches:
    """Endless; the teacher sees each scene before a worse camera takes it for the student."""

    def __init__(self, scenes: Scenes, teacher: RetinaFace, size: int, rng: Rng) -> None:
        self.scenes, self.teacher, self.size, self.rng = scenes, teacher, size, rng
        self.matching = Matching(scenes.side)

    def next(self) -> Given:
        views = [self._lit(self.scenes.scene(self.rng)) for _ in range(self.size)]
        targets = [self.matching.target(view) for view in views]
        kind = torch.from_numpy(np.stack([target.kind for target in targets]))
        offsets = torch.from_numpy(np.stack([target.offsets for target in targets]))
        taught = self._taught(views)
        shown = [planes(light.taken(self.rng, view.bgr)) for view in views]
        pictures = torch.from_numpy(np.stack(shown)).contiguous(memory_format=LAST)
        return Given(pictures, Batch(kind, offsets, taught))

    def _lit(self, view: View) -> View:
        view.bgr = light.lit(self.rng, view.bgr)
        if self.rng.random() < 0.3:
            view.bgr = np.asarray(cv2.GaussianBlur(view.bgr, (3, 3), 0), np.uint8)
        return view

    def _taught(self, views: list[View]) -> Tensor:
        """Nobody is where no photograph of people shows: what the teacher sees there, in fruit
        above all, teaches nothing."""
        taught = torch.full((len(views), len(self.matching.boxes)), torch.nan)
        among = [torch.from_numpy(self.matching.among_people(view)) for view in views]
        asked = [i for i, there in enumerate(among) if there.any()]
        if asked:
            pictures = torch.from_numpy(np.stack([planes(views[i].bgr) for i in asked]))
            with torch.no_grad():
                _, scores, _ = self.teacher(pictures.contiguous(memory_format=LAST))
            taught[asked] = scores[..., 1].double().logit(1e-7).float()
            taught[~torch.stack(among)] = torch.nan
        return taught
