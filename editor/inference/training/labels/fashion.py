"""Hand-cut masks whose edges are off by some pixels, drawn anew along the photograph's edges."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.labels.board import Bytes
from editor.inference.training.labels.kept import Label
from editor.inference.training.labels.soften import softened
from editor.inference.training.labels.tidy import grown

METHOD = "closed-form matting in a band on the given edge"
AS_GIVEN = "as given"
LONGEST = 416
EDGE = 4
DIFFERENT = 0.05
"""Matting that moves more of the subject than this has followed a wrong edge."""


def cleaned(picture: Bytes, mask: Bytes) -> tuple[Label, Bytes]:
    """Of an RGB photograph and its mask (0..255), both of one size: the new matte, or the given
    one where the two are too far apart. Longest side at most 416."""
    picture, mask = _reduced(picture), _reduced(mask)
    given = mask > 127
    sure, never = grown(given, -EDGE), ~grown(given, EDGE)
    alpha = softened(picture, sure, never)
    difference = float(np.abs(alpha - given).sum() / max(1, given.sum()))
    agreement = round(1 - min(1.0, difference), 4)
    if difference > DIFFERENT or not sure.any():
        return Label(AS_GIVEN, agreement, True, ""), mask
    return Label(METHOD, agreement, True, ""), np.rint(alpha * 255).astype(np.uint8)


def _reduced(picture: Bytes) -> Bytes:
    height, width = picture.shape[:2]
    share = LONGEST / max(height, width)
    if share >= 1:
        return picture
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small: Bytes = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return small
