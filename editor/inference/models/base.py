"""What every model is: a card, a way to load it, and a prediction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from editor.findings import Face
from editor.inference.card import Card
from editor.inference.checkpoints import own_path
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings

Picture = npt.NDArray[np.uint8]
"""RGB, (height, width, 3)."""

Alpha = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""Soft alpha of the whole picture, (height, width), at any resolution."""

Seen = tuple[Face, ...] | Alpha
"""Faces are in fractions of the picture, best first."""


class Model(ABC):
    """A loaded model; the class itself is the recipe for it, in one file with its card.

    Only one thread at a time calls `predict`. Nothing is ever downloaded here.
    """

    card: ClassVar[Card]
    batch: ClassVar[int] = 1
    """Most pictures that one `predict` is worth."""

    @classmethod
    def lacks(cls, settings: Settings) -> str:
        """What is missing before it could be loaded (`weights`, `PyTorch`, both), or ""."""
        weights = cls.card.weights
        there = weights is None or own_path(weights, settings.models_dir).is_file()
        return "" if there else "weights"

    @classmethod
    def is_present(cls, settings: Settings) -> bool:
        """True when it could be loaded now."""
        return not cls.lacks(settings)

    @classmethod
    def shape(cls, picture: Picture) -> Hashable:
        """Equal for pictures that one `predict` can look at together; most models bring every
        picture to one size of their own."""
        return ()

    @classmethod
    def on_device(cls, settings: Settings) -> bool:
        """True when it lies in the memory of an accelerator rather than in the host's."""
        return False

    @classmethod
    def room(cls, settings: Settings) -> int:
        """Bytes that all models together may take of the accelerator's memory."""
        return settings.device_memory or settings.memory

    @classmethod
    def may_be_cold(cls, settings: Settings) -> bool:
        """False when its first answer is as quick as any other; loads nothing to find out."""
        return False

    @classmethod
    def rehearse(cls, settings: Settings) -> None:
        """Done before the service is ready, beside the device's thread: what would make the first
        load too long. Whatever fails is logged and has a slower way."""
        return None

    @classmethod
    @abstractmethod
    def load(cls, settings: Settings) -> Self:
        """Ready to predict; ModelMissing when its weights aren't here or are other ones."""

    @abstractmethod
    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        """One answer per picture, in order. `prompt` is given for prompted tasks alone."""

    def way(self) -> Mapping[str, str]:
        """How it runs here (`device`, `dtype`, `way`), where that differs between machines."""
        return {}

    def close(self) -> None:  # noqa: B027 - most models leave it to the garbage collector
        """Frees what the garbage collector wouldn't."""
