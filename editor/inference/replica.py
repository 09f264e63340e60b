"""The models of one node of a cluster: loaded here, asked from elsewhere. Free of Ray."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2

from editor.errors import DeadlineExceeded, StudioError, from_json
from editor.inference.device import Device, Stuck
from editor.inference.line import Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model, Seen
from editor.inference.pool import Pool
from editor.inference.reception import told
from editor.inference.reports import Report, report
from editor.inference.settings import Settings
from editor.inference.trying import looked


@dataclass(frozen=True, slots=True)
class Told:
    """What a replica says about one picture: what was seen, or an error as JSON (errors themselves
    don't travel well); the seconds of its forward pass, and how many shared that."""

    seen: Seen | None
    error: Mapping[str, Any] | None
    retry_after_s: int | None
    ran_s: float
    batch: int

    def outcome(self) -> Seen:
        """What was seen; raises the error."""
        if self.seen is not None:
            return self.seen
        error = from_json(dict(self.error or {}))
        error.retry_after_s = self.retry_after_s
        raise error


class Replica:
    """One owner of one device, or of its part of one. The event loop's alone."""

    def __init__(
        self,
        settings: Settings,
        known: Mapping[str, type[Model]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._metrics = Metrics()
        self._asked = 0
        self._pool = Pool(known, settings, clock)
        self._device = Device(settings.stuck_s)
        cv2.setNumThreads(settings.threads)

    @property
    def hanging(self) -> int:
        """Calls of the device that never came back."""
        return self._device.hanging

    async def load(self, name: str) -> None:
        """Has the model loaded, so that Ray may tell others that it is here. What goes wrong is
        told to whoever asks it."""
        try:
            await self._device.run(lambda: self._touch(name))
        except Stuck:
            self._pool.abandon(name)
        except Exception as error:  # noqa: BLE001 - the question that follows meets it again
            told(error, name)

    def report(self, name: str) -> Report:
        """How it is, under this name."""
        told = report(self._pool, self._metrics, self._settings, self.hanging, self._asked)
        return replace(told, name=name)

    def sweep(self) -> None:
        """Unloads what nobody has used for INFERENCE_IDLE_S."""
        self._pool.sweep()

    def unload(self, name: str) -> None:
        """Frees its memory, unless somebody uses it."""
        self._pool.unload(name)

    async def seen(self, questions: Sequence[Question]) -> list[Told]:
        """One answer for each, in order; those that go with each other share a forward pass."""
        answers: dict[int, Told] = {}
        self._asked += len(questions)
        try:
            for group in _groups(questions):
                answered = await self._pass([questions[index] for index in group])
                answers.update(zip(group, answered, strict=True))
        finally:
            self._asked -= len(questions)
        return [answers[index] for index in range(len(questions))]

    def close(self) -> None:
        self._device.close()
        self._pool.close()

    def _touch(self, name: str) -> None:
        with self._pool.lease(name):
            pass

    async def _pass(self, group: Sequence[Question]) -> list[Told]:
        name = group[0].model.card.name
        began = self._clock()
        outcomes: Sequence[Seen | Exception]
        try:
            outcomes, _ = await self._device.run(lambda: looked(self._pool, group))
        except Stuck:
            self._pool.abandon(name)
            outcomes = [self._stuck(name)] * len(group)
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            outcomes = [error] * len(group)
        ran_s = self._clock() - began
        self._metrics.batches.observe(len(group), model=name)
        self._metrics.predict.observe(ran_s, model=name)
        return [_told(outcome, name, ran_s, len(group)) for outcome in outcomes]

    def _stuck(self, name: str) -> StudioError:
        return DeadlineExceeded(
            f"{name} gave no answer within {self._settings.stuck_s:g} s and was given up.",
            remedy="Try a smaller picture or another model; the operator's log tells more.",
        )


def _groups(questions: Sequence[Question]) -> Iterable[list[int]]:
    """The places of questions that one forward pass can answer together."""
    groups: list[list[int]] = []
    for index, question in enumerate(questions):
        fit = next((g for g in groups if question.goes_with(questions[g[0]])), None)
        if fit is None:
            groups.append([index])
        else:
            fit.append(index)
    return groups


def _told(outcome: Seen | Exception, name: str, ran_s: float, batch: int) -> Told:
    if not isinstance(outcome, Exception):
        return Told(outcome, None, None, ran_s, batch)
    error = told(outcome, name)
    return Told(None, error.as_json(), error.retry_after_s, ran_s, batch)
