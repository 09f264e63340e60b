"""The live figures of the service: as JSON for the studio's own page, as gauges for Prometheus."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.inference.history import BIN_S, History
from editor.inference.metrics import Gauges, Labels, Metrics
from editor.inference.pool import DEVICE, HOST, Pool, SlotState
from editor.inference.protocol import BATCH, INTERACTIVE, VERSION
from editor.inference.reception import Reception
from editor.inference.settings import Settings
from editor.inference.store import PictureStore

PAGE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads the parts at the moment of asking."""

    settings: Settings
    pool: Pool
    scheduler: Reception
    store: PictureStore
    metrics: Metrics
    history: History
    uptime_s: Callable[[], float]

    def as_json(self) -> dict[str, Any]:
        """Memory in bytes, times in seconds; `history` is oldest first."""
        waiting = self.scheduler.waiting()
        return {
            "version": VERSION,
            "uptime_s": round(self.uptime_s(), 1),
            "device": device(self.settings.device),
            "places": {"taken": self.scheduler.taken, "of": self.settings.queue},
            "waiting": dict(Counter(one.model.card.name for one in waiting)),
            "batch_work": sum(one.flow.batch for one in waiting),
            "hanging": self.scheduler.hanging,
            "memory": {
                "models": self.pool.bytes(HOST),
                "budget": self.settings.memory,
                "on_device": self.pool.bytes(DEVICE),
                "pictures": self.store.bytes,
                "resident": resident_bytes(),
            },
            "counts": {
                "shed": self.metrics.shed.total(),
                "coalesced": self.metrics.coalesced.total(),
                "gone": self.metrics.gone.total(),
                "memory_full": self.metrics.full.total(),
                "stuck": self.metrics.stuck.total(),
                "errors": self.metrics.errors.by("code"),
                "pictures": self.metrics.pictures.by("by"),
            },
            "stages": self.history.stages(),
            "models": {name: self._model(name, s) for name, s in self._moved().items()},
            "history": self.history.as_json(),
            "bin_s": BIN_S,
        }

    def gauges(self) -> Gauges:
        """For `/metrics`."""
        states = self.pool.states()
        waiting: dict[Labels, float] = {}
        for one in self.scheduler.waiting():
            priority = BATCH if one.flow.batch else INTERACTIVE
            key = (("model", one.model.card.name), ("priority", priority))
            waiting[key] = waiting.get(key, 0) + 1
        memory: dict[Labels, float] = {
            (("what", "models"),): self.pool.bytes(HOST),
            (("what", "models on the device"),): self.pool.bytes(DEVICE),
            (("what", "pictures"),): self.store.bytes,
            (("what", "resident"),): resident_bytes(),
        }

        def per_model(number: Callable[[SlotState], float]) -> Mapping[Labels, float]:
            return {(("model", name),): number(state) for name, state in states.items()}

        return {
            "inference_places_taken": ("Requests waiting or running.", {(): self.scheduler.taken}),
            "inference_waiting": ("Requests in line.", waiting),
            "inference_hanging": ("Passes left behind.", {(): self.scheduler.hanging}),
            "inference_memory_bytes": ("Memory by what holds it.", memory),
            "inference_device": (
                "1; the label names the device.",
                {(("device", device(self.settings.device)),): 1},
            ),
            "inference_model_loaded": (
                "1 while the model is in memory.",
                per_model(lambda slot: slot.state == "loaded"),
            ),
            "inference_model_loads": ("How often it was loaded.", per_model(lambda s: s.loads)),
            "inference_model_loading_seconds": (
                "Time that its loads took together.",
                per_model(lambda s: s.loading_s),
            ),
            "inference_model_unloads": ("How often it left.", per_model(lambda s: s.unloads)),
        }

    def _moved(self) -> Mapping[str, SlotState]:
        """Models that were loaded at least once."""
        return {n: s for n, s in self.pool.states().items() if s.loads or s.state != "unloaded"}

    def _model(self, name: str, state: SlotState) -> dict[str, Any]:
        return {
            "state": state.state,
            "bytes": state.bytes,
            "loads": state.loads,
            "unloads": state.unloads,
            "load_s": round(state.load_s, 3),
            "batches": self.metrics.batches.count(model=name),
            "pictures": self.metrics.batches.sum(model=name),
            "busy_s": round(self.metrics.predict.sum(model=name), 2),
        }


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
