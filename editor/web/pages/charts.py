"""Small bar charts, drawn by the server as SVG without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 300, 56
GAP = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """In units of the chart's own box, from the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The past, oldest first; `now` and `peak` with their unit, `told` in words."""

    title: str
    bars: tuple[Bar, ...]
    now: str
    peak: str
    told: str
    width: int = WIDTH
    height: int = HEIGHT


def chart(title: str, values: Sequence[float], unit: str, minutes: int) -> Chart:
    """One bar a value; those of nothing are left out."""
    top = max(values, default=0.0)
    step = WIDTH / max(1, len(values))
    bars = tuple(
        _bar(index * step, step - GAP, value / top)
        for index, value in enumerate(values)
        if value > 0
    )
    now, peak = (_number(value) + unit for value in (values[-1] if values else 0.0, top))
    told = f"{title}: now {now}, at most {peak} in the last {minutes} minutes"
    return Chart(title, bars, now, peak, told)


def _bar(x: float, width: float, part: float) -> Bar:
    tall = max(1.0, part * HEIGHT)
    return Bar(round(x, 2), round(HEIGHT - tall, 2), round(width, 2), round(tall, 2))


def _number(value: float) -> str:
    """Three digits at most."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
