"""What a process with models tells of itself, and what several of them tell together."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.inference.metrics import Metrics
from editor.inference.pool import DEVICE, HOST, Pool, SlotState
from editor.inference.settings import Settings

PAGE_BYTES = 4096
SUMS = ("bytes", "loads", "unloads", "loading_s", "batches", "pictures", "busy_s")
STATES = ("loaded", "loading", "unloaded")
"""From one process to all of them, the first that some process is in counts."""

Working = Mapping[str, Any]
"""A model: `state`, how often it moved, its bytes, its batches, pictures and seconds."""


@dataclass(frozen=True, slots=True)
class Report:
    """All models by name; memory in bytes by what holds it; forward passes that hang; the questions
    that the process holds now. `name` tells replicas apart."""

    device: str
    models: Mapping[str, Working] = field(default_factory=dict)
    memory: Mapping[str, int] = field(default_factory=dict)
    hanging: int = 0
    asked: int = 0
    name: str = ""

    def moved(self) -> dict[str, Working]:
        """Models that were loaded at least once."""
        found = self.models.items()
        return {name: one for name, one in found if one["loads"] or one["state"] != STATES[-1]}


def report(
    pool: Pool, metrics: Metrics, settings: Settings, hanging: int = 0, asked: int = 0
) -> Report:
    """Of this process, now."""
    memory = {
        "models": pool.bytes(HOST),
        "budget": settings.memory,
        "on_device": pool.bytes(DEVICE),
        "resident": resident_bytes(),
    }
    models = {name: _working(metrics, name, state) for name, state in pool.states().items()}
    return Report(device(settings.device), models, memory, hanging, asked)


def together(reports: Sequence[Report]) -> Report:
    """All of them as one: sums, and the devices' names."""
    names = sorted({name for one in reports for name in one.models})
    holders = sorted({what for one in reports for what in one.memory})
    return Report(
        ", ".join(sorted({one.device for one in reports})),
        {name: _sum([r.models[name] for r in reports if name in r.models]) for name in names},
        {what: sum(one.memory.get(what, 0) for one in reports) for what in holders},
        sum(one.hanging for one in reports),
        sum(one.asked for one in reports),
    )


def device(asked: str) -> str:
    """Where networks run, by name: what was asked for until the first one is loaded."""
    torch = sys.modules.get("torch")
    if asked != "auto" or torch is None:
        return asked
    try:
        if torch.cuda.is_available():
            return str(torch.cuda.get_device_name())
        return "mps" if torch.backends.mps.is_available() else "cpu"
    except AttributeError:
        # The device's thread is importing it just now.
        return asked


def resident_bytes() -> int:
    """Of this process; 0 where the system doesn't tell it as Linux does."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, ValueError):
        return 0


def _working(metrics: Metrics, name: str, state: SlotState) -> Working:
    return {
        "state": state.state,
        "bytes": state.bytes,
        "loads": state.loads,
        "unloads": state.unloads,
        "load_s": round(state.load_s, 3),
        "loading_s": state.loading_s,
        "batches": metrics.batches.count(model=name),
        "pictures": metrics.batches.sum(model=name),
        "busy_s": round(metrics.predict.sum(model=name), 2),
    }


def _sum(parts: Sequence[Working]) -> Working:
    states = {one["state"] for one in parts}
    return {
        "state": next(state for state in STATES if state in states),
        "load_s": max(one["load_s"] for one in parts),
        **{name: sum(one[name] for one in parts) for name in SUMS},
    }
