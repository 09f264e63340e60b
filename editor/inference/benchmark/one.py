"""Measures one case, alone in its process: `python -m editor.inference.benchmark.one CASE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from editor.inference.benchmark.cases import GRAPHS, PLAIN, Case
from editor.inference.networks import build
from editor.inference.networks.devices import set_float32
from editor.inference.networks.running import faster, part, rehearse, started
from editor.inference.networks.ways import CUDA, Wanted
from editor.inference.settings import AUTO, MODELS_DIR

WARM_UP = 1
KIB = 1024
COMPILING_S = 900.0


def measured(case: Case, runs: int) -> dict[str, Any]:
    """Times of single forwards in ms, of pictures that lie on the device already; what all threads
    worked in one, pictures per second, and the process's peak of memory (on CUDA the device's)."""
    torch.manual_seed(1)
    asked, told = _asked(case)
    given = torch.rand(case.batch, 3, case.height, case.width, device=case.device)
    times, worked = [], []
    with torch.inference_mode():
        for number in range(WARM_UP + runs):
            _wait(case)
            began, before = time.perf_counter(), time.process_time()
            asked(given)
            _wait(case)
            if number >= WARM_UP:
                times.append((time.perf_counter() - began) * 1000)
                worked.append((time.process_time() - before) * 1000)
    times.sort()
    worked.sort()
    middle = times[len(times) // 2]
    return {
        **case.as_json(),
        **told,
        "p50_ms": round(middle, 2),
        "p95_ms": round(times[min(len(times) - 1, int(0.95 * len(times)))], 2),
        "cpu_ms": round(worked[len(worked) // 2], 2),
        "pictures_per_s": round(1000 * case.batch / middle, 3),
        "peak_bytes": _peak(case),
        "runs": runs,
    }


def _asked(case: Case) -> tuple[Callable[[Tensor], object], dict[str, str]]:
    """What is called with a batch, and how it runs: numbers and, where there are several, way."""
    device = torch.device(case.device)
    if case.way == PLAIN:
        set_float32(device, torch.float32)
        return part(build(case.network).to(device)), {}
    wanted = Wanted(
        device=case.device,
        precision=case.dtype,
        way=GRAPHS if case.way == GRAPHS else AUTO,
        shape=(case.height, case.width),
        most=case.batch,
        models_dir=MODELS_DIR,
    )
    rehearse(case.network, {}, wanted, COMPILING_S)
    module = build(case.network, **faster(case.network, device))
    running = started(module, case.network, {}, wanted)
    told = running.told()
    return running.seen, {"dtype": told["dtype"], "ran": told["way"]}


def _wait(case: Case) -> None:
    if case.device.startswith(CUDA):
        torch.cuda.synchronize()


def _peak(case: Case) -> int:
    if case.device.startswith(CUDA):
        return int(torch.cuda.max_memory_reserved())
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def main(arguments: list[str]) -> int:
    given = json.loads(arguments[0])
    runs, threads = given.pop("runs"), given.pop("threads")
    torch.set_num_threads(threads)
    print(json.dumps(measured(Case(**given), runs)))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
