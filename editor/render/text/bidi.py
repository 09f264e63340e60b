"""The order of letters where writing directions mix: UAX 9 for one paragraph.

Marks (LRM, RLM, ALM) count; explicit embeddings and isolates are ignored.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

STRONG = {"L": 0, "R": 1, "AL": 1}
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_RIGHT = frozenset({"R", "EN", "AN"})
_IGNORED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_EMOJI = 0x1F000


def base_level(text: str, direction: str) -> int:
    """0 for a paragraph from left to right, 1 from right to left; `auto`: by its first letter."""
    if direction != "auto":
        return int(direction == "rtl")
    return next((STRONG[kind] for c in text if (kind := _kind(c)) in STRONG), 0)


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character: even runs from left to right, odd from right to
    left."""
    kinds = [_kind(c) for c in text]
    kept = [i for i, kind in enumerate(kinds) if kind not in _IGNORED]
    line = [kinds[i] for i in kept]
    marks = [kind == "NSM" for kind in line]
    _weak(line, "R" if base else "L")
    for at, side in _brackets(line, [text[i] for i in kept], base):
        line[at] = side
        while at + 1 < len(line) and marks[at + 1]:
            at += 1
            line[at] = side
    _neutral(line, base)
    found, last = [], base
    known = dict(zip(kept, line, strict=True))
    for i in range(len(text)):
        last = _level(known[i], base) if i in known else last
        found.append(last)
    return found


def visual(runs: Sequence[int]) -> list[int]:
    """The indices of runs of these levels, from left to right."""
    order = list(range(len(runs)))
    odd = [level for level in runs if level % 2]
    for level in range(max(runs, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and runs[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _kind(c: str) -> str:
    # Python may be older than an emoji.
    return unicodedata.bidirectional(c) or ("ON" if ord(c) >= _EMOJI else "L")


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(line: list[str], edge: str) -> None:
    """W1 to W7, in place: marks, numbers and what belongs to them."""
    before, strong = edge, edge
    for i, kind in enumerate(line):
        if kind == "NSM":
            line[i] = kind = before
        before = kind
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            line[i] = "AN"
    line[:] = ["R" if kind == "AL" else kind for kind in line]
    _numbers(line, edge)


def _numbers(line: list[str], edge: str) -> None:
    """W4 to W7: numbers with their separators and signs."""
    for i in range(1, len(line) - 1):
        left, kind, right = line[i - 1 : i + 2]
        if left == right and (kind, left) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            line[i] = left
    _terminators(line)
    strong = edge
    for i, kind in enumerate(line):
        if kind in ("L", "R"):
            strong = kind
        elif kind in ("ES", "ET", "CS"):
            line[i] = "ON"
        elif kind == "EN" and strong == "L":
            line[i] = "L"


def _terminators(line: list[str]) -> None:
    """W5: signs such as % and the euro go with the number beside them."""
    for start, end in _groups(line, lambda kind: kind == "ET"):
        if "EN" in (line[start - 1 : start] + line[end : end + 1]):
            line[start:end] = ["EN"] * (end - start)


def _groups(line: list[str], fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    found, start = [], None
    for i, kind in enumerate([*line, ""]):
        if fits(kind) and start is None:
            start = i
        elif not fits(kind) and start is not None:
            found.append((start, i))
            start = None
    return found


def _brackets(line: list[str], text: list[str], base: int) -> Iterator[tuple[int, str]]:
    """N0: both brackets of a pair look the same way, and so do marks on them."""
    embedding, other = ("R", "L") if base else ("L", "R")
    for start, end in _pairs(line, text):
        inside = {_side(kind) for kind in line[start + 1 : end]}
        if embedding in inside:
            side = embedding
        elif other in inside:
            before = (_side(kind) for kind in reversed(line[:start]))
            side = next((side for side in before if side), embedding)
        else:
            continue
        yield start, side
        yield end, side


def _pairs(line: list[str], text: list[str]) -> list[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    found = []
    for i, c in enumerate(text):
        if line[i] != "ON" or not unicodedata.mirrored(c):
            continue
        kind = unicodedata.category(c)
        if kind == "Ps":
            opened.append((_closing(c), i))
        elif kind == "Pe":
            at = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == c), None)
            if at is not None:
                found.append((opened[at][1], i))
                del opened[at:]
    return sorted(found)


def _closing(c: str) -> str:
    """Unicode puts the other bracket right behind, or one farther for those of ASCII."""
    after = chr(ord(c) + 1)
    return after if unicodedata.category(after) == "Pe" else chr(ord(c) + 2)


def _side(kind: str) -> str:
    return "R" if kind in _RIGHT else "L" if kind == "L" else ""


def _neutral(line: list[str], base: int) -> None:
    """N1 and N2: what has no direction takes its neighbours', or the paragraph's."""
    edge = "R" if base else "L"
    for start, end in _groups(line, lambda kind: kind in _NEUTRAL):
        before = _side(line[start - 1]) if start else edge
        after = _side(line[end]) if end < len(line) else edge
        line[start:end] = [before if before == after else edge] * (end - start)
