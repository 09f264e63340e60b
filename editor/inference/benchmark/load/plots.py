"""The figures of a run as SVG: waiting times by model, sizes of batches, memory over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

ROW, LEFT, WIDTH, TOP = 22, 150, 420, 34
PARTS = (("p50", "#245fe6"), ("p95", "#7ea2f3"), ("p99", "#b9ccf9"))
INK = "#5f6470"
"""Readable on light and on dark pages."""


def waits(rows: Mapping[str, Mapping[str, float]]) -> str:
    """For each model p50, p95 and p99 in seconds, one bar inside the next."""
    longest = max((row["p99"] for row in rows.values()), default=0.0) or 1.0
    drawn = []
    for index, (name, row) in enumerate(rows.items()):
        y = TOP + index * ROW
        for part, colour in reversed(PARTS):
            drawn.append(_bar(y, row[part] / longest, colour))
        told = " / ".join(f"{row[part]:.2f}" for part, _ in PARTS)
        drawn.append(_label(y, name, f"{told} s"))
    legend = ", ".join(part for part, _ in PARTS)
    return _picture(f"Seconds to the right answer: {legend}", drawn, len(rows))


def batches(rows: Mapping[str, Mapping[int, int]]) -> str:
    """For each model how many of its pictures went in batches of each size."""
    drawn, count = [], 0
    for name, sizes in rows.items():
        pictures = sum(size * times for size, times in sizes.items()) or 1
        for size, times in sorted(sizes.items()):
            y = TOP + count * ROW
            part = size * times / pictures
            drawn.append(_bar(y, part, PARTS[0][1]))
            drawn.append(_label(y, f"{name} × {size}", f"{100 * part:.0f} %"))
            count += 1
    return _picture("Pictures by the size of their batch", drawn, count)


def memory(mib: Sequence[float], every_s: float) -> str:
    """Resident memory from nothing to its peak, over the steady time."""
    most, height = max(mib, default=0.0) or 1.0, 5 * ROW
    step = WIDTH / max(1, len(mib) - 1)
    points = " ".join(
        f"{LEFT + number * step:.1f},{TOP + height * (1 - size / most):.1f}"
        for number, size in enumerate(mib)
    )
    base = f"{LEFT},{TOP + height} {LEFT + WIDTH},{TOP + height}"
    last_s = every_s * max(0, len(mib) - 1)
    drawn = [
        f'<polyline points="{base}" fill="none" stroke="{INK}"/>',
        f'<polyline points="{points}" fill="none" stroke="{PARTS[0][1]}" stroke-width="2"/>',
        _label(TOP, f"{most:.0f} MiB", ""),
        _label(TOP + height - ROW // 2, "0", f"{last_s:g} s"),
    ]
    return _picture("Resident memory of the service over the steady time", drawn, 6)


def _bar(y: int, part: float, colour: str) -> str:
    width = max(1.0, part * WIDTH)
    return f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 8}" fill="{colour}"/>'


def _label(y: int, left: str, right: str) -> str:
    base = y + ROW - 12
    before = f'<text x="{LEFT - 8}" y="{base}" text-anchor="end">{escape(left)}</text>'
    return before + f'<text x="{LEFT + WIDTH + 8}" y="{base}">{escape(right)}</text>'


def _picture(title: str, drawn: Sequence[str], rows: int) -> str:
    width, height = LEFT + WIDTH + 150, TOP + rows * ROW + 8
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'role="img" font-family="sans-serif" font-size="12" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<text x="8" y="20" font-size="14">{escape(title)}</text>',
            *drawn,
            "</svg>\n",
        ]
    )
