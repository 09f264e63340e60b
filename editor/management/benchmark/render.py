"""Runs the jobs of the renderer and of sharp in turns, and writes the table."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from editor.management.benchmark.peers import Measure, Peer

MB = 1_000_000
BEGIN, END = "<!-- measured: render -->", "<!-- end -->"

JOBS = {
    "decode-jpeg": "decode a JPEG of 24 megapixels",
    "decode-png": "decode a PNG of 6 megapixels",
    "decode-webp": "decode a WebP of 6 megapixels",
    "thumbnail": "24 megapixels to an 800 px thumbnail (JPEG)",
    "cutout": "portrait of 25 megapixels cut out on white, 1200 px (JPEG)",
    "document": "document of 2000x2000 px with six layers (JPEG)",
    "encode-jpeg": "encode 3.8 megapixels as JPEG",
    "encode-png": "encode 3.8 megapixels as PNG",
    "encode-webp": "encode 3.8 megapixels as WebP",
    "encode-avif": "encode 3.8 megapixels as AVIF",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one job, for the renderer and the peer."""

    job: str
    ours: Measure
    theirs: Measure


def measured(
    jobs: Iterable[str], start: Callable[[], tuple[Peer, Peer]], rounds: int
) -> Iterator[Row]:
    """Every job by both, A B A B. Each job has processes of its own, so that none inherits
    another's memory; its first round warms up and doesn't count.
    """
    for job in jobs:
        peers = start()
        done: tuple[list[Measure], list[Measure]] = ([], [])
        try:
            for _ in range(rounds + 1):
                for peer, measures in zip(peers, done, strict=True):
                    measures.append(peer.do(job))
        finally:
            for peer in peers:
                peer.end()
        yield Row(job, *(middle(measures[1:]) for measures in done))


def middle(measures: list[Measure]) -> Measure:
    return Measure(
        median(m.cpu_s for m in measures),
        round(median(m.peak_rss for m in measures)),
        round(median(m.bytes for m in measures)),
    )


def table(rows: list[Row], names: tuple[str, str], rounds: int) -> str:
    """Markdown: what was measured, on which machine, and a row for each job."""
    ours, theirs = names
    lines = [
        f"{ours} beside {theirs}, in turns, medians of {rounds} rounds, one thread each; "
        f"{machine()}, Python {platform.python_version()}.",
        "",
        "| work | CPU, Studio | CPU, sharp | ratio | peak memory, Studio | sharp | file, Studio |"
        " sharp |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*lines, *map(_row, rows)])


def _row(row: Row) -> str:
    a, b = row.ours, row.theirs
    cells = (
        JOBS[row.job],
        f"{a.cpu_s * 1000:.0f} ms",
        f"{b.cpu_s * 1000:.0f} ms",
        f"{a.cpu_s / b.cpu_s:.2f}",
        f"{a.peak_rss / MB:.0f} MB",
        f"{b.peak_rss / MB:.0f} MB",
        _kilobytes(a.bytes),
        _kilobytes(b.bytes),
    )
    return f"| {' | '.join(cells)} |"


def _kilobytes(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count else ""


def machine() -> str:
    """The processor's name and the number of its cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores"


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def write(page: Path, text: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Replaces the measured part of a docs page; ValueError when the page has none."""
    before, begin, rest = page.read_text().partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not (begin and end):
        raise ValueError(f"{page.name} has no part between {marks[0]} and {marks[1]}")
    part = page.with_name(f".{page.name}.part")
    part.write_text(f"{before}{begin}\n{text}\n{end}{after}")
    part.replace(page)
