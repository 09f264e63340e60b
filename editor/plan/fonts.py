"""The bundled fonts: families, their weights, the scripts that they write, and their files.

The files lie in `editor/fonts`; `.ci/fonts.py` makes them and `_font_files`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from editor.errors import unknown_name
from editor.plan._font_files import DIGESTS
from editor.plan.option import Warn

DEFAULT = "inter"
LATIN = ("Latin",)
EUROPEAN = ("Latin", "Cyrillic", "Greek")


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family."""

    family: str
    weight: int
    italic: bool = False

    @property
    def file(self) -> str:
        return f"{self.family}-{self.weight}{'i' if self.italic else ''}.ttf"

    @property
    def digest(self) -> str:
        """sha256 of the file."""
        return DIGESTS[self.file]


@dataclass(frozen=True, slots=True)
class Family:
    """`blocks` are the code points, first and last, for which it stands in where another family
    has no glyph."""

    name: str
    title: str
    style: str
    scripts: tuple[str, ...]
    weights: tuple[int, ...]
    italics: tuple[int, ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()
    licence: str = "OFL-1.1"

    @property
    def faces(self) -> tuple[Face, ...]:
        upright = (Face(self.name, weight) for weight in self.weights)
        return (*upright, *(Face(self.name, weight, True) for weight in self.italics))

    def face(self, weight: int, italic: bool = False) -> Face:
        """The nearest that there is: italics first, then the weight; of two equally near weights
        the one on the side of the wish's own half (light or bold)."""
        there = self.italics if italic and self.italics else self.weights
        towards = -1 if weight < 500 else 1
        nearest = min(there, key=lambda one: (abs(one - weight), -towards * one))
        return Face(self.name, nearest, italic and bool(self.italics))


def _script(name: str, title: str, weights: tuple[int, ...], *blocks: tuple[int, int]) -> Family:
    return Family(f"noto-sans-{name}", f"Noto Sans {title}", "sans", (title,), weights, (), blocks)


_TWO, _ONE = (400, 700), (400,)
_HAN = ((0x2E80, 0x303F), (0x31C0, 0x31EF), (0x3200, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_WIDE = ((0xFE30, 0xFE4F), (0xFF00, 0xFFEF))

_ALL = (
    Family("inter", "Inter", "sans", EUROPEAN, (300, 400, 600, 700, 900), (400, 700)),
    Family("rubik", "Rubik", "sans", (*EUROPEAN[:2], "Hebrew", "Arabic"), (400, 700, 900), _ONE),
    Family("oswald", "Oswald", "sans", EUROPEAN[:2], (300, 500, 700)),
    Family("eb-garamond", "EB Garamond", "serif", EUROPEAN, _TWO, _TWO),
    Family("roboto-slab", "Roboto Slab", "serif", EUROPEAN, (400, 700, 900), licence="Apache-2.0"),
    Family("anton", "Anton", "display", LATIN, _ONE),
    Family("bebas-neue", "Bebas Neue", "display", LATIN, _ONE),
    Family("bangers", "Bangers", "display", LATIN, _ONE),
    Family("fredoka", "Fredoka", "display", (*LATIN, "Hebrew"), (400, 600)),
    Family("caveat", "Caveat", "handwriting", EUROPEAN[:2], _TWO),
    Family("pacifico", "Pacifico", "handwriting", EUROPEAN[:2], _ONE),
    Family("jetbrains-mono", "JetBrains Mono", "mono", EUROPEAN, _TWO),
    Family(
        *("noto-sans", "Noto Sans", "sans", EUROPEAN, _TWO),
        blocks=(
            (0x20, 0x58F),
            (0x1C80, 0x1C8F),
            (0x1D00, 0x218F),
            (0x2C60, 0x2C7F),
            (0xA640, 0xABFF),
        ),
    ),
    _script("hebrew", "Hebrew", _TWO, (0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    _script(
        "arabic", "Arabic", _TWO, (0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFEFC)
    ),
    _script("devanagari", "Devanagari", _TWO, (0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF)),
    _script("bengali", "Bengali", _TWO, (0x980, 0x9FF)),
    _script("gurmukhi", "Gurmukhi", _ONE, (0xA00, 0xA7F)),
    _script("gujarati", "Gujarati", _ONE, (0xA80, 0xAFF)),
    _script("tamil", "Tamil", _TWO, (0xB80, 0xBFF)),
    _script("telugu", "Telugu", _ONE, (0xC00, 0xC7F)),
    _script("kannada", "Kannada", _ONE, (0xC80, 0xCFF)),
    _script("malayalam", "Malayalam", _ONE, (0xD00, 0xD7F)),
    _script("sinhala", "Sinhala", _ONE, (0xD80, 0xDFF)),
    _script("thai", "Thai", _TWO, (0xE00, 0xE7F)),
    _script("lao", "Lao", _ONE, (0xE80, 0xEFF)),
    _script("myanmar", "Myanmar", _ONE, (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    _script("khmer", "Khmer", _ONE, (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _script("armenian", "Armenian", _ONE, (0x530, 0x58F), (0xFB13, 0xFB17)),
    _script("georgian", "Georgian", _ONE, (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    _script("ethiopic", "Ethiopic", _ONE, (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    _script("jp", "JP", _ONE, (0x3040, 0x30FF), (0x31F0, 0x31FF), *_HAN, *_WIDE),
    _script("kr", "KR", _ONE, (0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)),
    _script("sc", "SC", _ONE, (0x3100, 0x312F), *_HAN, *_WIDE),
    _script("tc", "TC", _ONE, (0x3100, 0x312F), (0x31A0, 0x31BF), *_HAN, *_WIDE),
    Family(
        "noto-emoji", "Noto Emoji", "emoji", ("Emoji",), _ONE, (), ((0x23, 0x39), (0xA9, 0x10FFFF))
    ),
    Family(
        "noto-sans-symbols-2",
        "Noto Sans Symbols",
        "sans",
        ("Symbols",),
        _ONE,
        (),
        ((0x2000, 0x1FBFF),),
    ),
)

FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}
"""Name -> family, in the order in which lists show them."""

FALLBACKS: tuple[Family, ...] = tuple(family for family in _ALL if family.blocks)
"""Who stands in, in the order in which they are asked."""


def fallback_digest() -> str:
    """sha256 over all files that may stand in, in hex."""
    files = sorted(face.file for family in FALLBACKS for face in family.faces)
    return sha256("".join(DIGESTS[file] for file in files).encode()).hexdigest()


SHA_PREFIX = "sha256:"
_OWN = re.compile(r"sha256:[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_own(name: str) -> bool:
    """True for the id of an uploaded font, and for `sha256:...`, by which recipes name its
    bytes."""
    return _OWN.fullmatch(name) is not None


def digest_of(font: str, weight: int, italic: bool) -> str:
    """sha256 of the file that letters are drawn with. Uploaded fonts are named by it."""
    family = FAMILIES.get(font)
    return family.face(weight, italic).digest if family else font.removeprefix(SHA_PREFIX)


@dataclass(frozen=True)
class FontName:
    """The name of a bundled family, whose title is read as well, or what `is_own`."""

    def parse(self, given: object, warn: Warn) -> str:
        if not isinstance(given, str):
            raise ValueError("it isn't text")
        name = "-".join(given.lower().split())
        if name not in FAMILIES and not is_own(name):
            raise unknown_name("font", given, FAMILIES)
        return name

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def rule(self) -> str:
        return "the name of a bundled font or the id of an uploaded one (`/api/fonts` lists both)"
