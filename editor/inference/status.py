"""The live figures of the service: as JSON for the studio's own page, as gauges for Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.inference.history import BIN_S, History
from editor.inference.metrics import Gauges, Labels, Metrics
from editor.inference.protocol import BATCH, INTERACTIVE, VERSION
from editor.inference.reception import Reception
from editor.inference.reports import Report, Working, resident_bytes
from editor.inference.settings import Settings
from editor.inference.store import PictureStore

SHOWN = ("state", "bytes", "loads", "unloads", "load_s", "batches", "pictures", "busy_s")


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads the parts at the moment of asking. `report` is of the models, wherever they are;
    `replicas` are those of them that run elsewhere, one by one."""

    settings: Settings
    report: Callable[[], Report]
    replicas: Callable[[], Sequence[Mapping[str, Any]]]
    scheduler: Reception
    store: PictureStore
    metrics: Metrics
    history: History
    uptime_s: Callable[[], float]

    def as_json(self) -> dict[str, Any]:
        """Memory in bytes, times in seconds; `history` is oldest first."""
        waiting, report = self.scheduler.waiting(), self.report()
        return {
            "version": VERSION,
            "uptime_s": round(self.uptime_s(), 1),
            "device": report.device or self.settings.device,
            "places": {"taken": self.scheduler.taken, "of": self.settings.queue},
            "waiting": dict(Counter(one.model.card.name for one in waiting)),
            "batch_work": sum(one.flow.batch for one in waiting),
            "hanging": report.hanging,
            "memory": {
                "models": report.memory.get("models", 0),
                "budget": report.memory.get("budget", self.settings.memory),
                "on_device": report.memory.get("on_device", 0),
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
            "models": {name: _shown(one) for name, one in report.moved().items()},
            "replicas": list(self.replicas()),
            "history": self.history.as_json(),
            "bin_s": BIN_S,
        }

    def gauges(self) -> Gauges:
        """For `/metrics`."""
        report = self.report()
        waiting: dict[Labels, float] = {}
        for one in self.scheduler.waiting():
            priority = BATCH if one.flow.batch else INTERACTIVE
            key = (("model", one.model.card.name), ("priority", priority))
            waiting[key] = waiting.get(key, 0) + 1
        memory: dict[Labels, float] = {
            (("what", "models"),): report.memory.get("models", 0),
            (("what", "models on the device"),): report.memory.get("on_device", 0),
            (("what", "pictures"),): self.store.bytes,
            (("what", "resident"),): resident_bytes(),
        }

        def per_model(number: Callable[[Working], float]) -> Mapping[Labels, float]:
            return {(("model", name),): number(one) for name, one in report.models.items()}

        return {
            "inference_places_taken": ("Requests waiting or running.", {(): self.scheduler.taken}),
            "inference_waiting": ("Requests in line.", waiting),
            "inference_hanging": ("Passes left behind.", {(): report.hanging}),
            "inference_memory_bytes": ("Memory by what holds it.", memory),
            "inference_device": (
                "1; the label names the device.",
                {(("device", report.device or self.settings.device),): 1},
            ),
            "inference_model_loaded": (
                "1 while the model is in memory.",
                per_model(lambda one: one["state"] == "loaded"),
            ),
            "inference_model_loads": (
                "How often it was loaded.",
                per_model(lambda one: one["loads"]),
            ),
            "inference_model_loading_seconds": (
                "Time that its loads took together.",
                per_model(lambda one: one["loading_s"]),
            ),
            "inference_model_unloads": (
                "How often it left.",
                per_model(lambda one: one["unloads"]),
            ),
        }


def _shown(one: Working) -> dict[str, Any]:
    return {name: one[name] for name in SHOWN}
