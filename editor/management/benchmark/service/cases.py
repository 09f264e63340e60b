"""What is measured, by whom, and the table of it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat

from editor.management.benchmark.render import MB, machine
from editor.management.benchmark.service.load import Load, run
from editor.management.benchmark.service.servers import Picture, Server
from editor.management.benchmark.service.usage import Usage

BEGIN, END = "<!-- measured: service -->", "<!-- end of service -->"
TOGETHER = (1, 8)
MOST = {1: 12, 8: 24}
"""Pictures of one measurement, unless its time is over before."""
ENOUGH = 1_000_000
LIMIT_S = 5.0
CACHED_S = 4.0


@dataclass(frozen=True, slots=True)
class Case:
    """A picture to be made again and again, each time 1 px narrower: nobody has it yet. `cached`:
    always the same one."""

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
class Row:
    """One case by one server, so many requests at a time."""

    case: Case
    server: str
    together: int
    load: Load
    cpu_s: float
    peak: int

    @property
    def cpu_each_s(self) -> float:
        return self.cpu_s / self.load.count

    @property
    def said(self) -> str:
        """For whoever waits for the table."""
        rate, each_ms = self.load.rate, self.cpu_each_s * 1000
        return f"{self.case.name} {self.server} x{self.together}: {rate:.1f}/s, {each_ms:.1f} ms"


def measured(case: Case, servers: list[Server]) -> Iterator[Row]:
    """The case by every server, at each number of requests at a time."""
    for server in servers:
        wishes = _wishes(case)
        first = server.address(next(wishes))
        run(server.port, iter([first, first]), 1, 2, LIMIT_S)  # warm
        for together in TOGETHER:
            if case.cached:
                yield _row_of(case, server, together, repeat(first), CACHED_S)
            else:
                ready = [server.address(next(wishes)) for _ in range(MOST[together])]
                yield _row_of(case, server, together, iter(ready), LIMIT_S)


def _row_of(
    case: Case, server: Server, together: int, targets: Iterator[str], limit_s: float
) -> Row:
    with Usage(server.pid) as usage:
        load = run(server.port, targets, together, ENOUGH, limit_s)
    return Row(case, server.name, together, load, usage.cpu_s, usage.peak)


def _wishes(case: Case) -> Iterator[Picture]:
    asked = case.picture
    for less in count():
        yield Picture(asked.source, asked.width - less, asked.format)


def table(rows: list[Row], names: str) -> str:
    """Markdown: who was measured, on which machine, and a row for each measurement."""
    lines = [
        f"{names}; the servers on one core, the load generator on another; {machine()}, "
        f"Python {platform.python_version()}.",
        "",
        "| picture | at a time | server | requests/s | CPU each | beside Studio | slowest 1 % "
        "| peak memory |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    ours = {(r.case.name, r.together): r.cpu_each_s for r in rows if r.server == "Studio"}
    return "\n".join([*lines, *(_row(r, ours[r.case.name, r.together]) for r in rows)])


def _row(row: Row, ours_s: float) -> str:
    cells = (
        row.case.title,
        str(row.together),
        row.server,
        f"{row.load.rate:.0f}" if row.load.rate >= 20 else f"{row.load.rate:.1f}",
        f"{row.cpu_each_s * 1000:.1f} ms"
        if row.cpu_each_s < 0.01
        else f"{row.cpu_each_s * 1000:.0f} ms",
        f"{row.cpu_each_s / ours_s:.2f}",
        f"{row.load.slowest(0.01) * 1000:.0f} ms",
        f"{row.peak / MB:.0f} MB",
    )
    return f"| {' | '.join(cells)} |"
