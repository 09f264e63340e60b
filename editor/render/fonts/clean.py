"""A font that somebody brought, written anew: what is needed to draw letters is kept, all else goes
(programs, drawings in other formats, references, variations, signatures, unknown tables).

Only in render processes: the file may be anything.
"""

from __future__ import annotations

import io
import logging
import struct
from pathlib import Path
from typing import Any

from PIL import ImageFont

from editor.errors import FontRefused, StudioError
from editor.render.fonts import characters, outlines, packed
from editor.render.fonts.packed import broken
from editor.render.request import FontFacts

log = logging.getLogger(__name__)

KEPT = frozenset(
    {
        *("head", "hhea", "hmtx", "maxp", "OS/2", "cmap", "name", "post", "glyf", "loca", "CFF "),
        *("GDEF", "GPOS", "GSUB", "kern"),
    }
)
NEEDED = ("head", "hhea", "hmtx", "maxp", "OS/2", "cmap")
MOST_EM = 20
"""Sizes that a glyph may move on: longer ones would make pictures without an end."""
LONGEST_NAME = 60
NAMES_BYTES = 4 * packed.MIB
_TEXTS = {0: 300, 1: LONGEST_NAME, 2: LONGEST_NAME, 4: 120, 6: LONGEST_NAME, 13: 300}
"""Names that are kept (copyright, family, style, full and PostScript name, licence), and how long
they may be."""
_RESTRICTED, _PREVIEW, _EDITABLE, _BITMAPS = 0x2, 0x4, 0x8, 0x200
_TRIED = 48
_TRIED_PX = 64


def clean(path: str, destination: str) -> FontFacts:
    """Writes the cleaned font to `destination`, as TrueType or OpenType, the same bytes for the
    same file. FontRefused."""
    data = Path(path).read_bytes()
    kind = packed.check(data)
    try:
        facts = _rewritten(data, destination)
        _try(destination)
    except (StudioError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a wrong byte may end in anything
        log.info("a font of kind %s can't be read: %r", kind, error)
        raise broken("it is damaged") from None
    return facts


def _rewritten(data: bytes, destination: str) -> FontFacts:
    # Here only: no other render needs it.
    from fontTools.ttLib import TTFont

    font: Any = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    _check_tables(font)
    order = [f"g{n:05d}" for n in range(font["maxp"].numGlyphs)]
    # Names of glyphs are of no use, and they are a stranger's text.
    font.setGlyphOrder(order)
    _check_rights(font["OS/2"])
    _check_measures(font, order)
    family, style, licence = _named(font)
    points = _mapped(font, frozenset(order))
    if "glyf" in font:
        outlines.clean(font["glyf"], order)
    _silenced(font)
    # Packing tools write down when they ran; the letters are the same.
    font["head"].modified = font["head"].created
    font.flavor = None
    with Path(destination).open("wb") as out:
        font.save(out, reorderTables=True)
    table = font["OS/2"]
    italic = bool(table.fsSelection & 1 or font["head"].macStyle & 2)
    weight = min(900, max(100, int(table.usWeightClass)))
    scripts = characters.scripts(points)
    return FontFacts(family, style, weight, italic, scripts, len(points), licence)


def _check_tables(font: Any) -> None:
    for tag in list(font.keys()):
        if tag not in KEPT and tag != "GlyphOrder":
            del font[tag]
    missing = [tag.strip() for tag in NEEDED if tag not in font]
    if not ("CFF " in font or ("glyf" in font and "loca" in font)):
        missing.append("glyf")
    if missing:
        raise broken(f"it has no table {', '.join(missing)}")
    characters.check(font.reader["cmap"])
    if "name" in font:
        _check_names(font.reader["name"])


def _check_names(data: bytes) -> None:
    """Many names may point to the same long text, and each would become a copy."""
    count = struct.unpack_from(">H", data, 2)[0]
    lengths = (struct.unpack_from(">H", data, 6 + 12 * n + 8)[0] for n in range(count))
    if sum(lengths) > NAMES_BYTES:
        raise broken("its names have no end")


def _check_rights(table: Any) -> None:
    """The font's own word on whether it may be embedded (OS/2 `fsType`): of several rights the
    widest counts."""
    told = int(table.fsType)
    closed = told & _RESTRICTED and not told & (_PREVIEW | _EDITABLE)
    if closed or told & _BITMAPS:
        why = "it must not be embedded" if closed else "only its bitmaps may be embedded"
        raise FontRefused(
            f"The font's licence doesn't allow this: {why} (fsType {told:#06x}).",
            remedy="Ask its maker for a licence with embedding, or take another font.",
        )


def _check_measures(font: Any, order: list[str]) -> None:
    em = int(font["head"].unitsPerEm)
    line = font["hhea"]
    if not 16 <= em <= 16384:
        raise broken(f"its letters have {em} units")
    if max(abs(line.ascent), abs(line.descent)) > MOST_EM * em or line.ascent <= line.descent:
        raise broken("its lines have no height, or too much")
    widest = max(font["hmtx"].metrics[name][0] for name in order)
    if widest > MOST_EM * em:
        raise broken(f"a letter is {widest / em:.0f} times as wide as the size")


def _named(font: Any) -> tuple[str, str, str]:
    """Family, style and licence; the table holds only what is kept afterwards."""
    from fontTools.ttLib import newTable

    told = font.get("name")
    kept = newTable("name")
    kept.names = []
    found = {}
    for number, longest in _TEXTS.items():
        text = told.getDebugName(number) if told else None
        shown = "".join(c for c in text or "" if c.isprintable()).strip()[:longest]
        if shown:
            found[number] = shown
            kept.setName(shown, number, 3, 1, 0x409)
    font["name"] = kept
    return found.get(1, ""), found.get(2, ""), found.get(13, "") or found.get(0, "")


def _mapped(font: Any, known: frozenset[str]) -> frozenset[int]:
    """One list of characters in place of all; what it has."""
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    best = font["cmap"].getBestCmap() or {}
    mapped = {point: name for point, name in best.items() if name in known and name != "g00000"}
    if not mapped:
        raise broken("it has no letters of Unicode")
    listed = CmapSubtable.newSubtable(12)
    listed.platformID, listed.platEncID, listed.language = 3, 10, 0
    listed.cmap = mapped
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [listed]
    font["cmap"] = table
    return frozenset(mapped)


def _silenced(font: Any) -> None:
    """No programs, no names of glyphs."""
    from fontTools.ttLib import newTable

    post = newTable("post")
    post.formatType, post.italicAngle = 3.0, 0.0
    post.underlinePosition, post.underlineThickness, post.isFixedPitch = -100, 50, 0
    for name in ("minMemType42", "maxMemType42", "minMemType1", "maxMemType1"):
        setattr(post, name, 0)
    font["post"] = post
    maxp = font["maxp"]
    for name in ("maxFunctionDefs", "maxInstructionDefs", "maxSizeOfInstructions"):
        if hasattr(maxp, name):
            setattr(maxp, name, 0)


def _try(path: str) -> None:
    """Letters from all over the font are drawn once: what can't draw them now never will."""
    from editor.render.text.faces import coverage

    try:
        font = ImageFont.truetype(path, _TRIED_PX)
        points = sorted(coverage(path))
        step = max(1, len(points) // _TRIED)
        for point in points[::step]:
            if max(map(abs, font.getbbox(chr(point)))) > MOST_EM * _TRIED_PX:
                raise broken("a letter is much larger than its size")
            font.getmask(chr(point))
    except (OSError, ValueError) as error:
        log.info("a cleaned font can't be drawn: %r", error)
        raise broken("its letters can't be drawn") from None
