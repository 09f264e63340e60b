"""One run: the crowd against the service, then the models alone, then the comparison."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from editor.inference.benchmark.load import bare
from editor.inference.benchmark.load.clients import Crowd
from editor.inference.benchmark.load.fairness import light
from editor.inference.benchmark.load.setting import Address, Bench, pictures, service
from editor.inference.client import AsyncInferenceClient, InferenceClient
from editor.inference.figures import Status
from editor.inference.history import percentile

PICTURES = 48
SAMPLE_S = 1.0
LEAST_FOR_FAIRNESS_S = 20.0
_BATCHES = re.compile(r'^inference_batches_total\{model="([^"]+)",pictures="(\d+)"\} (\d+)', re.M)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many clients ask for how long; threads of one forward pass."""

    clients: int
    seconds: float
    threads: int


def run(bench: Bench, plan: Plan) -> dict[str, Any]:
    """Everything that is told of a run, as JSON."""
    shown = pictures(PICTURES)
    crowd = Crowd(bench.cards, shown)
    with service(bench, plan.threads) as at:
        began = time.monotonic()
        resident = asyncio.run(_crowded(crowd, at, plan))
        wall_s = time.monotonic() - began
        sizes = _sizes(at)
        with InferenceClient(at.url, at.secret) as client:
            status = client.status()
        fair = _fair(bench, shown, at, plan)
    alone = bare.seconds(bench, sizes, plan.threads, min(4.0, plan.seconds / 10))
    told = _told(crowd, sizes, alone, wall_s, resident, status)
    return {**_about(bench, plan), **told, "light": fair}


def _fair(bench: Bench, shown: list[bytes], at: Address, plan: Plan) -> dict[str, Any]:
    """Nothing for short runs: a percentile needs its answers."""
    if plan.seconds < LEAST_FOR_FAIRNESS_S:
        return {}
    return asyncio.run(light(bench.cards[0], shown, at, plan.seconds / 6))


async def _crowded(crowd: Crowd, at: Address, plan: Plan) -> list[int]:
    """The resident memory of the service, sampled while the crowd asks."""
    resident: list[int] = []
    async with AsyncInferenceClient(at.url, at.secret) as client:
        asking = asyncio.create_task(crowd.ask(client, plan.clients, plan.seconds))
        while not asking.done():
            told = await asyncio.to_thread(_status, at)
            resident.append(told.memory.get("resident", 0))
            await asyncio.wait([asking], timeout=SAMPLE_S)
        await asking
    return resident


def _status(at: Address) -> Status:
    with InferenceClient(at.url, at.secret) as client:
        return client.status()


def _sizes(at: Address) -> dict[tuple[str, int], int]:
    headers = {"authorization": f"Bearer {at.secret}"}
    text = httpx.get(f"{at.url}/metrics", headers=headers, trust_env=False, timeout=30).text
    return {(name, int(size)): int(times) for name, size, times in _BATCHES.findall(text)}


def _about(bench: Bench, plan: Plan) -> dict[str, Any]:
    return {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "clients": plan.clients,
        "seconds": plan.seconds,
        "threads": plan.threads,
        "models": [card.name for card in bench.cards],
        "memory_needed": sum(card.memory for card in bench.cards),
        "memory_budget": bench.budget,
    }


def _told(
    crowd: Crowd,
    sizes: bare.Sizes,
    alone: dict[tuple[str, int], float],
    wall_s: float,
    resident: Sequence[int],
    status: Status,
) -> dict[str, Any]:
    tally = crowd.tally
    looked = sum(size * times for (_, size), times in sizes.items())
    bare_s = sum(times * alone[size] for size, times in sizes.items())
    loads = {name: model.loads for name, model in status.models.items()}
    return {
        "answers": tally.answers,
        "failures": tally.failures,
        "mixed_up": tally.mixed_up,
        "waited_as_told": tally.waited,
        "shed": status.counts.get("shed", 0),
        "coalesced": status.counts.get("coalesced", 0),
        "pictures": status.pictures,
        "wall_s": round(wall_s, 2),
        "per_s": round(looked / wall_s, 2),
        "bare_per_s": round(looked / bare_s, 2) if bare_s else 0.0,
        "of_bare": round(bare_s / wall_s, 3),
        "loads": loads,
        "resident": growth(resident),
        "waits_s": {name: _waits(times) for name, times in sorted(tally.seconds.items())},
        "batches": {
            name: {size: times for (other, size), times in sorted(sizes.items()) if other == name}
            for name in sorted({name for name, _ in sizes})
        },
    }


def _waits(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    parts = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(ordered, part), 3) for name, part in parts.items()}


def growth(samples: Sequence[int]) -> dict[str, float]:
    """The median of the second quarter, of the last one, and by how much that is more; the first
    quarter is the warm-up."""
    quarter = len(samples) // 4
    if not quarter:
        return {"early": 0, "late": 0, "growth": 0.0}
    early, late = (_middle(samples[quarter : 2 * quarter]), _middle(samples[-quarter:]))
    return {"early": early, "late": late, "growth": round(late / early - 1, 4) if early else 0.0}


def _middle(samples: Sequence[int]) -> int:
    return sorted(samples)[len(samples) // 2]
