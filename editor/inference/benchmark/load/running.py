"""One run: the crowd against the service, then the models alone, then the comparison."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from editor.inference.benchmark.load import bare
from editor.inference.benchmark.load.clients import Crowd
from editor.inference.benchmark.load.fairness import light
from editor.inference.benchmark.load.memory import Memory
from editor.inference.benchmark.load.setting import DEADLINE_S, Address, Bench, pictures, service
from editor.inference.benchmark.load.window import Moment, between, moment, together
from editor.inference.client import AsyncInferenceClient, InferenceClient
from editor.inference.figures import Status
from editor.inference.history import percentile

PICTURES = 48
SAMPLE_S = 1.0
ROUND_S = 50.0
LOOK_S = 0.2
LEAST_FOR_FAIRNESS_S = 20.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How many clients ask for how long; threads of one forward pass."""

    clients: int
    seconds: float
    threads: int

    def rounds(self) -> list[float]:
        """Seconds of each round. Service and models alone take turns, so that a machine that others
        use, too, is as fast for the ones as for the other."""
        count = max(1, round(self.seconds / ROUND_S))
        return [self.seconds / count] * count


@dataclass(frozen=True, slots=True)
class Round:
    """What the service did for a while, and how long the same takes the models alone."""

    steady: Moment
    alone: bare.Alone


def run(bench: Bench, plan: Plan, keep: Callable[[dict[str, Any]], None]) -> None:
    """Gives `keep` everything that is told of a run, as JSON: after each round, as the last may
    not come, and at the end."""
    shown = pictures(PICTURES)
    crowd = Crowd(bench.cards, shown)
    rounds: list[Round] = []
    memory = Memory()

    def told(status: Status, fair: dict[str, Any]) -> dict[str, Any]:
        steady = together([one.steady for one in rounds])
        figures = {**_told(crowd, steady, status), "resident": memory.told()}
        return {**_about(bench, plan), **figures, **compared(rounds), "light": fair}

    with service(bench, plan.threads) as at:
        for seconds in plan.rounds():
            steady = asyncio.run(_crowded(crowd, at, plan.clients, seconds, memory))
            longest_s = min(4.0, seconds / 10)
            alone = bare.measured(bench, steady.sizes, plan.threads, longest_s)
            rounds.append(Round(steady, alone))
            status = _status(at)
            keep(told(status, {}))
        keep(told(status, _fair(bench, shown, at, plan)))


def _fair(bench: Bench, shown: list[bytes], at: Address, plan: Plan) -> dict[str, Any]:
    """Nothing for short runs: a percentile needs its answers."""
    if plan.seconds < LEAST_FOR_FAIRNESS_S:
        return {}
    return asyncio.run(light(bench.cards[0], shown, at, plan.seconds / 6))


async def _crowded(
    crowd: Crowd, at: Address, clients: int, seconds: float, memory: Memory
) -> Moment:
    """What the service did in the steady time: from when every model has answered, to when the
    crowd has had enough. Its memory is seen meanwhile."""
    async with AsyncInferenceClient(at.url, at.secret) as client:
        asking = asyncio.create_task(crowd.ask(client, clients))
        await _warm(crowd, asking)
        crowd.steady = True
        before = crowd.tally.answers
        first = await asyncio.to_thread(moment, at)
        earlier_s, began = memory.last_s, time.monotonic()
        until = began + seconds
        # However slow the machine: something must have been answered.
        while time.monotonic() < until or crowd.tally.answers == before:
            told = await asyncio.to_thread(_status, at)
            size = told.memory.get("resident", 0)
            memory.seen.append((earlier_s + time.monotonic() - began, size))
            await asyncio.wait([asking], timeout=SAMPLE_S)
        last = await asyncio.to_thread(moment, at)
        crowd.steady = False
        crowd.enough()
        await asking
    return between(first, last)


async def _warm(crowd: Crowd, asking: asyncio.Task[None]) -> None:
    """Until every model has answered, which ends with the deadline of the slowest."""
    until = time.monotonic() + DEADLINE_S
    names = {card.name for card in crowd.cards}
    while time.monotonic() < until and not asking.done() and names - crowd.answered:
        await asyncio.wait([asking], timeout=LOOK_S)


def _status(at: Address) -> Status:
    with InferenceClient(at.url, at.secret) as client:
        return client.status()


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


def _told(crowd: Crowd, steady: Moment, status: Status) -> dict[str, Any]:
    tally = crowd.tally
    return {
        "answers": tally.answers,
        "failures": tally.failures,
        "mixed_up": tally.mixed_up,
        "waited_as_told": tally.waited,
        "shed": status.counts.get("shed", 0),
        "coalesced": status.counts.get("coalesced", 0),
        "pictures": status.pictures,
        "loads": {name: int(times) for name, times in steady.loads.items()},
        "waits_s": {name: _waits(times) for name, times in sorted(tally.seconds.items())},
        "batches": {
            name: {size: n for (other, size), n in sorted(steady.sizes.items()) if other == name}
            for name in sorted({name for name, _ in steady.sizes})
        },
    }


def compared(rounds: Sequence[Round]) -> dict[str, Any]:
    """The service beside the models alone. `of_bare`: their forward passes at the same batch sizes,
    as a part of the whole steady time; `of_bare_with_loads` counts for the models alone, too, that
    they must be loaded as often; `of_bare_cpu` is the processor time of the models alone as a part
    of the service's, which other work on the machine doesn't change. `device` tells where the rest
    went: parts of the steady time, and how much longer a pass took than alone."""
    steady = together([one.steady for one in rounds])
    wall_s = steady.at or 1.0
    looked = sum(size * times for (_, size), times in steady.sizes.items())
    pass_s = sum(one.alone.pass_s(one.steady.sizes) for one in rounds)
    load_s = sum(one.alone.load_s(one.steady.loads) for one in rounds)
    cpu_s = sum(one.alone.cpu_s(one.steady.sizes) for one in rounds)
    loading_s = sum(steady.load_s.values())
    passing_s = sum(steady.pass_s.values()) - loading_s
    return {
        "steady_s": round(steady.at, 2),
        "per_s": round(looked / wall_s, 2),
        "bare_per_s": round(looked / pass_s, 2) if pass_s else 0.0,
        "of_bare": round(pass_s / wall_s, 3),
        "of_bare_with_loads": round((pass_s + load_s) / wall_s, 3),
        "of_bare_cpu": round(cpu_s / steady.cpu_s, 3) if steady.cpu_s else 0.0,
        "device": {
            "passing": round(passing_s / wall_s, 3),
            "loading": round(loading_s / wall_s, 3),
            "idle": round(max(0.0, 1 - (passing_s + loading_s) / wall_s), 3),
            "pass_beside_alone": round(passing_s / pass_s, 3) if pass_s else 0.0,
        },
    }


def _waits(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    parts = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(ordered, part), 3) for name, part in parts.items()}
