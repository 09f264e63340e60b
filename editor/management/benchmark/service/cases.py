"""What is measured, by whom, and the table of it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
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
MOST = {1: 12, 8: 24}
"""Pictures of one measurement, unless its time is over before."""
ENOUGH = 1_000_000
LIMIT_S = 5.0
WARM = 2


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
    """The case by every server, at each number of requests at a time."""
    many = 0 if case.cached else sum(MOST.values()) + WARM
    with copies(pictures, case.picture.source, many) as names:
        for server in servers:
            yield from _by(server, case, names)


def _by(server: Server, case: Case, names: list[str]) -> Iterator[Row]:
    wishes, fresh = _widths(case.picture), iter(names)
    first = server.address(next(wishes))
    warm = [server.address(replace(case.picture, source=name)) for name in islice(fresh, WARM)]
    run(server.port, iter([first, first, *warm]), 1, ENOUGH, LIMIT_S)
    for together in TOGETHER:
        if case.cached:
            yield Row(case, server.name, together, None, _spent(server, together, repeat(first)))
            continue
        many = MOST[together]
        new = [replace(case.picture, source=name) for name in islice(fresh, many)]
        taken = [
            _spent(server, together, map(server.address, asked), prepare=True)
            for asked in (new, list(islice(wishes, many)))
        ]
        yield Row(case, server.name, together, *taken)


def _spent(
    server: Server, together: int, targets: Iterator[str], *, prepare: bool = False
) -> Spent:
    ready = iter(list(targets)) if prepare else targets
    with Usage(server.pid) as usage:
        load = run(server.port, ready, together, ENOUGH, LIMIT_S)
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
