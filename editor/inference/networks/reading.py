"""Files of weights, read without running anything that they might carry."""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from editor.errors import WrongWeights
from editor.inference.networks.loading import plain


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors file, or of a .pth/.pt file, on the CPU, by bare names.

    OSError when the file can't be read. A damaged file, and a pickle that holds more than
    tensors and plain containers, is refused with WrongWeights.
    """
    with path.open("rb") as file:
        empty = not file.read(1)
    if empty:
        raise _damaged(path, "it is empty")
    if path.suffix == ".safetensors":
        return _safetensors(path)
    return _pickled(path)


def _safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return plain(load_file(path, device="cpu"))
    except SafetensorError as error:
        raise _damaged(path, "it is cut short or no safetensors file") from error


def _pickled(path: Path) -> dict[str, Tensor]:
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise _damaged(path, "it holds more than tensors, or is damaged") from error
    except (RuntimeError, EOFError, KeyError, ValueError, AttributeError) as error:
        # What torch's zip reader and old-style reader raise for broken files.
        raise _damaged(path, "it is cut short or no file of weights") from error
    if not isinstance(found, dict):
        raise _damaged(path, "it holds no names with tensors")
    return plain(found)


def _damaged(path: Path, why: str) -> WrongWeights:
    return WrongWeights(
        f"{path.name!r} can't be read as weights: {why}.",
        remedy="Pull the weights again, or give the published .safetensors or .pth file.",
    )
