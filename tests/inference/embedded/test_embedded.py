"""Models that come with the studio: they run without PyTorch, and only from their own files."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from editor.errors import Conflict, ModelMissing, NotFound, WrongWeights
from editor.inference import checkpoints, embedded, pulling
from editor.inference.card import EMBEDDED, Card, Task, Weights
from editor.inference.embedded import mattes, running
from editor.inference.embedded.files import graph_of, header
from editor.inference.models._embedded import EmbeddedModel
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt
from tests.inference.doubles import CARD, settings
from tests.inference.embedded.small import NAME, exported

MADE_FOR = (32, 48)


def eight_bits(logits: mattes.Floats) -> mattes.Alpha:
    return np.asarray(np.rint(mattes.share(logits) * 255), np.uint8)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, str]:
    """Weights, graph, and the digest of the weights."""
    folder = tmp_path_factory.mktemp("embedded")
    digest = exported(folder).sha256
    weights = folder / f"{NAME}.safetensors"
    return weights.read_bytes(), graph_of(weights).read_bytes(), digest


@pytest.fixture
def kind(
    files: tuple[bytes, bytes, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> type[Model]:
    """A model of mattes whose files came with the studio."""
    monkeypatch.setattr(embedded, "FOLDER", tmp_path)
    weights = Weights(
        EMBEDDED, f"{NAME}.safetensors", files[2], len(files[0]), "Apache-2.0", "none"
    )
    (tmp_path / weights.file).write_bytes(files[0])
    graph_of(tmp_path / weights.file).write_bytes(files[1])

    class Shipped(EmbeddedModel):
        card: ClassVar[Card] = _card(weights)

        def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
            given = [mattes.for_matte(picture, *MADE_FOR) for picture in pictures]
            return [eight_bits(logits) for logits in self.running.first(given)]

    return Shipped


def _card(weights: Weights) -> Card:
    return replace(CARD, name="shipped", task=Task.MATTE, weights=weights)


def file_of(kind: type[Model]) -> Path:
    weights = kind.card.weights
    assert weights
    return embedded.FOLDER / weights.file


def test_pictures_of_any_size_are_answered(kind: type[Model]) -> None:
    assert kind.lacks(settings()) == ""
    model = kind.load(settings(threads=1))
    rng = np.random.default_rng(5)
    pictures = [rng.integers(0, 256, (*size, 3), np.uint8) for size in ((61, 97), (200, 3), (1, 1))]
    together = model.predict(pictures, None)
    for picture, alpha in zip(pictures, together, strict=True):
        assert isinstance(alpha, np.ndarray)
        assert (alpha.shape, alpha.dtype) == (MADE_FOR, np.uint8)
        alone = model.predict([picture], None)[0]
        assert np.abs(np.asarray(alone, int) - alpha).max() <= 1
    assert len({alpha.tobytes() for alpha in together if isinstance(alpha, np.ndarray)}) == 3
    model.close()
    with pytest.raises(ModelMissing):
        model.predict(pictures, None)


@pytest.mark.parametrize("place", [9, 400, -1])
def test_damaged_weights_are_refused_by_name(kind: type[Model], place: int) -> None:
    path = file_of(kind)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(WrongWeights, match=r"small\.safetensors"):
        kind.load(settings())


def test_a_damaged_graph_is_refused_by_name(kind: type[Model]) -> None:
    graph = graph_of(file_of(kind))
    graph.write_bytes(graph.read_bytes().replace(b"/half", b"/hulf"))
    with pytest.raises(WrongWeights, match=r"small\.onnx") as refusal:
        kind.load(settings())
    assert "came with the studio" in refusal.value.remedy


def test_a_missing_file_is_named(kind: type[Model]) -> None:
    graph_of(file_of(kind)).unlink()
    with pytest.raises(ModelMissing, match=r"small\.onnx"):
        kind.load(settings())
    file_of(kind).unlink()
    assert kind.lacks(settings()) == "weights"
    with pytest.raises(ModelMissing, match="shipped"):
        kind.load(settings())


def test_a_missing_onnx_runtime_is_named(
    kind: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        running, "find_spec", lambda name: None if name == "onnxruntime" else found(name)
    )
    assert kind.lacks(settings()) == "ONNX Runtime"
    with pytest.raises(ModelMissing, match="ONNX Runtime"):
        kind.load(settings())


def test_they_run_where_pytorch_cannot_be_imported(kind: type[Model]) -> None:
    weights = kind.card.weights
    assert weights
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, str(file_of(kind)), weights.sha256],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["(32,", "48)"]


WITHOUT_TORCH = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "torchvision", "safetensors", "onnx"):
            raise ImportError(name + " isn't here")
sys.meta_path.insert(0, Refuse())
from pathlib import Path
import numpy as np
from editor.inference.embedded import mattes
from editor.inference.embedded.running import load
from editor.inference.models import models
model = load(Path(sys.argv[1]), sys.argv[2], 1)
given = mattes.for_matte(np.zeros((9, 7, 3), np.uint8), 32, 48)
print(mattes.share(model.first([given])[0]).shape)
assert models() and "torch" not in sys.modules
"""


def test_nobody_fetches_or_removes_them(kind: type[Model], tmp_path: Path) -> None:
    weights = kind.card.weights
    assert weights
    for refused in (pulling.pull, pulling.remove):
        with pytest.raises(Conflict, match="comes with the studio"):
            refused(weights, tmp_path / "models")
    assert pulling.verify(weights, tmp_path / "models") == weights.sha256
    assert checkpoints.find(weights, tmp_path / "models") == file_of(kind)
    graph_of(file_of(kind)).write_bytes(b"another")
    with pytest.raises(WrongWeights):
        pulling.verify(weights, tmp_path / "models")
    file_of(kind).unlink()
    with pytest.raises(NotFound, match=r"small\.safetensors"):
        pulling.verify(weights, tmp_path / "models")


def test_a_file_without_a_header_is_none() -> None:
    for data in (b"", b"\xff" * 40, (3).to_bytes(8, "little") + b"{"):
        with pytest.raises(ValueError):
            header(data)


def test_sure_logits_are_clear_and_doubtful_ones_half(recwarn: pytest.WarningsRecorder) -> None:
    logits = np.array([[[-1e4, -3.0, 0.0, 1e4]]], np.float32)
    assert eight_bits(logits).tolist() == [[0, 12, 128, 255]]
    assert not recwarn.list


def test_a_picture_is_squashed_and_every_pixel_counts() -> None:
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[::2] = 255  # rows of black and white are grey from afar
    planes = mattes.for_matte(picture, 32, 48)
    assert planes.shape == (3, 32, 48)
    assert planes.dtype == np.float32
    grey = (0.5 - mattes.MEAN) / mattes.SPREAD
    assert np.abs(planes - grey[:, None, None]).max() < 0.02
