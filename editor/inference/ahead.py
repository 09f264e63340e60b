"""How far requests are that gave themselves a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.inference.line import Entry
from editor.inference.paces import Paces


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far a request is: 0 while it is looked at, else its place in line, from 1; and the
    seconds until its answer at the usual pace, None before a model showed its pace."""

    place: int
    seconds: float | None

    def as_json(self) -> dict[str, float | int | None]:
        seconds = None if self.seconds is None else round(self.seconds, 1)
        return {"place": self.place, "seconds": seconds}


def told_ahead(
    running: Sequence[Entry], waiting: Sequence[Entry], paces: Paces, done_s: float
) -> dict[str, Ahead]:
    """By name, when the batch has run for `done_s` and the others wait in this order."""
    told: dict[str, Ahead] = {}
    left_s: float | None = 0.0
    for place, entry in enumerate([*running, *waiting]):
        pace = paces.each_s(entry.question.model)
        left_s = None if left_s is None or pace is None else left_s + pace
        if left_s is not None and running and not place:
            left_s = max(0.0, left_s - done_s)
        for name in entry.names:
            told.setdefault(name, Ahead(max(0, place - len(running) + 1), left_s))
    return told
