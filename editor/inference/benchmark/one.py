"""Measures one case, alone in its process: `python -m editor.inference.benchmark.one CASE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from editor.inference.benchmark.cases import SERVED, Case
from editor.inference.networks import build
from editor.inference.networks.running import ON_CPU, laid_out, prepared

WARM_UP = 1
KIB = 1024


def measured(case: Case, runs: int) -> dict[str, Any]:
    """Times of single forwards in ms, what all threads worked in one, pictures per second, and the
    process's peak of memory."""
    torch.manual_seed(1)
    module = _module(case)
    given = torch.rand(case.batch, 3, case.height, case.width, device=case.device)
    if case.way == SERVED:
        given = laid_out(given, given.device)
    times, worked = [], []
    with torch.inference_mode(), _cast(case):
        for number in range(WARM_UP + runs):
            started, before = time.perf_counter(), time.process_time()
            _forward(module, given)
            if case.device == "cuda":
                torch.cuda.synchronize()
            if number >= WARM_UP:
                times.append((time.perf_counter() - started) * 1000)
                worked.append((time.process_time() - before) * 1000)
    times.sort()
    worked.sort()
    middle = times[len(times) // 2]
    return {
        **case.as_json(),
        "p50_ms": round(middle, 2),
        "p95_ms": round(times[min(len(times) - 1, int(0.95 * len(times)))], 2),
        "cpu_ms": round(worked[len(worked) // 2], 2),
        "pictures_per_s": round(1000 * case.batch / middle, 3),
        "peak_bytes": _peak(case.device),
        "runs": runs,
    }


def _module(case: Case) -> nn.Module:
    extra = ON_CPU.get(case.network, {}) if case.way == SERVED and case.device == "cpu" else {}
    module = build(case.network, **extra)
    if case.way == SERVED:
        return prepared(module, torch.device(case.device))
    return module.to(case.device)


def _forward(module: nn.Module, given: Tensor) -> object:
    # Of SAM the encoder is nearly all of the work, and it is kept per picture.
    embed = getattr(module, "embed", None)
    return embed(given) if embed is not None else module(given)


def _cast(case: Case) -> AbstractContextManager[Any]:
    if case.dtype == "float32":
        return nullcontext()
    return torch.autocast(case.device, getattr(torch, case.dtype))


def _peak(device: str) -> int:
    if device == "cuda":
        return int(torch.cuda.max_memory_allocated())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def main(arguments: list[str]) -> int:
    given = json.loads(arguments[0])
    runs, threads = given.pop("runs"), given.pop("threads")
    torch.set_num_threads(threads)
    print(json.dumps(measured(Case(**given), runs)))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
