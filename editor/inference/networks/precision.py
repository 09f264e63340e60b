"""Networks in half precision, with islands that stay in float32.

The weights themselves are narrowed, nothing is cast behind anybody's back: what runs in which type
is the same on every device, so that a CPU can show how far the answers move. Islands are what
the numbers demand: where taps of deformable convolutions are read and what they weigh, and the
last layers, whose answers are logits, scores and boxes. Sums inside of norms, convolutions and
the softmax of attention are float32 in PyTorch's kernels, whatever goes in and comes out.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

HALVES = (torch.bfloat16, torch.float16)


class Exact:
    """Marks a module that stays as it is, with all inside of it, when what is around it is
    narrowed. It takes numbers of any type."""


class ExactConv(Exact, nn.Conv2d):
    """A convolution that answers in the type of its own weights."""

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input.to(self.weight.dtype))


def narrow(module: nn.Module, dtype: torch.dtype) -> None:
    """Gives the module's numbers this type, those in islands and whole numbers excepted."""
    if isinstance(module, Exact):
        return
    for numbers in (*module.parameters(recurse=False), *module.buffers(recurse=False)):
        if numbers.is_floating_point():
            numbers.data = numbers.data.to(dtype)
    for part in module.children():
        narrow(part, dtype)
