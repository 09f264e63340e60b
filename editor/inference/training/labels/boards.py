"""The matte of one object on a plain board, when two methods agree about it."""

from __future__ import annotations

import numpy as np

from editor.inference.training.labels.agreeing import verdict
from editor.inference.training.labels.board import Bytes, difference
from editor.inference.training.labels.colours import by_colours
from editor.inference.training.labels.kept import Label
from editor.inference.training.labels.outlines import by_outlines
from editor.inference.training.labels.soften import softened
from editor.inference.training.labels.tidy import grown

METHOD = "outlines and colours agree, closed-form matting at the edge"
EDGE = 3
"""Pixels on both sides of the agreed outline that matting decides about."""


def board_matte(picture: Bytes) -> tuple[Label, Bytes | None]:
    """Of an RGB photograph: the matte, as bytes of its size, or None with the reason in the
    label."""
    seen = difference(picture)
    outline = by_outlines(seen)
    found = verdict(outline, by_colours(seen))
    label = Label(METHOD, found.agreement, not found.why_not, found.why_not)
    if found.why_not:
        return label, None
    alpha = softened(picture, grown(outline, -EDGE), ~grown(outline, EDGE))
    return label, np.rint(alpha * 255).astype(np.uint8)
