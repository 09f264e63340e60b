"""Where every letter lies: paragraphs, lines, runs; in the px of the text's own measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.geometry import Box
from editor.plan.composition import Text
from editor.render.request import Room, TextLine
from editor.render.text import shaping
from editor.render.text.bidi import base_level, levels, visual
from editor.render.text.clusters import breaks, clusters, is_space
from editor.render.text.faces import UNSHAPED, Faces, Style, can_shape, vertical
from editor.render.text.shaping import Run

SLACK = 0.005
"""Sizes by which a line may be too long: boxes are measured and then rounded."""
_BUILT = ((0x600, 0x8FF), (0x900, 0xDFF), (0x1780, 0x18AF), (0xFB50, 0xFEFC))
"""Scripts whose letters hang together, or need shaping to be read."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A run, and where it starts on the baseline."""

    run: Run
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`text` as it was written, without the spaces at its end."""

    text: str
    rtl: bool
    left: float
    width: float
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """`width` and `height` are what the lines take, `ink` is what will be drawn (without the
    stroke); the box's corner is the origin."""

    lines: tuple[Line, ...]
    width: float
    height: float
    ink: Box
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """One cluster of a paragraph."""

    text: str
    style: Style
    level: int

    @property
    def is_space(self) -> bool:
        return is_space(self.text)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    letters: tuple[_Letter, ...]
    base: int


def layout(text: Text) -> Layout:
    """Breaks, orders and places the letters."""
    faces = Faces(text)
    rows = []
    for written in text.text.split("\n"):
        paragraph = _paragraph(written, text, faces)
        broken = list(_lines(paragraph, text))
        rows += [(paragraph.base, row, row is broken[-1]) for row in broken]
    pitch = text.line_height * text.size
    top = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[text.valign] * (
        text.height - pitch * len(rows)
    )
    ascent, descent = vertical(faces.main.face.file)
    baseline = top + pitch / 2 + (ascent - descent) / 2 * text.size
    lines = tuple(
        _line(row, base, last, baseline + pitch * n, text)
        for n, (base, row, last) in enumerate(rows)
    )
    width = max(line.width for line in lines)
    return Layout(lines, width, pitch * len(rows), _ink(lines, text), _warnings(text, faces))


def room(text: Text) -> Room:
    """What the text takes, for whoever has no fonts."""
    placed = layout(text)
    lines = tuple(TextLine(one.text, one.left, one.width, one.rtl) for one in placed.lines)
    return Room(placed.width, placed.height, lines, placed.ink, placed.warnings)


def _paragraph(written: str, text: Text, faces: Faces) -> _Paragraph:
    base = base_level(written, text.direction)
    each, at, letters = levels(written, base), 0, []
    for cluster in clusters(written):
        letters.append(_Letter(cluster, faces.of(cluster), each[at]))
        at += len(cluster)
    return _Paragraph(tuple(letters), base)


def _lines(paragraph: _Paragraph, text: Text) -> Iterator[tuple[_Letter, ...]]:
    """Greedy, as browsers break; a word longer than the box is broken where it must be."""
    letters = paragraph.letters
    if text.sizing == "auto":
        yield letters
        return
    limit = text.width / text.size + SLACK
    line: tuple[_Letter, ...] = ()
    for word in _words(letters):
        if line and _width((*line, *word), text) > limit:
            yield line
            line = ()
        line = (*line, *word)
        while (fitting := _fitting(line, text, limit)) < len(line):
            yield line[:fitting]
            line = line[fitting:]
    yield line


def _words(letters: tuple[_Letter, ...]) -> Iterator[tuple[_Letter, ...]]:
    start = 0
    for i in range(1, len(letters)):
        if breaks(letters[i - 1].text, letters[i].text):
            yield letters[start:i]
            start = i
    if letters:
        yield letters[start:]


def _fitting(line: tuple[_Letter, ...], text: Text, limit: float) -> int:
    """How many letters fit; all, unless a single word is too long. At least one."""
    if _width(line, text) <= limit:
        return len(line)
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _width(line[:middle], text) <= limit else (low, middle - 1)
    return low


def _width(letters: tuple[_Letter, ...], text: Text) -> float:
    """In sizes; spaces at the end hang over."""
    return _advance(list(_pieces(_trimmed(letters), text)), text)


def _advance(pieces: list[tuple[Run, int, float]], text: Text) -> float:
    """In sizes; what is added between letters isn't added behind the last one."""
    behind = text.spacing if pieces and pieces[-1][0].loose else 0.0
    return sum(advance for _, _, advance in pieces) - behind


def _trimmed(letters: tuple[_Letter, ...]) -> tuple[_Letter, ...]:
    end = len(letters)
    while end and letters[end - 1].is_space:
        end -= 1
    return letters[:end]


def _line(row: tuple[_Letter, ...], base: int, last: bool, y: float, text: Text) -> Line:
    shown = _trimmed(row)
    pieces = list(_pieces(shown, text))
    total = _advance(pieces, text) * text.size
    room = text.width - total
    gap = 0.0
    align = text.align
    if align == "justify":
        gaps = sum(run.text.isspace() for run, _, _ in pieces)
        stretches = gaps > 0 and not last and room > 0
        gap, align = (room / gaps, "left") if stretches else (0.0, "start")
    if align == "start":
        align = "right" if base else "left"
    x = left = room * {"left": 0.0, "center": 0.5, "right": 1.0}[align] if not gap else 0.0
    placed = []
    for index in visual([level for _, level, _ in pieces]):
        run, _, advance = pieces[index]
        placed.append(Placed(run, x, y))
        x += advance * text.size + (gap if run.text.isspace() else 0.0)
    reached = text.width if gap else total
    return Line("".join(one.text for one in shown), bool(base), left, reached, tuple(placed))


def _pieces(letters: tuple[_Letter, ...], text: Text) -> Iterator[tuple[Run, int, float]]:
    """Runs of one face and direction, with their level and advance (in sizes), as written. With
    justified lines spaces are runs of their own, with letter spacing all letters are."""
    start = 0
    for i in range(1, len(letters) + 1):
        if i < len(letters) and _together(letters[i - 1], letters[i], text):
            continue
        if run := letters[start:i]:
            yield from _spaced(run, text)
        start = i


def _together(a: _Letter, b: _Letter, text: Text) -> bool:
    apart = text.align == "justify" and a.is_space != b.is_space
    return a.style == b.style and a.level == b.level and not apart


def _spaced(letters: tuple[_Letter, ...], text: Text) -> Iterator[tuple[Run, int, float]]:
    written, first = "".join(one.text for one in letters), letters[0]
    rtl = bool(first.level % 2)
    if not text.spacing or any(low <= ord(c) <= high for c in written for low, high in _BUILT):
        run = Run(written, first.style, rtl)
        yield run, first.level, shaping.width(run)
        return
    before, so_far = 0.0, ""
    for one in letters:
        # Measured together, so that pairs keep their kerning.
        so_far += one.text
        reached = shaping.width(Run(so_far, first.style, rtl, loose=True))
        yield (
            Run(one.text, first.style, rtl, loose=True),
            first.level,
            reached - before + text.spacing,
        )
        before = reached


def _ink(lines: tuple[Line, ...], text: Text) -> Box:
    edges = []
    for line in lines:
        for one in line.placed:
            left, top, right, bottom = (edge * text.size for edge in shaping.ink(one.run))
            edges.append((one.x + left, one.y + top, one.x + right, one.y + bottom))
    if not edges:
        return Box(0, 0, 0, 0)
    left, top = min(e[0] for e in edges), min(e[1] for e in edges)
    right, bottom = max(e[2] for e in edges), max(e[3] for e in edges)
    return Box(left, top, right - left, bottom - top)


def _warnings(text: Text, faces: Faces) -> tuple[str, ...]:
    said = []
    if faces.missing:
        shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in list(faces.missing)[:10])
        said.append(f"no bundled font has {shown}")
    face = faces.main.face
    if text.italic and not face.italic:
        named = f"the font {text.font}" if face.family else "the uploaded font"
        said.append(f"{named} has no italics; it was drawn upright")
    built = any(low <= ord(c) <= high for c in text.text for low, high in _BUILT)
    if built and not can_shape():
        said.append(UNSHAPED)
    return tuple(said)
