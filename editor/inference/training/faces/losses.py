"""How far answers are from labels and from the teacher."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from editor.inference.networks.retinaface import Found
from editor.inference.training.faces.targets import FACE, NOTHING

HARD_SHARE, HARD_LEAST = 7, 64
"""Hardest anchors without a face that count: for each anchor with one, and at least."""
BOX_WEIGHT, MARKS_WEIGHT = 2.0, 0.5
SURE_LOGIT = 7.0
"""The teacher's logits are taken no further from zero than this."""
CERTAIN = 1.0
"""Logit that the teacher is lifted to where the labels say face."""
TEACHER_SEES = 0.3
"""Score of the teacher from which an anchor without a label isn't held for background."""
EVERYWHERE = 0.05
"""What an anchor counts for when neither sees a face there."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """`kind` (n, anchors), `offsets` (n, anchors, 14); `taught` (n, anchors) are logits of the
    teacher, not a number where it isn't believed."""

    kind: Tensor
    offsets: Tensor
    taught: Tensor


def losses(answer: Found, batch: Batch) -> dict[str, Tensor]:
    """`score`, `box`, `marks`, `distil`: each a mean over its anchors."""
    boxes, logits, marks = (part.float() for part in answer)
    is_face = batch.kind == FACE
    count = is_face.sum().clamp(min=1)
    wanted = batch.offsets[is_face]
    return {
        "score": _score(logits, batch, is_face) / count,
        "box": BOX_WEIGHT * _apart(boxes[is_face], wanted[:, :4]) / count,
        "marks": MARKS_WEIGHT * _apart(marks[is_face], wanted[:, 4:]) / count,
        "distil": _distil(logits, batch, is_face),
    }


def _apart(given: Tensor, wanted: Tensor) -> Tensor:
    return F.smooth_l1_loss(given, wanted, reduction="sum")


def _score(logits: Tensor, batch: Batch, is_face: Tensor) -> Tensor:
    seen = batch.taught.nan_to_num(-SURE_LOGIT).sigmoid() > TEACHER_SEES
    nothing = (batch.kind == NOTHING) & ~seen
    faces = F.softplus(-logits[is_face]).sum()
    others = F.softplus(logits[nothing])
    hard = min(len(others), max(HARD_LEAST * len(logits) // 8, HARD_SHARE * int(is_face.sum())))
    return faces + others.topk(hard).values.sum()


def _distil(logits: Tensor, batch: Batch, is_face: Tensor) -> Tensor:
    asked = batch.taught.isfinite()
    taught = batch.taught.nan_to_num(0).clamp(-SURE_LOGIT, SURE_LOGIT)
    taught = torch.where(is_face, taught.clamp(min=CERTAIN), taught)
    # The teacher is sure: to be surer is no mistake.
    surer = (taught >= SURE_LOGIT) & (logits > taught) | (taught <= -SURE_LOGIT) & (logits < taught)
    weight = asked * (EVERYWHERE + torch.maximum(taught, logits.detach()).sigmoid())
    apart = F.smooth_l1_loss(torch.where(surer, taught, logits), taught, reduction="none")
    return (weight * apart).sum() / weight.sum().clamp(min=1)
