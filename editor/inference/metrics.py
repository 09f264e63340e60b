"""What `/metrics` tells, in Prometheus' text form.

Own code instead of prometheus_client: that keeps one registry per process and, where the web's
multi-process folder is set in the environment, would write its numbers there.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
PICTURES = (1.0, 2.0, 4.0, 8.0, 16.0)

Labels = tuple[tuple[str, str], ...]
Gauges = Mapping[str, tuple[str, Mapping[Labels, float]]]
"""Name -> help and values by labels, read at the moment of asking."""


class Counter:
    """A number that only grows, per set of labels."""

    def __init__(self, name: str, help: str) -> None:
        self.name, self.help = name, help
        self._lock = threading.Lock()
        self._values: dict[Labels, float] = {}

    def add(self, amount: float = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            self._values[key] = self._values.get(key, 0) + amount

    def total(self) -> float:
        """Over all labels."""
        with self._lock:
            return sum(self._values.values())

    def by(self, label: str) -> dict[str, float]:
        """Totals by the values of one label."""
        told: dict[str, float] = {}
        with self._lock:
            for key, value in self._values.items():
                name = dict(key).get(label, "")
                told[name] = told.get(name, 0) + value
        return told

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.help, "counter")
        with self._lock:
            values = dict(self._values)
        for labels, value in values.items():
            yield f"{self.name}{_braces(labels)} {value:g}"


class Histogram:
    """How often values fell below each bound, per set of labels."""

    def __init__(self, name: str, help: str, bounds: tuple[float, ...]) -> None:
        self.name, self.help, self._bounds = name, help, bounds
        self._lock = threading.Lock()
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}

    def observe(self, value: float, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            counts = self._counts.setdefault(key, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, value)] += 1
            self._sums[key] = self._sums.get(key, 0.0) + value

    def count(self, **labels: str) -> int:
        """How many values these labels saw."""
        with self._lock:
            return sum(self._counts.get(tuple(sorted(labels.items())), ()))

    def sum(self, **labels: str) -> float:
        with self._lock:
            return self._sums.get(tuple(sorted(labels.items())), 0.0)

    def lines(self) -> Iterator[str]:
        yield from _head(self.name, self.help, "histogram")
        with self._lock:
            counts = {labels: list(row) for labels, row in self._counts.items()}
            sums = dict(self._sums)
        for labels, row in counts.items():
            below = 0
            for bound, count in zip((*self._bounds, float("inf")), row, strict=True):
                below += count
                edge = "+Inf" if bound == float("inf") else f"{bound:g}"
                yield f"{self.name}_bucket{_braces((*labels, ('le', edge)))} {below}"
            yield f"{self.name}_sum{_braces(labels)} {sums[labels]:g}"
            yield f"{self.name}_count{_braces(labels)} {below}"


class Metrics:
    """Everything that is counted here."""

    def __init__(self) -> None:
        self.answers = Counter("inference_answers_total", "Answers by path and status.")
        self.shed = Counter("inference_shed_total", "Requests refused because the queue was full.")
        self.coalesced = Counter(
            "inference_coalesced_total", "Requests that shared an equal one's answer."
        )
        self.full = Counter("inference_memory_full_total", "Batches that found no memory.")
        self.stuck = Counter("inference_stuck_total", "Forward passes that never came back.")
        self.gone = Counter("inference_gone_total", "Requests whose client went away.")
        self.errors = Counter("inference_errors_total", "Refusals and failures by code.")
        self.pictures = Counter(
            "inference_pictures_total", "Pictures by how they came: sent, or known by digest."
        )
        self.stages = Histogram(
            "inference_stage_seconds",
            "Time of one request in each stage: read, decode, queue, predict, encode.",
            SECONDS,
        )
        self.predict = Histogram(
            "inference_predict_seconds", "Time of one forward pass with its load.", SECONDS
        )
        self.sizes = Counter("inference_batches_total", "Forward passes by their pictures.")
        self.batches = Histogram(
            "inference_batch_pictures", "Pictures in one forward pass.", PICTURES
        )

    def text(self, gauges: Gauges) -> str:
        """All numbers."""
        lines: list[str] = []
        for kept in vars(self).values():
            lines.extend(kept.lines())
        for name, (help, values) in gauges.items():
            lines.extend(_head(name, help, "gauge"))
            lines.extend(f"{name}{_braces(labels)} {value:g}" for labels, value in values.items())
        return "\n".join(lines) + "\n"


def _head(name: str, help: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {help}"
    yield f"# TYPE {name} {kind}"


def _braces(labels: Labels) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
