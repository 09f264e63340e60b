"""Pictures on their way to a CUDA device and answers on their way back, through pinned memory.

PyTorch keeps pinned blocks that were freed and gives them out again once the copies that read them
are done, so that nothing is pinned anew after the first few pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

Pictures = Tensor | Sequence[Tensor]
"""(3, height, width) each, of one size: apart, or as one batch."""


class Staging:
    """Uploads on a stream of its own: while one picture travels the next one is made ready."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]

    def up(self, given: Pictures, into: Tensor) -> None:
        """Writes the pictures into the first places of `into` (n, 3, height, width); what is asked
        of the device next waits for them, the caller doesn't."""
        computing = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(computing)  # whoever reads `into` now may finish
        with torch.cuda.stream(self._stream):
            for place, one in enumerate(given):
                ready = one if one.device == into.device else one.contiguous().pin_memory()
                into[place].copy_(ready, non_blocking=True)
        computing.wait_stream(self._stream)

    def uploaded(self, given: Pictures) -> Tensor:
        """The pictures as one batch on the device."""
        into = torch.empty((len(given), *given[0].shape), dtype=given[0].dtype, device=self._device)
        self.up(given, into)
        return into

    def down(self, made: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """The same numbers on the CPU, all of them there."""
        hosts = [torch.empty(one.shape, dtype=one.dtype, pin_memory=True) for one in made]
        for host, one in zip(hosts, made, strict=True):
            host.copy_(one, non_blocking=True)
        torch.cuda.current_stream(self._device).synchronize()
        return tuple(hosts)
