"""How large a text's picture may become, from numbers alone: no font is opened.

The web process imports this module: it pulls in neither Pillow nor NumPy.
"""

from __future__ import annotations

import math
import unicodedata

from editor.geometry import Size, size_of
from editor.plan.composition import Text

MOST_PX = 32_000_000
"""Pixels of one text's picture; what is larger is drawn smaller and stretched."""
_NARROW, _WIDE = 0.62, 1.25
"""Sizes that a letter takes, rather too many."""


def bounds(text: Text) -> Size:
    """Width and height that the picture hardly exceeds."""
    widths = [_width(line, text) for line in text.text.split("\n")]
    wraps = text.sizing != "auto"
    box = text.width / text.size
    rows = (
        sum(math.ceil(1.3 * one / max(box, 1.0)) or 1 for one in widths) if wraps else len(widths)
    )
    width = max(text.width, 0.0 if wraps else max(widths) * text.size)
    height = max(text.height, rows * text.line_height * text.size)
    around = 2 * text.stroke + text.size
    size = size_of((width + around) * text.scale, (height + around) * text.scale)
    if size.area <= MOST_PX:
        return size
    return size.scaled(math.sqrt(MOST_PX / size.area))


def bytes_px(text: Text) -> float:
    """Bytes of a pixel while it is drawn: the letters' mask, their paint, the outline's."""
    return 6.5 + (8.5 if text.stroke else 0.0) + (6.0 if text.color.endswith(")") else 0.0)


def _width(line: str, text: Text) -> float:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return wide * _WIDE + (len(line) - wide) * _NARROW + len(line) * max(0.0, text.spacing)
