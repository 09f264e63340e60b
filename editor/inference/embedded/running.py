"""An embedded model, loaded and ready to be asked: ONNX Runtime on a CPU, without PyTorch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from editor.errors import ModelMissing, WrongWeights
from editor.inference.embedded.files import REMEDY, checked

if TYPE_CHECKING:
    # Whoever lists the models needs no ONNX Runtime.
    import onnxruntime

Floats = npt.NDArray[np.float32]
DEVICE = "cpu"
ERRORS_ONLY = 3


class Running:
    """One owner at a time asks it."""

    device = DEVICE

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session: onnxruntime.InferenceSession | None = session
        self._given = session.get_inputs()[0].name

    def answer(self, given: Floats) -> tuple[Floats, ...]:
        """The network's outputs for (n, 3, height, width)."""
        if self._session is None:
            raise ModelMissing("This model was closed.", remedy="Load it again.")
        return tuple(self._session.run(None, {self._given: given}))

    def first(self, given: Sequence[Floats]) -> list[Floats]:
        """The first output for each of pictures (3, height, width) of one size: their logits."""
        return list(self.answer(np.stack(given))[0])

    def close(self) -> None:
        """Frees its memory now rather than some day."""
        self._session = None


def has_runtime() -> bool:
    """True when embedded models can run in this environment at all."""
    return find_spec("onnxruntime") is not None


def load(weights: Path, digest: str, threads: int = 0) -> Running:
    """The model of these weights, whose sha256 is `digest`; 0 threads: as many as there are cores.

    ModelMissing without its files or without ONNX Runtime, WrongWeights for damaged files.
    """
    if not has_runtime():
        raise ModelMissing(
            "Embedded models need ONNX Runtime.", remedy="pip install onnxruntime, or `make run`."
        )
    graph = checked(weights, digest)
    import onnxruntime

    providers = ["CPUExecutionProvider"]
    try:
        session = onnxruntime.InferenceSession(str(graph), _options(threads), providers=providers)
    except Exception as error:  # the runtime's errors share no other base
        why = f"{weights.name} can't be loaded ({type(error).__name__})."
        raise WrongWeights(why, remedy=REMEDY) from error
    return Running(session)


def _options(threads: int) -> onnxruntime.SessionOptions:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    # Threads that wait sleep: other processes of the studio want the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # What a large batch needed once isn't kept until the model is unloaded.
    options.enable_cpu_mem_arena = False
    return options
