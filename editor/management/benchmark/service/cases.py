"""What is measured, by whom, and the table of it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice, repeat
from pathlib import Path

from editor.management.benchmark.render import MB, machine
from editor.management.benchmark.service.copies import copies
from editor.management.benchmark.service.load import Load, run
from editor.management.benchmark.service.servers import Picture, Server
from editor.management.benchmark.service.usage import Usage

BEGIN, END = "<!-- measured: service -->", "<!-- end of service -->"
TOGETHER = (1, 8)
ROUNDS = 3
MOST = {1: 8, 8: 16}
"""Pictures of one turn, unless its time is over before."""
ENOUGH = 1_000_000
LIMIT_S = 4.0
WARM = 4
"""Pictures before each turn that don't count: a server that was idle wakes up."""


@dataclass(frozen=True, slots=True)
class Case:
    """A picture to be made again and again: each time of an original that nobody has asked for
    yet, and then of one original, each time 1 px narrower. `cached`: always the same picture."""

    name: str
    title: str
    picture: Picture
    cached: bool = False


CASES = (
    Case("jpeg-1024", "24 MP JPEG to 1024 px", Picture("photo.jpg", 1024, "jpeg")),
    Case("jpeg-512", "24 MP JPEG to 512 px", Picture("photo.jpg", 512, "jpeg")),
    Case("jpeg-160", "24 MP JPEG to 160 px", Picture("photo.jpg", 160, "jpeg")),
    Case("png-512", "1.5 MP PNG with alpha to 512 px", Picture("layer-5.png", 512, "png")),
    Case("webp-1024", "24 MP JPEG to 1024 px WebP", Picture("photo.jpg", 1024, "webp")),
    Case("avif-512", "24 MP JPEG to 512 px AVIF", Picture("photo.jpg", 512, "avif")),
    Case("again-512", "the same 512 px JPEG again", Picture("photo.jpg", 513, "jpeg"), cached=True),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What so many answers took. `peak` is memory in bytes."""

    load: Load
    cpu_s: float
    peak: int

    @property
    def each_s(self) -> float:
        """Processor time of one."""
        return self.cpu_s / self.load.count

    @classmethod
    def of(cls, parts: Sequence[Spent]) -> Spent:
        """All of them together."""
        loads = [part.load for part in parts]
        whole = Load(
            sum(load.seconds for load in loads),
            [wait for load in loads for wait in load.waits],
            sum(load.bytes for load in loads),
        )
        return cls(whole, sum(part.cpu_s for part in parts), max(part.peak for part in parts))


@dataclass(frozen=True, slots=True)
class Row:
    """One case by one server, so many requests at a time: pictures of `new` originals, and further
    ones of the same original (or always the same one, then there are no new ones)."""

    case: Case
    server: str
    together: int
    new: Spent | None
    further: Spent

    @property
    def shown(self) -> Spent:
        return self.new or self.further

    @property
    def said(self) -> str:
        """For whoever waits for the table."""
        of_each = [s.each_s * 1000 for s in (self.new, self.further) if s]
        told = ", then ".join(f"{each_ms:.1f} ms" for each_ms in of_each)
        return f"{self.case.name} {self.server} x{self.together}: {told}"


def measured(case: Case, servers: list[Server], pictures: Path) -> Iterator[Row]:
    """The case by every server, at each number of requests at a time. They take turns, so that a
    machine that gets busier slows them all."""
    fresh = 0 if case.cached else ROUNDS * (WARM * len(TOGETHER) + sum(MOST.values()))
    with copies(pictures, case.picture.source, fresh) as names:
        asked = [Asked(server, case, iter(names), _widths(case.picture)) for server in servers]
        for together in TOGETHER:
            turns = [[one.taken(together) for one in asked] for _ in range(ROUNDS)]
            for one, taken in zip(asked, zip(*turns, strict=True), strict=True):
                new, further = zip(*taken, strict=True)
                shown = None if case.cached else Spent.of(new)
                yield Row(case, one.server.name, together, shown, Spent.of(further))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a server has yet to be asked for: copies of the picture, and widths of it."""

    server: Server
    case: Case
    names: Iterator[str]
    widths: Iterator[Picture]

    def taken(self, together: int) -> tuple[Spent, Spent]:
        """For new originals, then for further sizes; both the same where the case is cached."""
        asked, many = self.case.picture, MOST[together]
        if self.case.cached:
            self._warmed([asked] * WARM)
            again = self._spent(repeat(self.server.address(asked)), together)
            return again, again
        fresh = [replace(asked, source=name) for name in islice(self.names, many + WARM)]
        new = self._spent(self._warmed(fresh), together)
        return new, self._spent(self._warmed(list(islice(self.widths, many + WARM))), together)

    def _warmed(self, pictures: list[Picture]) -> Iterator[str]:
        """The addresses of these, after the first have been asked for."""
        ready = [self.server.address(picture) for picture in pictures]
        run(self.server.port, iter(ready[:WARM]), 2, ENOUGH, LIMIT_S)
        return iter(ready[WARM:])

    def _spent(self, targets: Iterator[str], together: int) -> Spent:
        with Usage(self.server.pid) as usage:
            load = run(self.server.port, targets, together, ENOUGH, LIMIT_S)
        return Spent(load, usage.cpu_s, usage.peak)


def _widths(picture: Picture) -> Iterator[Picture]:
    return (replace(picture, width=picture.width - less) for less in count())


def table(rows: list[Row], names: str) -> str:
    """Markdown: who was measured, on which machine, and a row for each measurement."""
    lines = [
        f"{names}; the servers on one core, the load generator on another; {machine()}, "
        f"Python {platform.python_version()}.",
        "",
        "| picture | at a time | server | requests/s | CPU each | beside Studio | slowest 1 % "
        "| further sizes: CPU each | beside Studio | peak memory |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    ours = {(r.case.name, r.together): r for r in rows if r.server == "Studio"}
    return "\n".join([*lines, *(_row(r, ours[r.case.name, r.together]) for r in rows)])


def _row(row: Row, ours: Row) -> str:
    shown, peak = row.shown, max(s.peak for s in (row.new, row.further) if s)
    further = _beside(row.further, ours.further) if row.new else ("", "")
    cells = (
        row.case.title,
        str(row.together),
        row.server,
        f"{shown.load.rate:.0f}" if shown.load.rate >= 20 else f"{shown.load.rate:.1f}",
        *_beside(shown, ours.shown),
        f"{shown.load.slowest(0.01) * 1000:.0f} ms",
        *further,
        f"{peak / MB:.0f} MB",
    )
    return f"| {' | '.join(cells)} |"


def _beside(spent: Spent, ours: Spent) -> tuple[str, str]:
    each_ms = spent.each_s * 1000
    told = f"{each_ms:.1f} ms" if each_ms < 10 else f"{each_ms:.0f} ms"
    return told, f"{spent.each_s / ours.each_s:.2f}"
