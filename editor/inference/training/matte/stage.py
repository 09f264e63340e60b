"""One stage of training: from committed weights or from nothing, for so many minutes."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.optim.swa_utils import AveragedModel

from editor.inference.networks.compact_matte import CompactMatte
from editor.inference.training.folding import unfold
from editor.inference.training.matte.config import Config, Part, read
from editor.inference.training.matte.cutouts import Material, material
from editor.inference.training.matte.feeding import Samples, as_tensors, feed, normalised
from editor.inference.training.matte.losses import loss, overlap
from editor.inference.training.matte.scenes import sample
from editor.inference.training.matte.team import Member, together

Tensors = tuple[Tensor, ...] | list[Tensor]
Average = Callable[[Tensors, Tensors, Tensor | int], None]
KEEP_S = 150
WARM_STEPS = 200
JUDGED = 96
"""Samples that progress is judged with, none of whose pictures are trained on."""


@dataclass
class Run:
    """What changes while a stage runs."""

    network: CompactMatte
    averaged: AveragedModel
    optimiser: torch.optim.Optimizer
    step: int = 0
    samples: int = 0


def train(config: Path, data: Path, out: Path, minutes: float | None = None) -> None:
    """Writes `last.safetensors` (the moving average, float32) and `curve.jsonl` to `out`."""
    asked = read(config)
    cv2.setNumThreads(0)  # a pool of threads doesn't survive a fork
    out.mkdir(parents=True, exist_ok=True)
    labels = out.parent / "labels"
    ours, others = (material(data, labels, asked.pairs, judged=judged) for judged in (False, True))
    total = 60 * (minutes or asked.minutes)
    together(asked.processes, lambda member: _work(member, asked, (ours, others), out, total))


def _work(
    member: Member, asked: Config, given: tuple[Material, Material], out: Path, total: float
) -> None:
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    ours, others = given
    judged = _judged(others, asked)
    run = _begun(asked, next(iter(judged.values()))[0][0])
    begun, done = time.monotonic(), 0.0
    for number, part in enumerate(asked.parts):
        until = begun + total * (done + part.share)
        samples = Samples(ours, part.size, asked.composites, asked.seed, number << 32, member)
        for row in _part(run, asked, part, samples, (begun, until, total)):
            if member.number == 0:
                row["judged"] = judge(run.averaged, judged[part.size])
                with (out / "curve.jsonl").open("a" if row.pop("further") else "w") as curve:
                    curve.write(json.dumps(row) + "\n")
                keep(run.averaged, out / "last.safetensors")
        done += part.share


def _begun(asked: Config, examples: Tensor) -> Run:
    network = CompactMatte()
    if asked.start:
        unfold(network, load_file(asked.start), examples)
    network = network.to(memory_format=torch.channels_last).train()
    averaged = AveragedModel(network, multi_avg_fn=moving(asked.averaged), use_buffers=True)
    plain = [p for p in network.parameters() if p.ndim < 2]
    decayed = [p for p in network.parameters() if p.ndim >= 2]
    groups = [
        {"params": decayed, "weight_decay": asked.decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    return Run(network, averaged, torch.optim.AdamW(groups, asked.rate, betas=(0.9, 0.99)))


def moving(most: float) -> Average:
    """The new numbers count much at first, so that nothing of the beginning stays."""

    def average(old: Tensors, new: Tensors, count: Tensor | int) -> None:
        kept = min(most, (1 + float(count)) / (10 + float(count)))
        for mean, fresh in zip(old, new, strict=True):
            if mean.is_floating_point():
                mean.lerp_(fresh.to(mean.dtype), 1 - kept)
            else:
                mean.copy_(fresh)

    return average


def _part(
    run: Run, asked: Config, part: Part, samples: Samples, clock: tuple[float, float, float]
) -> Iterator[dict[str, object]]:
    """A row of the curve every few minutes, and one at the end."""
    begun, until, total = clock
    kept, member, further = time.monotonic(), samples.member, run.step > 0
    losses: list[float] = []
    for picture, alpha in feed(samples, part.batch, asked.workers):
        now = time.monotonic()
        passed = (now - begun) / total
        warm = min(1.0, (run.step + 1) / WARM_STEPS)
        rate = asked.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, passed))))
        losses.append(_step(run, member, picture, alpha, rate))
        over = member.agreed(now >= until)
        if over or member.agreed(now - kept >= KEEP_S):
            kept = now
            yield {
                "minutes": round((now - begun) / 60, 1),
                "step": run.step,
                "samples": run.samples * member.size,
                "size": part.size,
                "loss": round(float(np.mean(losses)), 4),
                "further": further,
            }
            losses.clear()
            further = True
        if over:
            return


def _step(run: Run, member: Member, picture: Tensor, alpha: Tensor, rate: float) -> float:
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", torch.bfloat16):
        logits = run.network(picture)
    wrong = loss(logits, alpha)
    run.optimiser.zero_grad(set_to_none=True)
    wrong.backward()  # type: ignore[no-untyped-call]
    member.average([p.grad for p in run.network.parameters() if p.grad is not None])
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    run.averaged.update_parameters(run.network)
    run.step += 1
    run.samples += len(picture)
    return float(wrong.detach())


def _judged(ours: Material, asked: Config) -> dict[int, list[tuple[Tensor, Tensor]]]:
    """Batches by size: the same ones in every run. Kept from training, so composites of other
    pictures; their backgrounds and photographs are others, too."""
    made = {}
    for size in sorted({part.size for part in asked.parts}):
        some = [
            as_tensors(sample(np.random.default_rng([0, n]), ours, size, asked.composites))
            for n in range(JUDGED)
        ]
        batches = [some[n : n + 16] for n in range(0, JUDGED, 16)]
        made[size] = [
            (normalised(torch.stack([c for c, _ in b])), torch.stack([a for _, a in b]) / 255.0)
            for b in batches
        ]
    return made


def judge(averaged: AveragedModel, batches: list[tuple[Tensor, Tensor]]) -> float:
    """Mean intersection over union of the averaged network."""
    averaged.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        found = [overlap(averaged(picture).float().sigmoid(), alpha) for picture, alpha in batches]
    return round(float(torch.cat(found).mean()), 4)


def keep(averaged: AveragedModel, path: Path) -> None:
    """Written whole or not at all."""
    state = {k: v.contiguous() for k, v in averaged.module.state_dict().items()}
    part = path.with_suffix(".part")
    save_file({k: v.float() if v.is_floating_point() else v for k, v in state.items()}, part)
    part.replace(path)
