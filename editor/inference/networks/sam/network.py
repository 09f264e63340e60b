"""SAM as one module, and in two halves for pictures whose embedding is kept."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from editor.errors import BadRequest
from editor.inference.networks.sam.decoder import MaskDecoder
from editor.inference.networks.sam.encoder import BASE, HUGE, LARGE, PATCH, ImageEncoder, Size
from editor.inference.networks.sam.prompts import CORNERS, NO_POINT, PromptEncoder

WIDTH = 256
SIDE_PX = 1024


class Masks(NamedTuple):
    """What a prompt cuts out."""

    logits: Tensor
    """(n, masks, side/4, side/4); above 0 is inside."""
    scores: Tensor
    """(n, masks): expected IoU of each with what was meant."""


class Sam(nn.Module):
    """`module(picture, points=, labels=, box=)`; `embed` and `cut` are its two halves.

    Pictures are square, (n, 3, side, side), the real one in the upper left corner and zeros
    beside it. Points (n, points, 2) and box (n, 4) are px of this square: x, y and left, top,
    right, bottom. Labels (n, points): 1 foreground, 0 background, -1 no point at all.
    """

    def __init__(self, size: Size, side_px: int) -> None:
        super().__init__()
        self.side_px = side_px
        cells = side_px // PATCH
        self.image_encoder = ImageEncoder(size, side_px, WIDTH)
        self.prompt_encoder = PromptEncoder(WIDTH, cells, side_px)
        self.mask_decoder = MaskDecoder(WIDTH)

    def forward(
        self,
        picture: Tensor,
        *,
        points: Tensor | None = None,
        labels: Tensor | None = None,
        box: Tensor | None = None,
        mask: Tensor | None = None,
        multimask: bool = True,
    ) -> Masks:
        embedding = self.embed(picture)
        return self.cut(
            embedding, points=points, labels=labels, box=box, mask=mask, multimask=multimask
        )

    def embed(self, picture: Tensor) -> Tensor:
        """(n, 256, side/16, side/16): all that prompts need of a picture, worth keeping."""
        if picture.shape[2:] != (self.side_px, self.side_px):
            raise BadRequest(
                f"The picture given to SAM is {picture.shape[3]} x {picture.shape[2]} px.",
                remedy=f"Fit it into {self.side_px} x {self.side_px} px and fill up with zeros.",
            )
        embedding: Tensor = self.image_encoder(picture)
        return embedding

    def cut(
        self,
        embedding: Tensor,
        *,
        points: Tensor | None = None,
        labels: Tensor | None = None,
        box: Tensor | None = None,
        mask: Tensor | None = None,
        multimask: bool = True,
    ) -> Masks:
        """Three masks of different reach, or with `multimask=False` the one for clear prompts.

        `mask` (n, 1, side/4, side/4) holds the logits of an earlier answer to start from. One
        embedding serves any number n of prompts.
        """
        tokens = self.sparse(points, labels, box)
        rough = self.prompt_encoder.dense(mask)
        image = embedding.to(rough.dtype).expand(tokens.shape[0], -1, -1, -1) + rough
        logits, scores = self.mask_decoder(image, self.prompt_encoder.places(), tokens)
        kept = slice(1, None) if multimask else slice(0, 1)
        return Masks(logits[:, kept], scores[:, kept])

    def sparse(self, points: Tensor | None, labels: Tensor | None, box: Tensor | None) -> Tensor:
        """The tokens (n, tokens, 256) of points and box."""
        places, kinds = _marks(points, labels, box)
        tokens: Tensor = self.prompt_encoder.sparse(
            self.prompt_encoder.weights_like(places), kinds.to(places.device)
        )
        return tokens


def _marks(
    points: Tensor | None, labels: Tensor | None, box: Tensor | None
) -> tuple[Tensor, Tensor]:
    """Points with the corners of the box behind them, and their labels."""
    if (points is None) != (labels is None) or (points is None and box is None):
        raise BadRequest(
            "SAM was asked without a prompt that says what is meant.",
            remedy="Give points with a label for each, a box, or both.",
        )
    places, kinds = [], []
    if points is not None and labels is not None:
        places.append(points)
        kinds.append(labels.long())
    if box is not None:
        places.append(box.reshape(-1, 2, 2))
        kinds.append(torch.tensor(CORNERS, device=box.device).expand(places[-1].shape[:2]))
    else:
        # In training, points without a box came with one place to fill up.
        places.append(torch.zeros_like(places[0][:, :1]))
        kinds.append(torch.full_like(kinds[0][:, :1], NO_POINT))
    return torch.cat(places, 1), torch.cat(kinds, 1)


def vit_b(*, side_px: int = SIDE_PX) -> Sam:
    """SAM with the base encoder. `side_px` other than 1024 has no published weights."""
    return Sam(BASE, side_px)


def vit_l(*, side_px: int = SIDE_PX) -> Sam:
    """SAM with the large encoder."""
    return Sam(LARGE, side_px)


def vit_h(*, side_px: int = SIDE_PX) -> Sam:
    """SAM with the huge encoder."""
    return Sam(HUGE, side_px)
