"""What all models with a file of weights have in common: where it is, and what is missing."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar, Protocol

from editor.inference import checkpoints
from editor.inference.models.base import Model
from editor.inference.settings import Settings


class Closing(Protocol):
    """Whatever runs a network."""

    def close(self) -> None: ...


class WeightedModel(Model):
    """A card with weights, and what runs them: `runtime`, as users know it."""

    runtime: ClassVar[str]
    running: Closing

    @classmethod
    @abstractmethod
    def has_runtime(cls) -> bool:
        """Whether it is installed."""

    @classmethod
    def path(cls, settings: Settings) -> Path | None:
        weights = cls.card.weights
        return checkpoints.find(weights, settings.models_dir) if weights else None

    @classmethod
    def lacks(cls, settings: Settings) -> str:
        missing = [] if cls.path(settings) else ["weights"]
        if not cls.has_runtime():
            missing.append(cls.runtime)
        return " and ".join(missing)

    def close(self) -> None:
        self.running.close()
