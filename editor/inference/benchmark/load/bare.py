"""The models alone, without any service: `python -m editor.inference.benchmark.load.bare CASE`.

The same `predict` at the same batch sizes, on the same pictures already decoded, in a process of
its own with the same threads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from editor.errors import InferenceUnavailable
from editor.inference.benchmark.load.setting import Bench, environment, loaded, pictures
from editor.inference.models.base import Model, Picture

Sizes = Mapping[tuple[str, int], int]
"""(Model, pictures) -> how many forward passes of this size."""
LEAST_RUNS = 3
DIFFERENT = 16


@dataclass(frozen=True, slots=True)
class Alone:
    """Median seconds of one pass of each size, by the clock and of all threads' processor time,
    and of loading each model."""

    passes: Mapping[tuple[str, int], float]
    loads: Mapping[str, float]
    cpu: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def pass_s(self, sizes: Sizes) -> float:
        """What these passes take together."""
        return sum(times * self.passes[size] for size, times in sizes.items())

    def cpu_s(self, sizes: Sizes) -> float:
        """What they take of the processor together."""
        return sum(times * self.cpu.get(size, 0.0) for size, times in sizes.items())

    def load_s(self, loads: Mapping[str, float]) -> float:
        """What so many loads take together."""
        return sum(times * self.loads.get(name, 0.0) for name, times in loads.items())


def measured(bench: Bench, sizes: Sizes, threads: int, longest_s: float) -> Alone:
    """Each size is measured for about so long at most."""
    case = {
        "folder": str(bench.folder),
        "sizes": [[name, size] for name, size in sizes],
        "threads": threads,
        "longest_s": longest_s,
    }
    done = subprocess.run(
        [sys.executable, "-m", "editor.inference.benchmark.load.bare", json.dumps(case)],
        env=environment(bench, threads),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip()[-2000:]
        raise InferenceUnavailable(f"The models alone couldn't be measured: {why}")
    told = json.loads(done.stdout)
    passes = {(name, size): clock for name, size, clock, _ in told["passes"]}
    cpu = {(name, size): busy for name, size, _, busy in told["passes"]}
    return Alone(passes, told["loads"], cpu)


def main(arguments: list[str]) -> int:
    case: dict[str, Any] = json.loads(arguments[0])
    cv2.setNumThreads(case["threads"])
    decoded = [np.asarray(Image.open(BytesIO(one)).convert("RGB")) for one in pictures(DIFFERENT)]
    bench = Bench(Path(case["folder"]), ())
    passes: list[tuple[str, int, float, float]] = []
    loads: dict[str, float] = {}
    for name in sorted({name for name, _ in case["sizes"]}):
        loads[name] = _load_s(bench, name)
        model = loaded(bench, name)
        for size in sorted(size for other, size in case["sizes"] if other == name):
            passes.append((name, size, *_medians(model, decoded, size, case["longest_s"])))
        model.close()
    print(json.dumps({"passes": passes, "loads": loads}))  # noqa: T201
    return 0


def _load_s(bench: Bench, name: str) -> float:
    """The median time of loading it, once everything that it imports is there."""
    times: list[float] = []
    for _ in range(LEAST_RUNS + 1):
        began = time.perf_counter()
        loaded(bench, name).close()
        times.append(time.perf_counter() - began)
    return sorted(times[1:])[LEAST_RUNS // 2]


def _medians(
    model: Model, decoded: list[Picture], size: int, longest_s: float
) -> tuple[float, float]:
    """By the clock, and of the processor."""
    times: list[float] = []
    busy: list[float] = []
    model.predict(decoded[:size], None)
    until = time.perf_counter() + longest_s
    while len(times) < LEAST_RUNS or (time.perf_counter() < until and len(times) < 3 * DIFFERENT):
        start = len(times) * size % DIFFERENT
        batch = (decoded + decoded)[start : start + size]
        began, used = time.perf_counter(), time.process_time()
        model.predict(batch, None)
        times.append(time.perf_counter() - began)
        busy.append(time.process_time() - used)
    return sorted(times)[len(times) // 2], sorted(busy)[len(busy) // 2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
