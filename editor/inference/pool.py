"""The loaded models: leased while in use, the least recently used unloaded for room."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from editor.errors import Busy
from editor.inference.models.base import Model
from editor.inference.settings import Settings

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Slot:
    """One model's place. `loading` is held by whoever loads it, all else under the pool's lock."""

    kind: type[Model]
    loading: threading.Lock = field(default_factory=threading.Lock)
    model: Model | None = None
    reserved: int = 0
    leases: int = 0
    used: float = 0.0
    loads: int = 0
    unloads: int = 0


@dataclass(frozen=True, slots=True)
class SlotState:
    """What is told about one model: `loaded`, `loading` or `unloaded`, and how often it moved."""

    state: str
    leases: int
    loads: int
    unloads: int


class Pool:
    """Loads a model when it is first leased, never twice at once, inside the memory budget."""

    def __init__(
        self,
        models: Mapping[str, type[Model]],
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._slots = {name: _Slot(kind) for name, kind in models.items()}

    @contextmanager
    def lease(self, name: str) -> Iterator[Model]:
        """The loaded model, which stays loaded inside the block. Busy when no room can be made;
        whatever its `load` raises."""
        slot = self._slots[name]
        model = self._take(slot) or self._load(slot)
        try:
            yield model
        finally:
            with self._lock:
                slot.leases -= 1
                slot.used = self._clock()

    def states(self) -> dict[str, SlotState]:
        with self._lock:
            return {
                name: SlotState(_word(slot), slot.leases, slot.loads, slot.unloads)
                for name, slot in self._slots.items()
            }

    def sweep(self) -> None:
        """Unloads what nobody has used for `idle_s`."""
        with self._lock:
            now = self._clock()
            for slot in self._idle():
                if now - slot.used >= self._settings.idle_s:
                    _unload(slot)

    def unload(self, name: str) -> None:
        """Now, or Busy while it is in use."""
        with self._lock:
            slot = self._slots[name]
            if slot.leases or slot.loading.locked():
                raise Busy(f"{name} is at work.", remedy="Try again soon.", retry_after_s=2)
            if slot.model is not None:
                _unload(slot)

    def close(self) -> None:
        """Unloads everything that isn't leased."""
        with self._lock:
            for slot in self._idle():
                _unload(slot)

    def _take(self, slot: _Slot) -> Model | None:
        with self._lock:
            if slot.model is not None:
                slot.leases += 1
            return slot.model

    def _load(self, slot: _Slot) -> Model:
        with slot.loading:
            if model := self._take(slot):  # somebody loaded it while we waited
                return model
            self._reserve(slot)
            model = None
            started = self._clock()
            try:
                model = slot.kind.load(self._settings)
            finally:
                self._settle(slot, model)
            log.info("loaded %s in %.2f s", slot.kind.card.key, self._clock() - started)
            return model

    def _settle(self, slot: _Slot, model: Model | None) -> None:
        """After a load: leased to who loaded it, or nothing reserved when it failed."""
        with self._lock:
            if model is None:
                slot.reserved = 0
                return
            slot.model, slot.leases, slot.used = model, slot.leases + 1, self._clock()
            slot.loads += 1

    def _reserve(self, slot: _Slot) -> None:
        """Makes room by unloading others, the longest unused first. One model alone may always
        load, however large."""
        with self._lock:
            need, budget = slot.kind.card.memory, self._settings.memory
            idle = sorted(self._idle(), key=lambda other: other.used)
            while (taken := sum(s.reserved for s in self._slots.values())) + need > budget:
                if not idle and taken:
                    raise Busy(
                        f"The models in use leave no room for {slot.kind.card.name}.",
                        remedy="Try again soon, or raise INFERENCE_MEMORY.",
                        retry_after_s=2,
                    )
                if not idle:
                    break
                _unload(idle.pop(0))
            slot.reserved = need

    def _idle(self) -> list[_Slot]:
        return [s for s in self._slots.values() if s.model is not None and not s.leases]


def _word(slot: _Slot) -> str:
    if slot.model is not None:
        return "loaded"
    return "loading" if slot.loading.locked() else "unloaded"


def _unload(slot: _Slot) -> None:
    if slot.model is not None:
        slot.model.close()
        log.info("unloaded %s", slot.kind.card.key)
    slot.model, slot.reserved = None, 0
    slot.unloads += 1
