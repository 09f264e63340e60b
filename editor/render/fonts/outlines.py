"""The outlines of TrueType fonts without the programs in them, and without glyphs that are made of
so many others that drawing one would never end."""

from __future__ import annotations

import struct
from typing import Any

from editor.render.fonts.packed import broken

MOST_PARTS = 256
"""Outlines that one glyph puts together, counted through all glyphs that it names."""


def clean(glyf: Any, order: list[str]) -> None:
    """Takes the hinting programs out of the table `glyf` of fontTools."""
    parts: dict[str, tuple[str, ...]] = {}
    for name in order:
        glyph = glyf.glyphs[name]
        data = getattr(glyph, "data", b"")
        if not data:
            continue
        if len(data) < 10:
            raise broken("a glyph is cut off")
        if struct.unpack_from(">h", data)[0] < 0:
            glyph.expand(glyf)
            parts[name] = tuple(one.glyphName for one in glyph.components)
            glyph.compact(glyf, recalcBBoxes=False)
        glyph.trim(remove_hinting=True)
    _check_parts(parts)


def _check_parts(parts: dict[str, tuple[str, ...]]) -> None:
    """Without recursion: what a glyph is made of may lie as deep as a file has glyphs."""
    counts: dict[str, int] = {}
    left = dict(parts)
    while left:
        ready = [n for n, named in left.items() if not any(one in left for one in named)]
        if not ready:
            raise broken("a glyph is made of itself")
        for name in ready:
            counts[name] = sum(counts.get(one, 1) for one in left.pop(name))
            if counts[name] > MOST_PARTS:
                raise broken(f"a glyph is made of more than {MOST_PARTS} others")
