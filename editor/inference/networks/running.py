"""A network with its weights on a device, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from editor.errors import Busy, RenderFailed
from editor.inference.networks import build, load_checkpoint
from editor.inference.networks.devices import free, node, pick_device, set_float32
from editor.inference.networks.folding import fold
from editor.inference.networks.graphs import Forward, Graphs, OnCuda
from editor.inference.networks.precision import narrow
from editor.inference.networks.reading import read_weights
from editor.inference.networks.rehearsing import Rehearsal, Rehearsals
from editor.inference.networks.staging import Pictures, Staging
from editor.inference.networks.ways import CUDA, Plan, Wanted, planned, told

LEAN: Mapping[str, object] = {"lean": True}
BY_ROWS: Mapping[str, object] = {**LEAN, "sampling": "rows"}
FASTER: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "cpu": {"birefnet": BY_ROWS, "birefnet_lite": BY_ROWS},
    CUDA: {"birefnet": LEAN, "birefnet_lite": LEAN},
}
"""Device -> network -> options that change speed and memory alone, where they pay. Everywhere but
on CPUs torchvision's own kernel reads the taps of deformable convolutions."""
Called = Callable[[Tensor], Tensor | tuple[Tensor, ...]]
EXAMPLE_PX = 64
"""Side of the picture that norms are watched with."""


@dataclass(slots=True, eq=False)
class Running:
    """One owner at a time asks it. Numbers go in and, from the last layers, come out as float32;
    `dtype` is what most of it works in."""

    module: nn.Module
    device: torch.device
    dtype: torch.dtype = torch.float32
    staging: Staging | None = None
    graphs: Graphs | None = None

    def answer(self, given: Pictures) -> tuple[Tensor, ...]:
        """The network's outputs for these pictures, on the CPU."""
        return self.fetched(self.seen(given))

    def seen(self, given: Pictures) -> tuple[Tensor, ...]:
        """The same on the device. Of SAM it is the embedding."""
        with self.working():
            if self.graphs is not None and self.graphs.takes(given):
                return self._sound(self.graphs.answer(given))
            return self._sound(self.passed(self._uploaded(given)))

    def passed(self, given: Tensor) -> tuple[Tensor, ...]:
        """One pass as it is written, for a batch on the device."""
        return _forward(part(self.module), self.device, self.dtype)(given)

    def fetched(self, made: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """What lies on the device, on the CPU."""
        with self.working():
            return self.staging.down(made) if self.staging else tuple(one.cpu() for one in made)

    def told(self) -> dict[str, str]:
        """How it runs, for people."""
        way = self.graphs.told() if self.graphs else told((), ())
        dtype = str(self.dtype).removeprefix("torch.")
        return {"device": str(self.device), "dtype": dtype, "way": way}

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around all that is asked of the device."""
        with ExitStack() as stack:
            stack.enter_context(torch.inference_mode())
            if self.device.type == CUDA:
                stack.enter_context(torch.cuda.device(self.device))
            stack.enter_context(_memory(self.device))
            yield

    def close(self) -> None:
        """Frees the device's memory now rather than some day."""
        if self.graphs:
            self.graphs.close()
        self.module.to("meta")
        free(self.device)

    def _sound(self, made: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """float16 ends at 65504, and what is beyond would be drawn as anything."""
        if self.dtype == torch.float16 and not all(one.isfinite().all() for one in made):
            raise RenderFailed(
                "This network's numbers are too large for float16.",
                remedy="Set INFERENCE_PRECISION=float32 (or bfloat16 where the device has it).",
            )
        return made

    def _uploaded(self, given: Pictures) -> Tensor:
        if self.staging:
            return self.staging.uploaded(given)
        return given if isinstance(given, Tensor) else torch.stack(list(given))


def load(name: str, options: Mapping[str, object], path: Path, wanted: Wanted) -> Running:
    """The network of this name with the weights of the file. WrongWeights when they don't fit,
    InvalidOption for a device that isn't there or numbers that it hasn't."""
    device = pick_device(wanted.device)
    module = build(name, **options, **faster(name, device))
    load_checkpoint(module, read_weights(path))
    return started(module, name, options, wanted)


def started(module: nn.Module, name: str, options: Mapping[str, object], wanted: Wanted) -> Running:
    """The module as it is served, which changes it; recorded where that is wanted and pays."""
    device = pick_device(wanted.device)
    plan = planned(wanted, node(device))
    dtype: torch.dtype = getattr(torch, plan.dtype)
    set_float32(device, dtype)
    running = Running(prepared(module, device, dtype), device, dtype)
    if device.type == CUDA:
        running.staging = Staging(device)
    if running.staging and wanted.shape and plan.sizes:
        known = rehearsal(name, options, wanted, plan)
        done = Rehearsals(wanted.models_dir).of(known) if plan.compiled else ()
        with running.working():
            most = torch.zeros((max(plan.sizes), 3, *wanted.shape), device=device)
            graphs = Graphs(most, running.staging.up, OnCuda(device))
            compiled = _compiled(running) if done else running.passed
            graphs.record(plan.sizes, running.passed, compiled, done)
        running.graphs = graphs
    return running


def rehearse(name: str, options: Mapping[str, object], wanted: Wanted, limit_s: float) -> None:
    """Has compiled, in at most so many seconds, what `load` will want compiled, if anything."""
    plan = planned(wanted, node(pick_device(wanted.device)))
    if plan.compiled and wanted.shape and limit_s > 0:
        Rehearsals(wanted.models_dir).hold(rehearsal(name, options, wanted, plan), limit_s)


def rehearsal(name: str, options: Mapping[str, object], wanted: Wanted, plan: Plan) -> Rehearsal:
    device = pick_device(wanted.device)
    whole = {**options, **faster(name, device)}
    return Rehearsal(name, whole, plan.dtype, wanted.shape or (0, 0), plan.sizes, str(device))


def compiles(one: Rehearsal, size: int) -> None:
    """Compiles for batches of this size, with random weights. Raises what hinders it."""
    device, dtype = torch.device(one.device), getattr(torch, one.dtype)
    set_float32(device, dtype)
    module = prepared(build(one.network, **one.options), device, dtype)
    running = Running(module, device, dtype)
    with running.working():
        _compiled(running)(torch.zeros((size, 3, *one.shape), device=device))


def prepared(
    module: nn.Module, device: torch.device, dtype: torch.dtype = torch.float32
) -> nn.Module:
    """The module on its device as it is served: its norms folded, its numbers narrowed, and laid
    out so that the channels of a pixel lie side by side. It is changed, not copied."""
    if any(isinstance(one, nn.BatchNorm2d) for one in module.modules()):
        fold(module, torch.zeros(1, 3, EXAMPLE_PX, EXAMPLE_PX))
    if dtype != torch.float32:
        narrow(module, dtype)
    for one in module.modules():
        if isinstance(one, nn.Conv2d):
            one.weight.data = laid_out(one.weight.data, device)
    return module.to(device)


def faster(name: str, device: torch.device) -> Mapping[str, object]:
    """Options for a network on this device that change nothing but speed and memory."""
    return FASTER.get(device.type, {}).get(name, {})


def laid_out(given: Tensor, device: torch.device, dtype: torch.dtype | None = None) -> Tensor:
    """The same numbers on the device, in this type if one is named, in the order in which its
    convolutions are fastest."""
    dtype = dtype or given.dtype
    if device.type == "mps":
        return given.to(device, dtype)
    return given.to(device, dtype, memory_format=torch.channels_last)


def part(module: nn.Module) -> Called:
    """What is worth a way of its own: of SAM the encoder, which is nearly all of the work."""
    return getattr(module, "embed", module)


def _compiled(running: Running) -> Forward:
    whole = torch.compile(part(running.module), dynamic=False, fullgraph=True)
    return _forward(whole, running.device, running.dtype)


def _forward(called: Called, device: torch.device, dtype: torch.dtype) -> Forward:
    def forward(given: Tensor) -> tuple[Tensor, ...]:
        made = called(laid_out(given, device, dtype))
        outputs = made if isinstance(made, tuple) else (made,)
        return tuple(one.float() for one in outputs)

    return forward


@contextmanager
def _memory(device: torch.device) -> Iterator[None]:
    """A device without room says so as we do; what it held for the try is given back."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        free(device)
        raise Busy(
            "The device has no memory left for this picture.",
            remedy="Try again; a smaller model or a smaller batch needs less.",
            retry_after_s=2,
        ) from error
