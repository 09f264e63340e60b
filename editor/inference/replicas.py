"""What is known of replicas elsewhere: their last reports, and who is silent. Free of Ray."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from editor.inference.reports import Report, together

log = logging.getLogger(__name__)

Reports = Callable[[], Awaitable[Sequence[Report]]]
"""Asks all replicas that are known to live; raises when they can't be asked."""
LOOK_S = 2.0
PATIENCE_S = 1.5
"""Less than those who ask for the status wait."""
SILENT_S = 10.0
FORGET_S = 120.0
MOST = 64
"""Replicas that are remembered."""


async def nobody() -> Sequence[Report]:
    """Replicas that tell nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class _Heard:
    report: Report
    at: float


class Replicas:
    """Asked when somebody wants to know, at most every LOOK_S. The event loop's alone."""

    def __init__(self, ask: Reports, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._heard: dict[str, _Heard] = {}
        self._turn = asyncio.Lock()
        self._asked: float | None = None

    async def look(self) -> None:
        """Asks again, unless that was just done. Who gives no answer stays as it was last heard."""
        async with self._turn:
            now = self._clock()
            if self._asked is not None and now - self._asked < LOOK_S:
                return
            self._asked = now
            try:
                async with asyncio.timeout(PATIENCE_S):
                    reports = await self._ask()
            except Exception as error:  # noqa: BLE001 - old figures are better than none
                log.warning("replicas told nothing (%s)", type(error).__name__)
                reports = ()
            self._hear(reports)

    def report(self) -> Report:
        """Of all that aren't silent, as one."""
        return together([one.report for one in self._heard.values() if not self._silent(one)])

    def as_json(self) -> list[dict[str, Any]]:
        """One by one, by name; `silent_s` is 0 for those that answer."""
        return [
            {
                "name": name,
                "device": one.report.device,
                "silent_s": round(self._clock() - one.at, 1) if self._silent(one) else 0,
                "hanging": one.report.hanging,
                "asked": one.report.asked,
                "memory": dict(one.report.memory),
                "loaded": [
                    model for model, told in one.report.models.items() if told["state"] == "loaded"
                ],
            }
            for name, one in sorted(self._heard.items())
        ]

    def _hear(self, reports: Sequence[Report]) -> None:
        now = self._clock()
        told = {one.name: _Heard(one, now) for one in reports[:MOST]}
        others = sorted(self._heard.items(), key=lambda known: -known[1].at)
        kept = [(n, one) for n, one in others if n not in told and now - one.at < FORGET_S]
        self._heard = {**told, **dict(kept[: MOST - len(told)])}

    def _silent(self, one: _Heard) -> bool:
        return self._clock() - one.at > SILENT_S
