"""The rules of a purpose and the numbers of a finished file, as data; `checks` judges them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

Verdict = Literal["pass", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a file must be (size, format, bytes, alpha, white) and what is recommended (margin,
    outline, share). Empty and 0 mean: no rule. Lengths in px of the file.

    `sizing` is `exact`, or `one side`: one side has exactly its length, the other at most.
    """

    width: int = 0
    height: int = 0
    sizing: Literal["", "exact", "one side"] = ""
    formats: tuple[str, ...] = ()
    max_bytes: int = 0
    alpha: bool = False
    margin: int = 0
    outline: int = 0
    outline_colour: str = "#ffffff"
    fill: float = 0.0
    """Wanted share of the frame's longer side that the subject takes."""
    white: bool = False
    """The background is pure white, 255 in every channel."""
    most_fill: float = 0.0
    """The largest share that is allowed."""
    detail: bool = False
    """The photo isn't enlarged beyond its own px."""
    least: int = 0
    """Shorter longest sides are refused, ..."""
    advised: int = 0
    """... those below this only shown without zoom, or judged poor."""
    most: int = 0
    """Longer longest sides are refused."""
    aspects: tuple[str, ...] = ()
    """Recommended shapes, as `4:3`."""
    plain: bool = False
    """Nothing lies on the photo: no text, no mark, no second picture."""
    shadowless: bool = False
    sharp: bool = False
    """A blurred subject is told."""
    srgb: bool = False
    """Colours are sRGB."""
    source: str = ""
    checked_on: str = ""

    @property
    def looks_at_pixels(self) -> bool:
        """True when numbers about the file alone don't answer every rule."""
        seen = self.alpha or self.margin or self.outline or self.fill or self.white
        return bool(seen or self.sharp or self.srgb)


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class File:
    """Numbers of a finished file. `format` is `webp`, `png`, `jpeg`, `avif`."""

    width: int
    height: int
    format: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Look:
    """What the pixels of a finished file show. Shares run from 0 to 1, margins are px; the subject
    is what is neither transparent nor, in an opaque picture, white.

    `rim` is the share of the subject's outermost px that have the wished colour, `straight` the
    share of its own box's edge that the subject fills, `far_white` the share of exact white at some
    distance from it.
    """

    frames: int
    clear: float
    left: int
    top: int
    right: int
    bottom: int
    subject_width: int
    subject_height: int
    straight: float
    rim: float
    border_white: float
    far_white: float
    sharpness: float | None = None
    """How much the subject's px differ from their neighbours', at most 1000 px a side: below about
    20 it looks blurred, crisp edges reach hundreds. None: not measured."""
    colours: str = ""
    """The file's colours as it tells them itself: `sRGB, ...` or others. Empty: not read."""

    @property
    def margin(self) -> int:
        return min(self.left, self.top, self.right, self.bottom)

    @property
    def is_empty(self) -> bool:
        return not (self.subject_width and self.subject_height)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's verdict with the measured value, the rule in words, and what would help. `number`
    is the value for tables: px, bytes or a share."""

    name: str
    title: str
    verdict: Verdict
    value: str
    rule: str
    remedy: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is known of a picture from its recipe. `enlarged` is px of the file per px of the main
    photo, `overlays` and `shadows` count layers; None: not known."""

    enlarged: float | None = None
    overlays: int | None = None
    shadows: int | None = None


UNKNOWN = Drawn()


def size_text(count: int) -> str:
    """Bytes as people read them: `96.4 KB`, thousand-based as the rules are."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.1f} KB"
    return f"{count / 1_000_000:.2f} MB"


def shown_format(name: str) -> str:
    """`jpeg` as people write it."""
    return {"webp": "WebP"}.get(name, name.upper())


def percent(share: float) -> str:
    """Never rounded up to a whole that isn't reached."""
    if 0 < share < 1:
        return f"{min(99.9, max(0.1, share * 100)):.1f} %"
    return f"{share * 100:.0f} %"


def check(
    name: str,
    title: str,
    good: bool,
    value: str,
    rule: str,
    remedy: str,
    number: float | None = None,
    broken: Verdict = "fail",
) -> Check:
    """A rule that must hold; without its remedy when it does."""
    verdict: Verdict = "pass" if good else broken
    return Check(name, title, verdict, value, rule, "" if good else remedy, number)


advice = partial(check, broken="warn")
"""A recommendation: broken, it only warns."""
