"""The service's live figures, read with suspicion from `GET /v1/status`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from editor.inference.odd import obj, odd

MOST = 1000
MOST_REPLICAS = 64


@dataclass(frozen=True, slots=True)
class Stage:
    """Median and 95th percentile of the last requests, seconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Working:
    """A model that was loaded at least once: memory in bytes, times in seconds."""

    state: str
    bytes: int
    loads: int
    unloads: int
    batches: int
    pictures: int
    busy_s: float
    waiting: int

    @property
    def batch(self) -> float:
        """Pictures of a mean batch."""
        return self.pictures / self.batches if self.batches else 0.0

    @property
    def each_s(self) -> float:
        """Mean time of the device per picture."""
        return self.busy_s / self.pictures if self.pictures else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Some seconds of the past: answers, failures, and how long 95 of 100 answers took at most."""

    answers: int
    failures: int
    p95: float


@dataclass(frozen=True, slots=True)
class Replica:
    """One of the processes that run the models of a cluster: the questions that it holds, the names
    of its loaded models, memory in bytes, and for how many seconds nothing was heard of it."""

    name: str
    device: str
    silent_s: float
    hanging: int
    asked: int
    loaded: tuple[str, ...]
    memory: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that the Status page shows of the service."""

    device: str
    uptime_s: float
    taken: int
    places: int
    hanging: int
    memory: Mapping[str, int]
    counts: Mapping[str, int]
    errors: Mapping[str, int]
    pictures: Mapping[str, int]
    stages: Mapping[str, Stage]
    models: Mapping[str, Working]
    history: tuple[Bin, ...]
    bin_s: float
    replicas: tuple[Replica, ...] = ()
    """None where the service runs the models itself."""


def status(body: bytes) -> Status:
    """The answer of `GET /v1/status`; InferenceUnavailable for one that makes no sense."""
    data = obj(body)
    try:
        return _status(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise odd(f"status ({type(error).__name__})") from None


def _status(data: dict[str, Any]) -> Status:
    counts = dict(data["counts"])
    errors, pictures = counts.pop("errors"), counts.pop("pictures")
    waiting = _whole(data["waiting"])
    return Status(
        device=str(data["device"])[:80],
        uptime_s=_number(data["uptime_s"]),
        taken=int(data["places"]["taken"]),
        places=int(data["places"]["of"]),
        hanging=int(data["hanging"]),
        memory=_whole(data["memory"]),
        counts=_whole(counts),
        errors=_whole(errors),
        pictures=_whole(pictures),
        stages={
            str(name): Stage(_number(one["p50"]), _number(one["p95"]))
            for name, one in data["stages"].items()
        },
        models={
            str(name): _working(one, waiting.get(name, 0)) for name, one in data["models"].items()
        },
        history=tuple(
            Bin(int(one["answers"]), int(one["failures"]), _number(one["p95"]))
            for one in data["history"][:MOST]
        ),
        bin_s=_number(data["bin_s"]),
        replicas=tuple(_replica(one) for one in data["replicas"][:MOST_REPLICAS]),
    )


def _replica(one: dict[str, Any]) -> Replica:
    name, device = (str(one[word])[:80] for word in ("name", "device"))
    loaded = tuple(str(model)[:80] for model in one["loaded"][:MOST])
    counts = int(one["hanging"]), int(one["asked"])
    return Replica(name, device, _number(one["silent_s"]), *counts, loaded, _whole(one["memory"]))


def _working(one: dict[str, Any], waiting: int) -> Working:
    whole = (int(one[name]) for name in ("bytes", "loads", "unloads", "batches", "pictures"))
    size, loads, unloads, batches, pictures = whole
    busy_s = _number(one["busy_s"])
    return Working(str(one["state"])[:20], size, loads, unloads, batches, pictures, busy_s, waiting)


def _whole(told: dict[str, Any]) -> dict[str, int]:
    return {str(name)[:80]: int(value) for name, value in list(told.items())[:MOST]}


def _number(told: Any) -> float:
    number = float(told)
    if not isfinite(number) or number < 0:
        raise ValueError("a figure out of range")
    return number
