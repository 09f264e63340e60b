"""What is measured: models of the registry by name, also with weights that aren't the card's, or a
foreign network in an ONNX file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from editor.errors import InvalidOption, ModelMissing
from editor.inference.card import Task
from editor.inference.choice import Choice
from editor.inference.defaults import Defaults
from editor.inference.embedded import running
from editor.inference.evaluate.region import Matte
from editor.inference.models import models
from editor.inference.models._embedded import EmbeddedModel
from editor.inference.models.base import Model, Picture
from editor.inference.protocol import AUTO
from editor.inference.settings import Settings

ONNX = "onnx:"


@dataclass(frozen=True, slots=True)
class Subject:
    """`see` answers one photograph; `device` is where it runs."""

    name: str
    device: str
    see: Callable[[Picture], object]


def subject(name: str, task: Task, settings: Settings) -> Subject:
    """`auto`, a card's name, `NAME=FILE` for an embedded card with weights that `training.shipping`
    has just made, or `onnx:FILE`. UnknownName or ModelMissing for what isn't here."""
    if name.startswith(ONNX):
        return _foreign(Path(name.removeprefix(ONNX)))
    asked, _, file = name.partition("=")
    kind = Choice(models(), settings, Defaults(settings.models_dir)).pick(task, asked or AUTO)
    model = _with_weights(kind, Path(file), settings) if file else kind.load(settings)
    shown = f"{kind.card.name}={Path(file).parent.name}" if file else kind.card.name
    return Subject(shown, _device(model), lambda picture: model.predict([picture], None)[0])


def _with_weights(kind: type[Model], path: Path, settings: Settings) -> Model:
    if not issubclass(kind, EmbeddedModel):
        raise InvalidOption(
            f"{kind.card.name} is measured with its own weights alone.",
            remedy="NAME=FILE is for models that come with the studio.",
        )
    if not path.is_file():
        raise ModelMissing(f"There is no file {path.name}.", remedy="Give NAME=PATH.")
    digest = sha256(path.read_bytes()).hexdigest()
    return kind(running.load(path, digest, settings.threads))


def as_matte(seen: object, shape: tuple[int, ...]) -> Matte:
    """A model's alpha at the size of the true matte."""
    alpha = np.asarray(seen)
    if alpha.ndim != 2:
        raise InvalidOption("This model draws no mattes.", remedy="Measure it with --task faces.")
    if np.issubdtype(alpha.dtype, np.integer):
        alpha = alpha / np.iinfo(alpha.dtype).max
    size = (shape[1], shape[0])
    resized = cv2.resize(alpha.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.clip(np.asarray(resized, np.float32), 0, 1)


def _device(model: Model) -> str:
    running = getattr(model, "running", None)
    return str(running.device) if running is not None else "cpu"


def _foreign(path: Path) -> Subject:
    """Takes (1, 3, side, side) in 0..1, squashed, and answers with alpha of that size."""
    if find_spec("onnxruntime") is None:
        raise ModelMissing("ONNX files need onnxruntime.", remedy="pip install onnxruntime")
    if not path.is_file():
        raise ModelMissing(f"There is no file {path.name}.", remedy="Give onnx:PATH.")
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    height, width = given.shape[2:]

    def see(picture: Picture) -> object:
        small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        planes = (np.asarray(small, np.float32) / 255).transpose(2, 0, 1)[None]
        return np.squeeze(session.run(None, {given.name: planes})[0])

    return Subject(path.stem, "cpu", see)
