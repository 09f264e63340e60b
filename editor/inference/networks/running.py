"""A network with its weights on a device, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from editor.errors import Busy, InvalidOption
from editor.inference.networks import build, load_checkpoint
from editor.inference.networks.folding import fold
from editor.inference.networks.reading import read_weights

AUTO = "auto"
ON_CPU: Mapping[str, Mapping[str, object]] = {
    "birefnet": {"sampling": "rows", "lean": True},
    "birefnet_lite": {"sampling": "rows", "lean": True},
}
"""Options that change speed and memory alone, where they pay."""
EXAMPLE_PX = 64
"""Side of the picture that norms are watched with."""


@dataclass(slots=True, eq=False)
class Running:
    """One owner at a time asks it."""

    module: nn.Module
    device: torch.device

    def answer(self, given: Tensor) -> tuple[Tensor, ...]:
        """The network's outputs for (n, 3, height, width), on the CPU."""
        with torch.inference_mode(), _memory():
            out = self.module(laid_out(given, self.device))
            outputs = out if isinstance(out, tuple) else (out,)
            return tuple(one.float().cpu() for one in outputs)

    def first(self, given: Sequence[Tensor]) -> list[Tensor]:
        """The first output for each of pictures (3, height, width) of one size: their logits."""
        return list(self.answer(torch.stack(list(given)))[0])

    def close(self) -> None:
        """Frees the device's memory now rather than some day."""
        self.module.to("meta")
        if self.device.type == "cuda":
            torch.cuda.empty_cache()


def load(name: str, options: Mapping[str, object], path: Path, device: str = AUTO) -> Running:
    """The network of this name with the weights of the file. WrongWeights when they don't fit,
    InvalidOption for a device that isn't there."""
    where = pick_device(device)
    extra = ON_CPU.get(name, {}) if where.type == "cpu" else {}
    module = build(name, **options, **extra)
    load_checkpoint(module, read_weights(path))
    return Running(prepared(module, where), where)


def prepared(module: nn.Module, device: torch.device) -> nn.Module:
    """The module on its device as it is served: its norms folded, its numbers laid out so that the
    channels of a pixel lie side by side. It is changed, not copied."""
    if any(isinstance(part, nn.BatchNorm2d) for part in module.modules()):
        fold(module, torch.zeros(1, 3, EXAMPLE_PX, EXAMPLE_PX))
    for part in module.modules():
        if isinstance(part, nn.Conv2d):
            part.weight.data = laid_out(part.weight.data, device)
    return module.to(device)


def laid_out(given: Tensor, device: torch.device) -> Tensor:
    """The same numbers on the device, in the order in which its convolutions are fastest."""
    if device.type == "mps":
        return given.to(device)
    return given.to(device, memory_format=torch.channels_last)


def pick_device(asked: str) -> torch.device:
    """`auto`: cuda, else mps, else cpu."""
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


@contextmanager
def _memory() -> Iterator[None]:
    """A device without room says so as we do; what it held for the try is given back."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        torch.cuda.empty_cache()
        raise Busy(
            "The device has no memory left for this picture.",
            remedy="Try again; a smaller model or a smaller batch needs less.",
            retry_after_s=2,
        ) from error
