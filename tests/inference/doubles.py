"""Small models that show what the pool and the scheduler do with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Self

import numpy as np

from editor.errors import RenderFailed
from editor.findings import Face
from editor.geometry import Box
from editor.inference.card import Card, Task, Weights
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings

SECRET = "a shared secret of the tests"
CARD = Card(
    name="brightness",
    task=Task.MATTE,
    network="the green channel",
    input_px=64,
    normalisation="none",
    accuracy="none",
    quality="test quality",
    rank=1,
    revision=1,
    memory=100,
)
WEIGHTS = Weights(
    source="https://example.org/w.bin",
    file="w.bin",
    sha256="0" * 64,
    bytes=4,
    licence="MIT",
    training_data="none",
)


def settings(**changed: object) -> Settings:
    return replace(Settings(secret=SECRET), **changed)  # type: ignore[arg-type]


def picture(value: int = 128, height: int = 8, width: int = 12) -> Picture:
    return np.full((height, width, 3), value, np.uint8)


class Brightness(Model):
    """Alpha = green. Keeps the sizes of its batches; waits for `gate` before it answers."""

    card: ClassVar[Card] = CARD
    batch: ClassVar[int] = 4
    gate: ClassVar[threading.Event] = threading.Event()
    batches: ClassVar[list[int]] = []
    loads: ClassVar[int] = 0
    load_s: ClassVar[float] = 0.0

    @classmethod
    def fresh(cls) -> type[Self]:
        """A class of its own for one test, with an open gate."""
        gate = threading.Event()
        gate.set()
        members = {"gate": gate, "batches": [], "loads": 0}
        return type(cls.__name__, (cls,), members)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        time.sleep(cls.load_s)
        cls.loads += 1
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        self.batches.append(len(pictures))
        assert self.gate.wait(60)
        return [one[..., 1].copy() for one in pictures]


class Corner(Brightness):
    """One face in the upper left quarter."""

    card: ClassVar[Card] = replace(CARD, name="corner", task=Task.FACES)

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return [(Face(Box(0, 0, 0.5, 0.5), 0.9),) for _ in pictures]


class Crooked(Brightness):
    """Fails: on dark pictures with an error of ours, on others with one of Python's."""

    card: ClassVar[Card] = replace(CARD, name="crooked", rank=0)

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        if pictures[0].mean() < 10:
            raise RenderFailed("Too dark.", remedy="Light it.")
        raise ZeroDivisionError("secret path /srv")


class Elsewhere(Brightness):
    """The best of all, but its weights aren't here."""

    card: ClassVar[Card] = replace(CARD, name="elsewhere", rank=9, weights=WEIGHTS)


class Deep(Brightness):
    """16 bits of alpha."""

    card: ClassVar[Card] = replace(CARD, name="deep", rank=0)

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return [one[..., 1].astype(np.uint16) * 257 for one in pictures]


class Pointed(Brightness):
    """Everything in the box of the prompt."""

    card: ClassVar[Card] = replace(CARD, name="pointed", task=Task.PROMPTED_MATTE)

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        assert prompt is not None
        assert prompt.box is not None
        return [np.full((4, 4), round(prompt.box.width * 100), np.uint8) for _ in pictures]
