"""The loaded models: leased while in use, the least recently used unloaded for room."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from editor.errors import Busy
from editor.inference.models.base import Model
from editor.inference.returning import give_back
from editor.inference.settings import Settings

log = logging.getLogger(__name__)
HOST, DEVICE = "host", "device"
WORTH = 4.0
"""What is loaded works for so many times another model's loading before that may be loaded."""


@dataclass(slots=True, eq=False)
class _Held:
    """A loaded model. `lost`: its user hangs, and it ends when that comes back."""

    model: Model
    place: str
    bytes: int
    leases: int = 0
    used: float = 0.0
    lost: bool = False


@dataclass(slots=True, eq=False)
class _Slot:
    """One model's place. `loading` is held by whoever loads it, all else under the pool's lock."""

    kind: type[Model]
    loading: threading.Lock = field(default_factory=threading.Lock)
    held: _Held | None = None
    reserved: dict[str, int] = field(default_factory=dict)
    """Room for what is being loaded, by place."""
    loads: int = 0
    unloads: int = 0
    load_s: float = 0.0
    loading_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SlotState:
    """What is told about one model: `loaded`, `loading` or `unloaded`, how often it moved, the
    bytes that it holds now, and the seconds that its last load took, and all loads together."""

    state: str
    leases: int
    loads: int
    unloads: int
    bytes: int = 0
    load_s: float = 0.0
    loading_s: float = 0.0


class Pool:
    """Loads a model when it is first leased, never twice at once, inside the memory budgets of
    host and device."""

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
        self._lost: list[_Held] = []
        self._loaded_at = -math.inf

    @contextmanager
    def lease(self, name: str) -> Iterator[Model]:
        """The loaded model, which stays loaded inside the block. Busy when no room can be made;
        whatever its `load` raises."""
        slot = self._slots[name]
        held = self._take(slot) or self._load(slot)
        try:
            yield held.model
        finally:
            with self._lock:
                held.leases -= 1
                held.used = self._clock()
                if held.lost and not held.leases:
                    self._lost.remove(held)
                    held.model.close()

    def states(self) -> dict[str, SlotState]:
        with self._lock:
            return {name: _state(slot) for name, slot in self._slots.items()}

    def ways(self) -> dict[str, Mapping[str, str]]:
        """How each loaded model runs, where that differs between machines."""
        with self._lock:
            held = {name: slot.held for name, slot in self._slots.items() if slot.held}
        return {name: way for name, one in held.items() if (way := one.model.way())}

    def loaded(self, name: str) -> bool:
        return self._slots[name].held is not None

    def worth_waiting(self, name: str, since: float) -> bool:
        """True while who asks since then should let others work, rather than have this model
        loaded again so soon after another one."""
        begun = max(since, self._loaded_at)
        return self._clock() - begun < WORTH * self._slots[name].load_s

    def bytes(self, place: str) -> int:
        """What all models hold there, those included that are being loaded or hang."""
        with self._lock:
            return self._taken(place)

    def sweep(self) -> None:
        """Unloads what nobody has used for `idle_s`."""
        with self._lock:
            now, idle_s = self._clock(), self._settings.idle_s
            late = [s for s in self._idle() if s.held and now - s.held.used >= idle_s]
            for slot in late:
                _unload(slot)
        if late:
            give_back()

    def unload(self, name: str) -> None:
        """Now, or Busy while it is in use."""
        with self._lock:
            slot = self._slots[name]
            if slot.loading.locked() or (slot.held and slot.held.leases):
                raise Busy(f"{name} is at work.", remedy="Try again soon.", retry_after_s=2)
            _unload(slot)

    def unload_others(self, name: str) -> None:
        """Everything but this model that nobody uses."""
        with self._lock:
            for slot in self._idle():
                if slot is not self._slots[name]:
                    _unload(slot)
        give_back()

    def abandon(self, name: str) -> None:
        """Its user, or its load, hangs: the next lease loads it anew. What hangs still counts as
        memory, and is closed when it comes back."""
        with self._lock:
            slot = self._slots[name]
            slot.loading, slot.reserved = threading.Lock(), {}
            if slot.held is None:
                return
            if slot.held.leases:
                slot.held.lost = True
                self._lost.append(slot.held)
                slot.held = None
                slot.unloads += 1
            else:
                _unload(slot)

    def close(self) -> None:
        """Unloads everything that isn't leased."""
        with self._lock:
            for slot in self._idle():
                _unload(slot)

    def _take(self, slot: _Slot) -> _Held | None:
        with self._lock:
            if slot.held is not None:
                slot.held.leases += 1
            return slot.held

    def _load(self, slot: _Slot) -> _Held:
        turn = slot.loading
        with turn:
            if held := self._take(slot):  # somebody loaded it while we waited
                return held
            # Not under our lock: to know whether there is a device, PyTorch may have to be loaded.
            place = DEVICE if slot.kind.on_device(self._settings) else HOST
            budget = slot.kind.room(self._settings) if place == DEVICE else self._settings.memory
            self._reserve(slot, place, budget)
            give_back()
            model = None
            started = self._clock()
            try:
                model = slot.kind.load(self._settings)
            finally:
                if model is None:
                    self._failed(slot, turn)
            return self._settle(slot, turn, _Held(model, place, slot.kind.card.memory), started)

    def _failed(self, slot: _Slot, turn: threading.Lock) -> None:
        with self._lock:
            if slot.loading is turn:
                slot.reserved = {}

    def _settle(self, slot: _Slot, turn: threading.Lock, held: _Held, started: float) -> _Held:
        """After a load: leased to who loaded it; nobody else's when it was given up meanwhile."""
        with self._lock:
            held.leases, held.used = 1, self._clock()
            if slot.loading is not turn:
                held.lost = True
                self._lost.append(held)
                return held
            slot.held, slot.reserved = held, {}
            slot.loads += 1
            slot.load_s = held.used - started
            slot.loading_s += slot.load_s
            self._loaded_at = held.used
        log.info("loaded %s in %.2f s", slot.kind.card.key, slot.load_s)
        return held

    def _reserve(self, slot: _Slot, place: str, budget: int) -> None:
        """Makes room by unloading others, the longest unused first. One model alone may always
        load, however large."""
        with self._lock:
            need = slot.kind.card.memory
            idle = [one for one in self._idle() if one.held and one.held.place == place]
            idle.sort(key=lambda one: one.held.used if one.held else 0.0)
            while self._taken(place) + need > budget:
                if idle:
                    _unload(idle.pop(0))
                elif any(_bytes(one, place) for one in self._slots.values()):
                    raise Busy(
                        f"The models in use leave no room for {slot.kind.card.name}.",
                        remedy="Try again soon, or raise INFERENCE_MEMORY.",
                        retry_after_s=2,
                    )
                else:
                    break
            slot.reserved = {place: need}

    def _taken(self, place: str) -> int:
        lost = sum(held.bytes for held in self._lost if held.place == place)
        return lost + sum(_bytes(slot, place) for slot in self._slots.values())

    def _idle(self) -> list[_Slot]:
        return [s for s in self._slots.values() if s.held is not None and not s.held.leases]


def _bytes(slot: _Slot, place: str) -> int:
    held = slot.held.bytes if slot.held and slot.held.place == place else 0
    return held + slot.reserved.get(place, 0)


def _state(slot: _Slot) -> SlotState:
    held = slot.held
    word = "loaded" if held else "loading" if slot.loading.locked() else "unloaded"
    size = _bytes(slot, HOST) + _bytes(slot, DEVICE)
    leases = held.leases if held else 0
    times = (slot.load_s, slot.loading_s)
    return SlotState(word, leases, slot.loads, slot.unloads, size, *times)


def _unload(slot: _Slot) -> None:
    if slot.held is None:
        return
    slot.held.model.close()
    slot.held = None
    slot.unloads += 1
    log.info("unloaded %s", slot.kind.card.key)
