"""The best way to write a picture in at most so many bytes, found with few tries; no pixels here.

In this order: without loss, the best quality from 95 down to 40, coarser alpha, and then a smaller
subject on the same canvas. Opaque pictures have no subject: their quality goes on down to 10. PNG
knows no quality: it is packed harder, its subject drawn smaller, and at last its colours counted.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from editor.errors import BudgetTooSmall

MOST_TRIES = 8
SEARCH_S = 8.0
"""After so much CPU time what fits is good enough. Not by the clock: a loaded machine shall find
the same."""
FLOOR, TOP, LOWEST = 40, 95, 10
COARSE_ALPHA = 50
SMALLEST = 0.3
"""Below this part of its size a subject isn't worth a file."""
SMALLEST_PNG = 0.75
_CLOSE = 0.97
"""Bytes fall a little slower than area."""
_PALETTES = (256, 128, 64)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to write. `quality` 100 is lossless where the format can; `scale` is that of the
    subject on its canvas; `colours` 0 is true colour; `thorough` packs a PNG as small as it can.
    """

    quality: int = 100
    alpha_quality: int = 100
    scale: float = 1.0
    colours: int = 0
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    attempt: Attempt
    bytes: int
    tries: int


@dataclass(slots=True)
class Search:
    """One search. `write` answers the bytes that an attempt takes; the last attempt that fits is
    always the best one so far, so that a caller need keep no other.
    """

    limit: int
    write: Callable[[Attempt], int]
    seconds: float = SEARCH_S
    tries: int = field(default=0)
    best: tuple[Attempt, int] | None = field(default=None)
    smallest: int = field(default=0)
    until: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.until = time.process_time() + self.seconds

    @property
    def may_go_on(self) -> bool:
        return self.tries < MOST_TRIES and (self.best is None or time.process_time() < self.until)

    def fits(self, attempt: Attempt) -> bool:
        """Tries it; remembers it when it fits. False when no try is left."""
        if not self.may_go_on:
            return False
        self.tries += 1
        length = self.write(attempt)
        self.smallest = min(self.smallest or length, length)
        if length > self.limit:
            return False
        self.best = (attempt, length)
        return True

    def result(self) -> Found:
        """What was found; BudgetTooSmall when nothing fits."""
        if self.best is None:
            raise BudgetTooSmall(
                f"The picture takes at least {self.smallest} bytes; {self.limit} are allowed.",
                remedy="Allow more bytes, or ask for a smaller size or another format.",
            )
        attempt, length = self.best
        return Found(attempt, length, self.tries)


def lossy(search: Search, *, lossless: bool, alpha: bool, soft_alpha: bool) -> Found:
    """For JPEG, WebP and AVIF. `lossless`: quality 100 is; `alpha`: something is transparent;
    `soft_alpha`: the format can spend less on alpha alone."""
    if lossless and search.fits(Attempt()):
        return search.result()
    if search.fits(Attempt(FLOOR)):
        _bisect(search, FLOOR, TOP)
    elif not alpha:
        if search.fits(Attempt(LOWEST)):
            _bisect(search, LOWEST, FLOOR - 1)
    else:
        coarse = Attempt(FLOOR, COARSE_ALPHA if soft_alpha else 100)
        if not (soft_alpha and search.fits(coarse)):
            _shrink(search, coarse, SMALLEST)
    return search.result()


def exact(search: Search, *, alpha: bool) -> Found:
    """For PNG."""
    if search.fits(Attempt()) or search.fits(Attempt(thorough=True)):
        return search.result()
    if alpha:
        _shrink(search, Attempt(thorough=True), SMALLEST_PNG)
    for colours in _PALETTES:
        if search.best is None:
            search.fits(Attempt(colours=colours, thorough=True))
    if alpha and search.best is None:
        _shrink(search, Attempt(colours=_PALETTES[-1], thorough=True), SMALLEST)
    return search.result()


def _bisect(search: Search, fits: int, most: int) -> None:
    """The highest quality up to `most` that fits; `fits` does."""
    while fits < most and search.may_go_on:
        middle = (fits + most + 1) // 2
        if search.fits(Attempt(middle)):
            fits = middle
        else:
            most = middle - 1


def _shrink(search: Search, attempt: Attempt, least: float) -> None:
    """The subject smaller and smaller, as far as the last attempt was too large."""
    scale = attempt.scale
    while search.best is None and search.may_go_on:
        scale *= min(0.95, math.sqrt(search.limit / search.smallest) * _CLOSE)
        if scale < least:
            return
        search.fits(replace(attempt, scale=round(scale, 3)))
