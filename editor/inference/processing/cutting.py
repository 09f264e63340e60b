"""One picture's embedding, and the matte that a prompt cuts out of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from editor.geometry import Box, Point
from editor.inference.networks.running import Running
from editor.inference.processing.prompts import INSIDE, OUTSIDE, Fit, enlarged, for_sam, places
from editor.inference.processing.resizing import Rgb
from editor.inference.prompt import Prompt


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """What the encoder saw: (1, 256, side/16, side/16), and where the picture lay."""

    values: Tensor
    inside: Fit


def embed(running: Running, picture: Rgb) -> Embedded:
    planes, inside = for_sam(picture, running.module.side_px)  # type: ignore[arg-type]
    return Embedded(running.seen(planes[None])[0], inside)


def cut(
    running: Running, seen: Embedded, shape: tuple[int, ...], prompt: Prompt
) -> npt.NDArray[np.uint8]:
    """Soft alpha at the picture's size: of three masks the one that `prompt` names, else the one
    that the network expects to fit best."""
    points, labels, box = _tensors(prompt, seen.inside)
    with running.working():
        masks = running.module.cut(  # type: ignore[operator]
            seen.values,
            points=_on(points, running),
            labels=_on(labels, running),
            box=_on(box, running),
        )
        best = int(masks.scores[0].argmax()) if prompt.mask is None else prompt.mask
        logits = masks.logits[:, best : best + 1]
        soft = enlarged(logits, seen.inside, shape[0], shape[1])[0, 0].sigmoid()
        matte = (soft * 255 + 0.5).to(torch.uint8)
    alpha: npt.NDArray[np.uint8] = running.fetched([matte])[0].numpy()
    return alpha


def _tensors(prompt: Prompt, inside: Fit) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
    """Points (1, n, 2), their labels (1, n) and the box (1, 4), in px of the network's square."""
    every = [*prompt.inside, *prompt.outside]
    points = places([_pair(p) for p in every], inside)[None] if every else None
    kinds = [INSIDE] * len(prompt.inside) + [OUTSIDE] * len(prompt.outside)
    labels = torch.tensor([kinds]) if every else None
    box = places(_corners(prompt.box), inside).reshape(1, 4) if prompt.box else None
    return points, labels, box


def _pair(point: Point) -> tuple[float, float]:
    return point.x, point.y


def _corners(box: Box) -> list[tuple[float, float]]:
    left, top, right, bottom = box.ltrb
    return [(left, top), (right, bottom)]


def _on(tensor: Tensor | None, running: Running) -> Tensor | None:
    return None if tensor is None else tensor.to(running.device)
