"""What a text layer says and how its letters look, as a record of options."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from editor.plan.colour import BLACK, Colour, Rgba
from editor.plan.fonts import DEFAULT, FontName
from editor.plan.kinds import Choice, Flag, Number, Words
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option
from editor.plan.paint import Paint

LONGEST = 1000
"""Characters of one text."""


@dataclass(frozen=True)
class Prose(Words):
    """Text of several lines. Joiners, direction marks and emoji newer than this server stay;
    control characters don't."""

    def parse(self, given: object, warn: Warn) -> str:
        if not isinstance(given, str):
            raise ValueError("it isn't text")
        if len(given) > self.longest:
            raise ValueError(f"it is longer than {self.longest} characters")
        text = given
        for ending in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
            text = text.replace(ending, "\n")
        text = text.replace("\t", "    ")
        if any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c != "\n"):
            raise ValueError("it holds control characters")
        if len(text) > self.longest:
            raise ValueError(f"with its tabs it is longer than {self.longest} characters")
        return text

    def rule(self) -> str:
        return f"up to {self.longest} characters on any number of lines"


@dataclass(frozen=True, slots=True)
class Lettering(OptionSet):
    """Sizes are canvas pixels."""

    text: str = option(Prose(LONGEST), "", "What is written.", example="Hello")
    font: str = option(FontName(), DEFAULT, "A bundled font, or an uploaded one.", example="caveat")
    size: float = option(Number(1, 4096, unit="px"), 48.0, "Height of the type.", example="96")
    weight: int = option(
        Number(100, 900, whole=True), 400, "The nearest weight of the font.", example="700"
    )
    italic: bool = option(Flag(), False, "Slanted, if the font can.", example="true")
    color: str = option(Paint(), "#000000", "A CSS colour or gradient.", example="white")
    align: str = option(
        Choice(("left", "center", "right", "justify", "start")),
        "start",
        "Alignment of lines; `start` follows the direction of each paragraph.",
        example="center",
    )
    valign: str = option(
        Choice(("top", "middle", "bottom")), "top", "Place in the box's height.", example="middle"
    )
    line_height: float = option(
        Number(0.5, 4), 1.2, "From line to line, in sizes.", example="1", name="lineHeight"
    )
    spacing: float = option(
        Number(-0.2, 2), 0.0, "Added between letters, in sizes.", example="0.05"
    )
    stroke: float = option(
        Number(0, 256, unit="px"), 0.0, "Outline around each letter.", example="4"
    )
    stroke_color: Rgba = option(
        Colour(), BLACK, "Colour of that outline.", example="white", name="strokeColor"
    )
    direction: str = option(
        Choice(("auto", "ltr", "rtl")),
        "auto",
        "Of paragraphs; auto: by the first letter of each.",
        example="rtl",
    )
    sizing: str = option(
        Choice(("auto", "height", "fixed")),
        "auto",
        "auto: lines break only where written, and the box follows the text; height: lines break "
        "at the box's width, and its height follows; fixed: the box stays.",
        example="height",
    )


@dataclass(frozen=True, slots=True)
class Writing(Lettering):
    """A text of a transform URL, of `cf.image` or of the images binding, drawn at its own size.
    There `size` is 12 px by default, and `font` may be the address of a font file as well."""

    wrap: float = option(
        Number(0, 4096, unit="px"),
        0.0,
        "Length at which lines are broken; 0: only where a line ends.",
        example="400",
    )


def _spellings() -> Iterator[tuple[str, str]]:
    for one in Writing.options():
        if one.name not in ("font", "sizing", "valign"):
            yield one.name, one.name
            yield re.sub("[A-Z]", lambda found: f"-{found[0].lower()}", one.name), one.name


SPELLINGS: Mapping[str, str] = MappingProxyType(dict(_spellings()))
"""How options of a text are written in requests, `line-height` or `lineHeight`, and their names;
`font` is read by its own rules."""
