"""Many clients that ask for a while; each request is followed until it ends right or wrong."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

import numpy as np

from editor.errors import Busy, InferenceUnavailable, StudioError
from editor.findings import Face, Matte
from editor.inference.benchmark.load.setting import DEADLINE_S
from editor.inference.caller import Caller, calling
from editor.inference.card import Card, Task
from editor.inference.client import AsyncInferenceClient

WORKSPACES = 8
ONE_IN_BATCH = 4
"""Every so many-th client does batch work."""
ROUGHLY = 16
"""Mattes are compared at every so many-th pixel."""
ALIKE = 2.0
"""Mean difference of 255 that batches of other sizes may make."""


@dataclass(slots=True)
class Tally:
    """What happened. `seconds` run from the first attempt to the right answer, in steady times."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    answers: int = 0
    waited: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    mixed_up: int = 0


class Crowd:
    """The clients, and what they saw of each picture so far."""

    def __init__(self, cards: Sequence[Card], pictures: Sequence[bytes]) -> None:
        self.cards = list(cards)
        self._pictures = pictures
        self._first: dict[tuple[str, int], Matte | tuple[Face, ...]] = {}
        self._enough = False
        self.steady = False
        self.answered: set[str] = set()
        self.tally = Tally()

    async def ask(self, client: AsyncInferenceClient, clients: int) -> None:
        """Each asks, waits, and asks the next, until it is enough; what is under way then is
        waited for."""
        self._enough = False
        self.answered.clear()
        await asyncio.gather(*(self._one(client, number) for number in range(clients)))

    def enough(self) -> None:
        self._enough = True

    async def _one(self, client: AsyncInferenceClient, number: int) -> None:
        rng = random.Random(number)  # noqa: S311 - only to choose
        batch = number % ONE_IN_BATCH == 0
        while not self._enough:
            card, picture = rng.choice(self.cards), rng.randrange(len(self._pictures))
            name = f"load-{number}-{rng.randrange(10**9)}"
            with calling(Caller(name, f"workspace-{number % WORKSPACES}", batch)):
                await self._request(client, card, picture)

    async def _request(self, client: AsyncInferenceClient, card: Card, picture: int) -> None:
        began = time.monotonic()
        while True:
            try:
                seen = await self._asked(client, card, self._pictures[picture])
            except InferenceUnavailable as error:
                return self._failed(error)
            except Busy as error:
                # Our client has tried three times; a patient user comes back when told to.
                self.tally.waited += 1
                if time.monotonic() - began > DEADLINE_S:
                    return self._failed(error)
                await asyncio.sleep(error.retry_after_s or 1)
            except StudioError as error:
                return self._failed(error)
            else:
                self.answered.add(card.name)
                self.tally.answers += 1
                if self.steady:
                    times = self.tally.seconds.setdefault(card.name, [])
                    times.append(time.monotonic() - began)
                self._check(card, picture, seen)
                return None

    def _asked(
        self, client: AsyncInferenceClient, card: Card, picture: bytes
    ) -> Awaitable[Matte | tuple[Face, ...]]:
        if card.task == Task.FACES:
            return client.faces(picture, card.name, timeout_s=DEADLINE_S)
        return client.matte(picture, card.name, timeout_s=DEADLINE_S)

    def _failed(self, error: StudioError) -> None:
        self.tally.failures[error.code] = self.tally.failures.get(error.code, 0) + 1

    def _check(self, card: Card, picture: int, seen: Matte | tuple[Face, ...]) -> None:
        """The same picture gives the same answer, whatever it shared a batch with."""
        if isinstance(seen, Matte):
            seen = Matte(seen.alpha[::ROUGHLY, ::ROUGHLY].copy(), seen.card)
        first = self._first.setdefault((card.name, picture), seen)
        self.tally.mixed_up += not alike(first, seen)


def alike(one: Matte | tuple[Face, ...], other: Matte | tuple[Face, ...]) -> bool:
    """Up to rounding."""
    if isinstance(one, Matte) and isinstance(other, Matte):
        if one.alpha.shape != other.alpha.shape:
            return False
        apart = np.abs(one.as_float() - other.as_float()).mean() * 255
        return bool(apart <= ALIKE)
    if isinstance(one, Matte) or isinstance(other, Matte) or len(one) != len(other):
        return False
    edges = [(a.box.ltrb, b.box.ltrb) for a, b in zip(one, other, strict=True)]
    return all(abs(x - y) < 0.02 for a, b in edges for x, y in zip(a, b, strict=True))
