"""How fast the web answers while something else goes on."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """Milliseconds of the answers, and how many there were; `refused` had another status than
    200."""

    count: int
    middle: float
    p95: float
    longest: float
    refused: int = 0


def told(seconds: Sequence[float], refused: int = 0) -> Answers:
    """The figures of some answers; zeros without any."""
    ordered = sorted(1000 * one for one in seconds)
    if not ordered:
        return Answers(0, 0.0, 0.0, 0.0, refused)
    return Answers(len(ordered), _share(ordered, 0.5), _share(ordered, 0.95), ordered[-1], refused)


def _share(ordered: list[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(slots=True)
class Probe:
    """Asks for some addresses in turns while the block runs."""

    client: httpx.Client
    addresses: Sequence[str]
    _took: dict[str, list[float]] = field(default_factory=dict)
    _refused: dict[str, int] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Probe:
        for address in self.addresses:
            # The first answer of all loads what later ones find; nobody waits for it twice.
            self._ask(address)
        self._took, self._refused = {}, {}
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    @property
    def answers(self) -> dict[str, Answers]:
        """By address."""
        return {
            one: told(self._took.get(one, []), self._refused.get(one, 0)) for one in self.addresses
        }

    def _run(self) -> None:
        while not self._done.wait(PAUSE_S):
            for address in self.addresses:
                self._ask(address)

    def _ask(self, address: str) -> None:
        began = time.monotonic()
        try:
            good = self.client.get(address).status_code == 200
        except httpx.HTTPError:
            good = False
        self._took.setdefault(address, []).append(time.monotonic() - began)
        self._refused[address] = self._refused.get(address, 0) + (not good)
