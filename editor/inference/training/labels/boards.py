"""The matte of one object on a plain board, when two methods agree about it or one is sure."""

from __future__ import annotations

import numpy as np

from editor.inference.training.labels.agreeing import DISAGREE, Verdict, verdict
from editor.inference.training.labels.board import Bytes, difference
from editor.inference.training.labels.colours import by_colours
from editor.inference.training.labels.kept import Label
from editor.inference.training.labels.network import SURE, Opinion
from editor.inference.training.labels.outlines import STRICT, by_outlines
from editor.inference.training.labels.soften import softened
from editor.inference.training.labels.tidy import Flags, grown

METHOD = "outlines and colours agree, closed-form matting at the edge"
TWICE = "usual and strict outlines agree, judged by eye, closed-form matting at the edge"
THIRD = "{} and the studio's network agree, closed-form matting at the edge"
ALONE = "the studio's network is sure, closed-form matting at the edge"
EDGE = 3
"""Pixels on both sides of the agreed outline that matting decides about."""

Found = tuple[str, Flags, Verdict]
"""The method, the object, and what speaks for or against it."""


def board_matte(
    picture: Bytes, accepted: bool = False, third: Opinion | None = None
) -> tuple[Label, Bytes | None]:
    """Of an RGB photograph: the matte, as bytes of its size, or None with the reason in the
    label. What the eye has `accepted` need not show in the colours, as clear glass does not:
    outlines that hold under stricter thresholds are enough then. A `third` opinion is asked where
    the two methods disagree."""
    method, outline, found = _agreed(picture, accepted, third)
    label = Label(method, found.agreement, not found.why_not, found.why_not)
    if found.why_not:
        return label, None
    alpha = softened(picture, grown(outline, -EDGE), ~grown(outline, EDGE))
    return label, np.rint(alpha * 255).astype(np.uint8)


def _agreed(picture: Bytes, accepted: bool, third: Opinion | None) -> Found:
    seen = difference(picture)
    outline, colours = by_outlines(seen), by_colours(seen)
    found = verdict(outline, colours)
    if not (found.why_not and (accepted or third)):
        return METHOD, outline, found
    strict = by_outlines(seen, STRICT)
    if accepted:
        return TWICE, outline, verdict(outline, strict)
    if third is None or found.why_not not in DISAGREE:
        return METHOD, outline, found
    return _with_third(
        third, {"outlines": outline, "strict outlines": strict, "colours": colours}, found
    )


def _with_third(third: Opinion, others: dict[str, Flags], found: Verdict) -> Found:
    for name, region in others.items():
        both = verdict(region, third.outline)
        if not both.why_not:
            return THIRD.format(name), region, both
    if third.doubt < SURE:
        return ALONE, third.outline, verdict(third.outline, third.outline)
    return METHOD, others["outlines"], found
