"""A clock that tests, and models of tests, set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt
from tests.inference.doubles import Brightness


class Clock:
    """Starts at 0; `now` may be set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Timed(Brightness):
    """Its forward pass takes `base_s` and `each_s` per picture, by the clock of the test."""

    clock: ClassVar[Clock]
    base_s: ClassVar[float] = 0.0
    each_s: ClassVar[float] = 1.0

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        seen = super().predict(pictures, prompt)
        self.clock.now += self.base_s + self.each_s * len(pictures)
        return seen
