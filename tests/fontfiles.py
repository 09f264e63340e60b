"""Font files for tests: small ones that are drawn here, and packed ones of the studio's own."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

from tests.needs import ROOT

FOLDER = ROOT / "editor/fonts"
EM = 1000
DATED = 3_600_000_000


def bundled(
    name: str, flavor: str | None = None, change: Callable[[Any], None] | None = None
) -> bytes:
    """A font of the studio, packed otherwise, or changed."""
    font = TTFont(FOLDER / f"{name}.ttf")
    if change:
        change(font)
    font.flavor = flavor
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def blocks(
    letters: str = "AB",
    *,
    advance: int = 600,
    fs_type: int = 0,
    outlines: str = "glyf",
    family: str = "Blocks",
    composite: dict[str, list[str]] | None = None,
) -> bytes:
    """A font whose letters are full blocks, 500 x 700 of 1000 units."""
    names = [".notdef", *(f"l{ord(c):x}" for c in letters), *(composite or {})]
    builder = FontBuilder(EM, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"l{ord(c):x}" for c in letters})
    if outlines == "glyf":
        glyphs = {}
        for name in names:
            pen = TTGlyphPen(dict.fromkeys(names))
            for part in (composite or {}).get(name, ()):
                pen.addComponent(part, (1, 0, 0, 1, 0, 0))
            if name not in (composite or {}):
                _block(pen)
            glyphs[name] = pen.glyph()
        for glyph in glyphs.values():
            glyph.program = Program()
            glyph.program.fromBytecode([0xB0, 1, 0x21])
            glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax = 50, 0, 550, 700
        builder.setupGlyf(glyphs, calcGlyphBounds=not composite)
    else:
        pens = {}
        for name in names:
            pen2 = T2CharStringPen(advance, None)
            _block(pen2)
            pens[name] = pen2.getCharString()
        builder.setupCFF("Blocks", {}, pens, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (advance, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWeightClass=700, fsType=fs_type)
    builder.setupNameTable({"familyName": family, "styleName": "Bold"})
    builder.setupPost()
    builder.updateHead(created=DATED, modified=DATED)
    out = io.BytesIO()
    builder.font.recalcBBoxes, builder.font.recalcTimestamp = not composite, False
    builder.font.save(out)
    return out.getvalue()


def _block(pen: Any) -> None:
    pen.moveTo((50, 0))
    pen.lineTo((50, 700))
    pen.lineTo((550, 700))
    pen.lineTo((550, 0))
    pen.closePath()


def tables(data: bytes) -> dict[str, bytes]:
    """Tag -> bytes of a plain font."""
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(count))
    return {tag.decode(): data[at : at + size] for tag, _, at, size in entries}
