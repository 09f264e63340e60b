"""The devices of this machine, and what they can do."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import torch

from editor.errors import InvalidOption
from editor.inference.networks.ways import CUDA, Node
from editor.inference.settings import AUTO

COMPILERS = ("cc", "gcc", "clang")


def pick_device(asked: str) -> torch.device:
    """`auto`: cuda, else mps, else cpu. InvalidOption for a device that isn't there."""
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if asked == AUTO:
        return torch.device(next(name for name, here in there.items() if here))
    name = asked.partition(":")[0]
    if not there.get(name, False):
        known = ", ".join([AUTO, *(one for one, here in there.items() if here)])
        raise InvalidOption(f"There is no device {asked[:40]!r} here.", remedy=f"Known: {known}.")
    return torch.device(asked)


def device_bytes(asked: str) -> int:
    """The memory of an accelerator that is there."""
    return int(torch.cuda.get_device_properties(pick_device(asked)).total_memory)


def node(device: torch.device) -> Node:
    """What this device and its machine can do."""
    if device.type != CUDA:
        return Node(device.type)
    return Node(CUDA, torch.cuda.get_device_capability(device), has_compiler())


def has_compiler() -> bool:
    """A C compiler and Triton."""
    named = os.environ.get("CC", "")
    found = any(shutil.which(one) for one in (named, *COMPILERS) if one)
    return found and find_spec("triton") is not None


def set_float32(device: torch.device, dtype: torch.dtype) -> None:
    """What float32 means in products on a CUDA device, for the whole process: exact where float32
    was asked for; beside half precision TF32, which is still finer than that."""
    if device.type != CUDA:
        return
    # These two also set what newer names of the same switches say; not the other way round.
    torch.backends.cuda.matmul.allow_tf32 = dtype != torch.float32
    torch.backends.cudnn.allow_tf32 = dtype != torch.float32


def free(device: torch.device) -> None:
    """Gives back memory that nothing uses."""
    if device.type == CUDA:
        torch.cuda.empty_cache()
