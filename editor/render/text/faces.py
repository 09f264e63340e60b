"""The font files: who has which glyphs, who stands in for whom."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

from editor.plan.fonts import FALLBACKS, FAMILIES, Face, Family
from editor.plan.lettering import Lettering
from editor.render.text.clusters import EMOJI_LOOK, TEXT_LOOK

FOLDER = Path(__file__).resolve().parents[2] / "fonts"
UNSHAPED = (
    "letters of Arabic and Indic scripts aren't joined: this system lacks libfribidi (Debian: "
    "libfribidi0)"
)
REFERENCE_PX = 256
"""Size at which letters are measured."""
BOLD = 600
_EMOJI = "noto-emoji"


@dataclass(frozen=True, slots=True)
class OwnFace:
    """A font that somebody uploaded: the path of its cleaned file."""

    file: str
    family: str = ""
    """Of no bundled one."""

    @property
    def italic(self) -> bool:
        return slanted(self.file)


@dataclass(frozen=True, slots=True)
class Style:
    """A face as it is drawn; `bolder` when a bold one was wanted that its family doesn't have."""

    face: Face | OwnFace
    bolder: bool = False


@lru_cache(maxsize=1)
def can_shape() -> bool:
    """False where the system lacks what joins Arabic letters and builds Indic syllables."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=96)
def opened(file: str, px: float) -> ImageFont.FreeTypeFont:
    """The font at this size."""
    return ImageFont.truetype(str(FOLDER / file), px)


@lru_cache(maxsize=128)
def vertical(file: str) -> tuple[float, float]:
    """Ascent and descent, both positive, in sizes."""
    ascent, descent = opened(file, REFERENCE_PX).getmetrics()
    return ascent / REFERENCE_PX, descent / REFERENCE_PX


class Faces:
    """Finds for each cluster of a text the face that draws it. `missing` gathers what none has."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        family = FAMILIES.get(lettering.font)
        named = family.face(lettering.weight, lettering.italic) if family else None
        self.main = Style(named or OwnFace(lettering.font))
        self._stand_ins = _in_order(lettering.text)
        self.missing: dict[str, None] = {}

    def of(self, cluster: str) -> Style:
        needed = [ord(c) for c in cluster if _is_drawn(c)]
        if not needed:
            return self.main
        pictured = EMOJI_LOOK in cluster
        if not pictured and coverage(self.main.face.file).issuperset(needed):
            return self.main
        for family in self._candidates(needed[0], pictured):
            style = self._in(family)
            if coverage(style.face.file).issuperset(needed):
                return style
        if coverage(self.main.face.file).issuperset(needed):
            return self.main
        return self._by_base(cluster, needed[0])

    def _by_base(self, cluster: str, base: int) -> Style:
        """No face has all of it: the first that has its letter draws what it can."""
        own = self.main.face.family
        families = (family for family in self._candidates(base, False) if family.name != own)
        for style in (*map(self._in, families), self.main):
            known = coverage(style.face.file)
            if base in known:
                self.missing.update(
                    dict.fromkeys(c for c in cluster if _is_drawn(c) and ord(c) not in known)
                )
                return style
        self.missing.update(dict.fromkeys(c for c in cluster if _is_drawn(c)))
        return self.main

    def _candidates(self, base: int, pictured: bool) -> Iterator[Family]:
        if pictured:
            yield FAMILIES[_EMOJI]
        for family in self._stand_ins:
            if any(first <= base <= last for first, last in family.blocks):
                yield family

    def _in(self, family: Family) -> Style:
        face = family.face(self._lettering.weight, self._lettering.italic)
        return Style(face, self._lettering.weight >= BOLD > face.weight)


def _in_order(text: str) -> tuple[Family, ...]:
    """The families that stand in, with the one first whose Chinese characters fit the text."""
    rank = {name: place for place, name in enumerate(_han_fonts(text))}
    queue = iter(sorted((f for f in FALLBACKS if f.name in rank), key=lambda f: rank[f.name]))
    return tuple(next(queue) if f.name in rank else f for f in FALLBACKS)


def _han_fonts(text: str) -> tuple[str, str, str]:
    """They look Japanese where kana stand beside them, and traditional where one of them is."""
    if any("\u3040" <= c <= "\u30ff" for c in text):
        return "noto-sans-jp", "noto-sans-sc", "noto-sans-tc"
    han = {ord(c) for c in text if "\u4e00" <= c <= "\u9fff"}
    if han and not han <= coverage("noto-sans-sc-400.ttf"):
        return "noto-sans-tc", "noto-sans-sc", "noto-sans-jp"
    return "noto-sans-sc", "noto-sans-tc", "noto-sans-jp"


def _is_drawn(c: str) -> bool:
    """False for joiners, marks of direction, selectors of a look."""
    if c in (EMOJI_LOOK, TEXT_LOOK) or 0xFE00 <= ord(c) <= 0xFE0F:
        return False
    return unicodedata.category(c) != "Cf" and not c.isspace()


@lru_cache(maxsize=128)
def coverage(file: str) -> frozenset[int]:
    """The code points that have a glyph (the table `cmap` of OpenType, formats 4 and 12)."""
    data = (FOLDER / file).read_bytes()
    start = _table(data, b"cmap")
    subtables = struct.unpack_from(">H", data, start + 2)[0]
    found: set[int] = set()
    for n in range(subtables):
        at = start + struct.unpack_from(">HHL", data, start + 4 + 8 * n)[2]
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 12:
            found.update(_segmented_32(data, at))
        elif kind == 4:
            found.update(_segmented_16(data, at))
    return frozenset(found)


@lru_cache(maxsize=128)
def slanted(file: str) -> bool:
    """True for a font that says of itself that it is italic (OS/2 `fsSelection`)."""
    data = (FOLDER / file).read_bytes()
    return bool(struct.unpack_from(">H", data, _table(data, b"OS/2") + 62)[0] & 1)


def _table(data: bytes, tag: bytes) -> int:
    """Where a table begins."""
    count = struct.unpack_from(">H", data, 4)[0]
    tables = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(count))
    return next(int(offset) for found, _, offset, _ in tables if found == tag)


def _segmented_32(data: bytes, at: int) -> Iterator[int]:
    for n in range(struct.unpack_from(">L", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">LLL", data, at + 16 + 12 * n)
        yield from range(first, last + 1)


def _segmented_16(data: bytes, at: int) -> Iterator[int]:
    """Glyph 0 means: none."""
    double = struct.unpack_from(">H", data, at + 6)[0]
    segments = f">{double // 2}H"
    ends = struct.unpack_from(segments, data, at + 14)
    starts = struct.unpack_from(segments, data, at + 16 + double)
    deltas = struct.unpack_from(segments, data, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(segments, data, offsets_at)
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point + deltas[n]
            if offsets[n]:
                place = offsets_at + 2 * n + offsets[n] + 2 * (point - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = glyph + deltas[n] if glyph else 0
            if glyph & 0xFFFF:
                yield point
