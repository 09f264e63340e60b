"""One forward pass that may fail: halved until what fails stands alone."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from editor.errors import Busy
from editor.inference.line import Question
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.pool import Pool
from editor.inference.prompt import Prompt

log = logging.getLogger(__name__)
_HOST_IS_FULL = ("can't allocate memory", "not enough memory", "Insufficient memory")
"""How PyTorch and OpenCV tell it of the host's memory, which they do in errors of many kinds."""


@dataclass(slots=True)
class Trial:
    """Asks `model`; `free` makes what room it can, and is asked once for a picture that doesn't
    fit alone. Afterwards `most` is the largest batch worth trying, if memory ran out."""

    model: Model
    free: Callable[[], None]
    most: int | None = None

    def seen(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen | Exception]:
        """One answer or error per picture. One picture's failure is no other's."""
        try:
            return list(self._predicted(pictures, prompt))
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            full = is_full(error)
            if len(pictures) == 1:
                return [self._alone(pictures, prompt) if full else error]
            half = len(pictures) // 2
            if full:
                self.most = min(self.most or half, half)
            log.warning("a batch of %d failed (%s); halved", len(pictures), type(error).__name__)
        return [*self.seen(pictures[:half], prompt), *self.seen(pictures[half:], prompt)]

    def _alone(self, pictures: Sequence[Picture], prompt: Prompt | None) -> Seen | Exception:
        self.most = 1
        self.free()
        try:
            return self._predicted(pictures, prompt)[0]
        except Exception as error:
            if not is_full(error):
                return error
            log.warning("%s has no memory for one picture", self.model.card.name, exc_info=error)
        return Busy(
            f"There is no memory for this picture with {self.model.card.name}.",
            remedy="Send a smaller picture, choose a smaller model, or try again later.",
            retry_after_s=5,
        )

    def _predicted(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        seen = self.model.predict(pictures, prompt)
        if len(seen) != len(pictures):
            raise TypeError(f"{len(seen)} answers for {len(pictures)} pictures")
        return seen


def looked(pool: Pool, questions: Sequence[Question]) -> tuple[list[Seen | Exception], int | None]:
    """One answer or error for each of these questions, which go with each other, and the largest
    batch worth trying if memory ran out. Raises what the loading of their model raises."""
    first = questions[0]
    name = first.model.card.name
    with pool.lease(name) as model:
        trial = Trial(model, lambda: pool.unload_others(name))
        seen = trial.seen([question.picture for question in questions], first.prompt)
    return seen, trial.most


def is_full(error: BaseException | None) -> bool:
    """True when the device or the host had no memory left, whoever says so."""
    while error is not None:
        if isinstance(error, MemoryError) or _of_torch(error):
            return True
        if any(words in str(error) for words in _HOST_IS_FULL):
            return True
        error = error.__cause__
    return False


def _of_torch(error: BaseException) -> bool:
    kind = getattr(sys.modules.get("torch"), "OutOfMemoryError", None)
    return kind is not None and isinstance(error, kind)
