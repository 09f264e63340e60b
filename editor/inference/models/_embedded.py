"""What the models that come with the studio have in common: their files, and what runs them."""

from __future__ import annotations

from typing import Self

from editor.errors import ModelMissing
from editor.inference import checkpoints
from editor.inference.embedded import running
from editor.inference.embedded.files import REMEDY
from editor.inference.models.base import Model
from editor.inference.settings import Settings


class EmbeddedModel(Model):
    """A card whose weights lie in `editor/inference/embedded`; it needs no PyTorch."""

    def __init__(self, loaded: running.Running) -> None:
        self.running = loaded

    @classmethod
    def lacks(cls, settings: Settings) -> str:
        weights = cls.card.weights
        here = weights is not None and checkpoints.find(weights, settings.models_dir) is not None
        missing = [] if here else ["weights"]
        if not running.has_runtime():
            missing.append("ONNX Runtime")
        return " and ".join(missing)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        weights = cls.card.weights
        path = checkpoints.find(weights, settings.models_dir) if weights else None
        if weights is None or path is None:
            raise ModelMissing(f"The files of {cls.card.name} aren't here.", remedy=REMEDY)
        return cls(running.load(path, weights.sha256, settings.threads))

    def close(self) -> None:
        self.running.close()
