"""The matte of one object on a plain board, when two methods agree about it."""

from __future__ import annotations

import numpy as np

from editor.inference.training.labels.agreeing import verdict
from editor.inference.training.labels.board import Bytes, difference
from editor.inference.training.labels.colours import by_colours
from editor.inference.training.labels.kept import Label
from editor.inference.training.labels.outlines import STRICT, by_outlines
from editor.inference.training.labels.soften import softened
from editor.inference.training.labels.tidy import grown

METHOD = "outlines and colours agree, closed-form matting at the edge"
TWICE = "usual and strict outlines agree, judged by eye, closed-form matting at the edge"
EDGE = 3
"""Pixels on both sides of the agreed outline that matting decides about."""


def board_matte(picture: Bytes, accepted: bool = False) -> tuple[Label, Bytes | None]:
    """Of an RGB photograph: the matte, as bytes of its size, or None with the reason in the
    label. What the eye has `accepted` need not show in the colours, as clear glass does not:
    outlines that hold under stricter thresholds are enough then."""
    seen = difference(picture)
    outline = by_outlines(seen)
    method, found = METHOD, verdict(outline, by_colours(seen))
    if found.why_not and accepted:
        method, found = TWICE, verdict(outline, by_outlines(seen, STRICT))
    label = Label(method, found.agreement, not found.why_not, found.why_not)
    if found.why_not:
        return label, None
    alpha = softened(picture, grown(outline, -EDGE), ~grown(outline, EDGE))
    return label, np.rint(alpha * 255).astype(np.uint8)
