"""The rules of a purpose as data, and their verdicts on the numbers of a finished file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "warn", "fail"]

FILL_SLACK = 0.01
"""Soft edges hide about so much of a subject's measured length."""
RIM_SHARE = 0.9
"""So much of the rim must have the outline's colour."""
RECTANGLE = 0.9
"""A subject that fills so much of its own box's edge was hardly cut out."""
FAR_SHARE = 0.9995
ENLARGED = 1.15
"""From here on an enlarged photo looks soft."""


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
    detail: bool = False
    """The photo isn't enlarged beyond its own px."""
    source: str = ""
    checked_on: str = ""

    @property
    def looks_at_pixels(self) -> bool:
        """True when numbers about the file alone don't answer every rule."""
        return bool(self.alpha or self.margin or self.outline or self.fill or self.white)


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

    @property
    def margin(self) -> int:
        return min(self.left, self.top, self.right, self.bottom)

    @property
    def is_empty(self) -> bool:
        return not (self.subject_width and self.subject_height)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's verdict with the measured value, the rule in words, and what would help."""

    name: str
    title: str
    verdict: Verdict
    value: str
    rule: str
    remedy: str = ""


def judged(
    rules: Rules, file: File, look: Look | None, enlarged: float | None = None
) -> tuple[Check, ...]:
    """One check per rule, in the order in which people read them. Without a look only the rules
    about the file itself. `enlarged`: px of the file per px of the main photo, None without one."""
    checks = [*_about_file(rules, file)]
    if rules.detail and enlarged is not None:
        checks.append(_detail(enlarged))
    if look is not None:
        checks += _about_pixels(rules, file, look)
    return tuple(checks)


def size_text(count: int) -> str:
    """Bytes as people read them: `96.4 KB`, thousand-based as the rules are."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.1f} KB"
    return f"{count / 1_000_000:.2f} MB"


def _about_file(rules: Rules, file: File) -> Iterator[Check]:
    if rules.sizing:
        yield _size(rules, file)
    if rules.formats:
        good = file.format in rules.formats
        wanted = " or ".join(shown_format(one) for one in rules.formats)
        yield _check(
            "format", "Format", good, shown_format(file.format), wanted, f"Export as {wanted}."
        )
    if rules.max_bytes:
        yield _check(
            "bytes",
            "File size",
            file.bytes <= rules.max_bytes,
            size_text(file.bytes),
            f"at most {size_text(rules.max_bytes)}",
            "Lower the quality, or export in another format.",
        )


def _size(rules: Rules, file: File) -> Check:
    sides = (file.width, file.height)
    if rules.sizing == "exact":
        good = sides == (rules.width, rules.height)
        wanted = f"exactly {rules.width} x {rules.height} px"
    else:
        good = max(sides) == max(rules.width, rules.height)
        wanted = f"one side exactly {rules.width} px, the other at most"
    value = f"{file.width} x {file.height} px"
    return _check("size", "Size", good, value, wanted, "Leave the size to the preset.")


def _detail(enlarged: float) -> Check:
    good = enlarged <= ENLARGED
    return _advice(
        "detail",
        "True detail",
        good,
        "at its own size or below" if enlarged <= 1 else f"{enlarged:.2g}x enlarged",
        "the photo is hardly larger than its own px",
        "Use a larger photo, or a preset of a smaller size.",
    )


def _about_pixels(rules: Rules, file: File, look: Look) -> Iterator[Check]:
    still = look.frames == 1
    yield _check("still", "Not animated", still, _frames(look), "one picture", "Export a still.")
    if look.is_empty:
        yield Check("content", "Content", "fail", "nothing", "a visible subject", "Show a layer.")
        return
    if rules.alpha:
        yield _check(
            "alpha",
            "Transparency",
            look.clear > 0,
            f"{_percent(look.clear)} clear",
            "transparent around the subject",
            "Cut the subject out, and leave the canvas background out.",
        )
    if rules.margin:
        yield _margin(rules, look)
    if rules.outline:
        yield _advice(
            "outline",
            "Outline",
            look.rim >= RIM_SHARE,
            f"{_percent(look.rim)} of the edge",
            f"{rules.outline} px in {rules.outline_colour} all around",
            "Turn the outline on.",
        )
    if rules.white:
        yield from _white(look)
    if rules.fill:
        yield from _share(rules, file, look)


def _margin(rules: Rules, look: Look) -> Check:
    return _advice(
        "margin",
        "Clear margin",
        look.margin >= rules.margin,
        f"{look.margin} px",
        f"at least {rules.margin} px on every side",
        "Turn the margin on.",
    )


def _white(look: Look) -> Iterator[Check]:
    yield _check(
        "white",
        "White border",
        look.border_white == 1,
        f"{_percent(look.border_white)} white",
        "every pixel of the border is 255, 255, 255",
        "Cut the subject out, so that nothing reaches the border.",
    )
    yield _advice(
        "far-white",
        "White background",
        look.far_white >= FAR_SHARE,
        f"{_percent(look.far_white)} white",
        "pure white away from the subject",
        "Cut the subject out and remove soft shadows.",
    )
    yield _advice(
        "cutout",
        "Cut out",
        look.straight < RECTANGLE,
        f"{_percent(look.straight)} straight edge",
        "no straight edges, as a background of its own has",
        "If the photo shows as a rectangle, cut the subject out.",
    )


def _share(rules: Rules, file: File, look: Look) -> Iterator[Check]:
    share = max(look.subject_width / file.width, look.subject_height / file.height)
    yield _advice(
        "share",
        "Share of the frame",
        share >= rules.fill - FILL_SLACK,
        _percent(share),
        f"at least {_percent(rules.fill)} of the longer side",
        "Turn the margin on, so that the subject is fitted.",
    )
    yield _advice(
        "touches",
        "Free of the edge",
        look.margin > 0,
        f"{look.margin} px",
        "the subject touches no edge",
        "Make the subject smaller.",
    )


def _check(name: str, title: str, good: bool, value: str, rule: str, remedy: str) -> Check:
    return Check(name, title, "pass" if good else "fail", value, rule, "" if good else remedy)


def _advice(name: str, title: str, good: bool, value: str, rule: str, remedy: str) -> Check:
    """A recommendation: broken, it only warns."""
    return Check(name, title, "pass" if good else "warn", value, rule, "" if good else remedy)


def shown_format(name: str) -> str:
    """`jpeg` as people write it."""
    return {"webp": "WebP"}.get(name, name.upper())


def _frames(look: Look) -> str:
    return "one picture" if look.frames == 1 else f"{look.frames} frames"


def _percent(share: float) -> str:
    """Never rounded up to a whole that isn't reached."""
    if 0 < share < 1:
        return f"{min(99.9, max(0.1, share * 100)):.1f} %"
    return f"{share * 100:.0f} %"
