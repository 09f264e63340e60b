"""What the models that come with the studio have in common: their files, and what runs them."""

from __future__ import annotations

from typing import ClassVar, Self

from editor.errors import ModelMissing
from editor.inference.embedded import running
from editor.inference.embedded.files import REMEDY
from editor.inference.models._weighted import WeightedModel
from editor.inference.settings import Settings


class EmbeddedModel(WeightedModel):
    """A card whose weights lie in `editor/inference/embedded`; it needs no PyTorch."""

    runtime: ClassVar[str] = "ONNX Runtime"

    def __init__(self, loaded: running.Running) -> None:
        self.running: running.Running = loaded

    @classmethod
    def has_runtime(cls) -> bool:
        return running.has_runtime()

    @classmethod
    def load(cls, settings: Settings) -> Self:
        weights, path = cls.card.weights, cls.path(settings)
        if weights is None or path is None:
            raise ModelMissing(f"The files of {cls.card.name} aren't here.", remedy=REMEDY)
        return cls(running.load(path, weights.sha256, settings.threads))
