"""Models over pairs: figures per picture, their means per set, and times."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from editor.inference.evaluate.metrics import METRICS, figures
from editor.inference.evaluate.pairs import Pair, matte_of, photo_of
from editor.inference.evaluate.subjects import Subject, as_matte

WARM_UP = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One picture: its figures, and the model's time for it, ms."""

    pair: Pair
    figures: dict[str, float]
    ms: float


@dataclass(frozen=True, slots=True)
class Result:
    """One model over a data set."""

    model: str
    device: str
    rows: tuple[Row, ...]


def measured(
    subject: Subject, pairs: Sequence[Pair], told: Callable[[int], None] = lambda n: None
) -> Result:
    """Every pair in order; the first picture is seen once before, so that no time holds loading."""
    for pair in pairs[:WARM_UP]:
        subject.see(photo_of(pair))
    rows = []
    for number, pair in enumerate(pairs, 1):
        photo, true = photo_of(pair), matte_of(pair)
        started = time.perf_counter()
        seen = subject.see(photo)
        took = (time.perf_counter() - started) * 1000
        rows.append(Row(pair, figures(as_matte(seen, true.shape), true), took))
        told(number)
    return Result(subject.name, subject.device, tuple(rows))


def as_json(results: Iterable[Result]) -> dict[str, Any]:
    """`{model: {sets: {name: {n, iou, ...}}, all: {...}, ms, ms_p95, device, worst}}`."""
    return {one.model: _told(one) for one in results}


def _told(result: Result) -> dict[str, Any]:
    sets = sorted({row.pair.set for row in result.rows})
    times = sorted(row.ms for row in result.rows)
    return {
        "sets": {name: means([r for r in result.rows if r.pair.set == name]) for name in sets},
        "all": means(result.rows),
        "ms": round(median(times), 2),
        "ms_p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 2),
        "device": result.device,
        "worst": [row.pair.name for row in by_iou(result.rows)[:10]],
    }


def means(rows: Sequence[Row]) -> dict[str, Any]:
    """The mean of each figure over some pictures, and their number."""
    figured = {name: round(mean(row.figures[name] for row in rows), 4) for name in METRICS}
    return {"n": len(rows), **figured}


def by_iou(rows: Iterable[Row]) -> list[Row]:
    """Worst first."""
    return sorted(rows, key=lambda row: row.figures["iou"])
