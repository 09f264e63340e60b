"""CUDA graphs: a forward pass recorded once for each size of batch, and started as one piece.

What a pass reads and writes lies at fixed places, so that batches are copied into the input and
filled up to a recorded size; what stands in the places beyond is looked at and thrown away.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from editor.inference.networks.devices import free
from editor.inference.networks.staging import Pictures
from editor.inference.networks.ways import portions, told

log = logging.getLogger(__name__)
Forward = Callable[[Tensor], tuple[Tensor, ...]]
"""(n, 3, height, width) on the device, float32 -> the network's outputs."""
PASSES = 3
"""Passes before a recording: kernels are chosen and workspaces taken in them."""
COMPILING_S = 60.0
"""Compiled code is taken up for so long at a load; sizes whose turn comes later are recorded
without it."""


class Graph(Protocol):
    """What starts a recorded pass."""

    def replay(self) -> None: ...

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A pass, and where its outputs will be."""

    graph: Graph
    outputs: tuple[Tensor, ...]


Record = Callable[[Forward, Tensor], Recorded]
Up = Callable[[Pictures, Tensor], None]
"""Writes pictures into the first places of a batch."""


class Graphs:
    """The recordings of one network for pictures of one shape; they share memory."""

    def __init__(self, given: Tensor, up: Up, record: Record) -> None:
        """`given`: where the largest batch lies while the network looks at it."""
        self.compiled: list[int] = []
        self.why_not = ""
        self._given = given
        self._up = up
        self._record = record
        self._recorded: dict[int, Recorded] = {}

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(sorted(self._recorded))

    def told(self) -> str:
        return told(self.compiled, self.sizes, self.why_not)

    def record(
        self, sizes: Sequence[int], plain: Forward, compiled: Forward, rehearsed: Sequence[int]
    ) -> None:
        """Records the sizes, the largest first. One that can't be is left out: its batches go in
        portions of another, or as they are. The reason is logged and told."""
        until = time.monotonic() + COMPILING_S
        for size in sorted(sizes, reverse=True):
            if size in rehearsed and time.monotonic() < until and self._tried(size, compiled):
                self.compiled.append(size)
            else:
                self._tried(size, plain)

    def takes(self, given: Pictures) -> bool:
        return bool(self._recorded) and given[0].shape == self._given.shape[1:]

    def answer(self, given: Pictures) -> tuple[Tensor, ...]:
        """The outputs for any number of pictures (3, height, width), on the device."""
        parts, start = [], 0
        for some, size in portions(len(given), self.sizes):
            parts.append(self._replayed(given[start : start + some], size))
            start += some
        if len(parts) == 1:
            return tuple(parts[0])
        return tuple(torch.cat(outputs) for outputs in zip(*parts, strict=True))

    def close(self) -> None:
        """The memory of the recordings is freed once nothing uses it."""
        for recorded in self._recorded.values():
            recorded.graph.reset()
        self._recorded.clear()
        self._given = self._given.to("meta")

    def _replayed(self, given: Pictures, size: int) -> list[Tensor]:
        recorded = self._recorded[size]
        self._up(given, self._given)
        recorded.graph.replay()
        # Copies: the next pass writes to the same places.
        return [one[: len(given)].clone() for one in recorded.outputs]

    def _tried(self, size: int, forward: Forward) -> bool:
        try:
            self._recorded[size] = self._record(forward, self._given[:size])
        except Exception as error:
            self.why_not = f"batch {size}: {type(error).__name__}"
            log.warning("a batch of %d can't be recorded", size, exc_info=error)
            free(self._given.device)
            return False
        return True


class OnCuda:
    """Records on a stream beside the others, in memory that all recordings of a network share: one
    is read before the next one runs."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._pool = torch.cuda.graph_pool_handle()
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]

    def __call__(self, forward: Forward, given: Tensor) -> Recorded:
        computing = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(computing)
        with torch.cuda.stream(self._stream):
            for _ in range(PASSES):
                forward(given)
        computing.wait_stream(self._stream)
        graph = torch.cuda.CUDAGraph()
        # Of all threads this one alone must keep to what can be recorded.
        with torch.cuda.graph(
            graph, pool=self._pool, stream=self._stream, capture_error_mode="thread_local"
        ):
            outputs = forward(given)
        return Recorded(graph, outputs)
