"""What the service did between two moments, from its own numbers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import httpx

from editor.inference.benchmark.load.bare import Sizes
from editor.inference.benchmark.load.setting import Address

K = TypeVar("K")
_LINE = re.compile(r"^(inference_[a-z_]+)\{([^}]*)\} (\S+)$", re.M)
_LABEL = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything counted since the start: forward passes by model and size, and by model how long
    they took (their loads included), how many loads there were, and how long those took."""

    at: float
    sizes: Sizes
    pass_s: Mapping[str, float]
    loads: Mapping[str, float]
    load_s: Mapping[str, float]
    cpu_s: float = 0.0
    """Processor time of the whole service."""


def moment(at: Address) -> Moment:
    """Now."""
    headers = {"authorization": f"Bearer {at.secret}"}
    answer = httpx.get(f"{at.url}/metrics", headers=headers, trust_env=False, timeout=60)
    return read(answer.raise_for_status().text, time.monotonic(), at.cpu_s())


def read(text: str, at: float, cpu_s: float = 0.0) -> Moment:
    """The moment that Prometheus' text tells of."""
    sizes = {
        (labels["model"], int(labels["pictures"])): int(number)
        for labels, number in _rows(text, "inference_batches_total")
    }

    def by_model(name: str) -> dict[str, float]:
        return {labels["model"]: number for labels, number in _rows(text, name)}

    return Moment(
        at,
        sizes,
        by_model("inference_predict_seconds_sum"),
        by_model("inference_model_loads"),
        by_model("inference_model_loading_seconds"),
        cpu_s,
    )


def between(first: Moment, last: Moment) -> Moment:
    """What happened meanwhile; `at` is how long that was, in seconds."""
    return Moment(
        last.at - first.at,
        {key: int(count) for key, count in _more(first.sizes, last.sizes).items()},
        _more(first.pass_s, last.pass_s),
        _more(first.loads, last.loads),
        _more(first.load_s, last.load_s),
        last.cpu_s - first.cpu_s,
    )


def together(parts: Sequence[Moment]) -> Moment:
    """What happened in all of them, `at` being their seconds together."""
    return Moment(
        sum(one.at for one in parts),
        {key: int(count) for key, count in _sum([one.sizes for one in parts]).items()},
        _sum([one.pass_s for one in parts]),
        _sum([one.loads for one in parts]),
        _sum([one.load_s for one in parts]),
        sum(one.cpu_s for one in parts),
    )


def _sum(parts: Sequence[Mapping[K, float]]) -> dict[K, float]:
    keys = {key for one in parts for key in one}
    return {key: sum(one.get(key, 0) for one in parts) for key in keys}


def _more(first: Mapping[K, float], last: Mapping[K, float]) -> dict[K, float]:
    grown = ((key, value - first.get(key, 0)) for key, value in last.items())
    return {key: value for key, value in grown if value > 0}


def _rows(text: str, name: str) -> Iterator[tuple[dict[str, str], float]]:
    for found, labels, number in _LINE.findall(text):
        if found == name:
            yield dict(_LABEL.findall(labels)), float(number)
