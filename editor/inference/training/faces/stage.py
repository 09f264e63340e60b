"""One stage of training: from a start to averaged weights, by the clock."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from editor.inference.networks.compact_faces import CompactFaces
from editor.inference.training.faces import checking
from editor.inference.training.faces.averaged import Averaged, save_weights
from editor.inference.training.faces.batches import LAST, Batches
from editor.inference.training.faces.config import Config
from editor.inference.training.faces.losses import losses
from editor.inference.training.faces.views import View
from editor.inference.training.folding import unfold

CHECKPOINT, CURVE, WEIGHTS = "checkpoint.pt", "curve.jsonl", "faces.safetensors"
EXAMPLES = 3
"""Batches on which the norms of a start are measured."""
LONGEST_STEP = 10.0
"""Gradient norm that no step exceeds."""


@dataclass(slots=True)
class Clock:
    """Seconds of training, over all tries of one stage."""

    spent: float
    whole: float

    @property
    def share(self) -> float:
        return min(1.0, self.spent / self.whole)


class Stage:
    """Goes on where the checkpoint of `out` ended, if there is one."""

    def __init__(
        self,
        config: Config,
        batches: Batches,
        views: list[View],
        out: Path,
        start: Path | None = None,
    ) -> None:
        self.config, self.batches, self.views, self.out = config, batches, views, out
        self.start = start
        self.network = self._start().train().to(memory_format=LAST)
        self.averaged = Averaged(self.network, config.average)
        self.optimiser = torch.optim.AdamW(
            _groups(self.network, config.decay), lr=config.rate, betas=(0.9, 0.99)
        )
        self.step = 0
        self.clock = Clock(0.0, config.minutes * 60)
        self._resume()

    def _start(self) -> CompactFaces:
        """With the numbers of shipped weights, or by chance."""
        network = CompactFaces()
        if self.start is not None:
            examples = torch.cat([self.batches.next().pictures for _ in range(EXAMPLES)])
            unfold(network, load_file(self.start), examples)
        return network

    def run(self) -> None:
        last, sums = time.monotonic(), dict[str, float]()
        saved, steps = self.clock.spent, 0
        while self.clock.share < 1:
            for name, value in self._one().items():
                sums[name] = sums.get(name, 0.0) + value
            now = time.monotonic()
            self.clock.spent += now - last
            last, steps = now, steps + 1
            if self.clock.spent - saved > self.config.save_minutes * 60 or self.clock.share == 1:
                mean = {name: round(value / steps, 4) for name, value in sums.items()}
                rate = steps * self.config.batch / (self.clock.spent - saved)
                self._save({**mean, "images_per_s": round(rate, 1)})
                saved, steps, sums = self.clock.spent, 0, {}
                last = time.monotonic()

    def _one(self) -> dict[str, float]:
        given = self.batches.next()
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.rate * self._rate()
        with torch.autocast("cpu", torch.bfloat16):
            answer = self.network.logits(given.pictures)
        parts = losses(answer, given.batch)
        total: Tensor = sum(
            (self.config.distil if name == "distil" else 1.0) * part for name, part in parts.items()
        ) + torch.zeros(())
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(total)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LONGEST_STEP)
        self.optimiser.step()
        self.averaged.take(self.network)
        self.step += 1
        return {name: float(part.detach()) for name, part in parts.items()}

    def _rate(self) -> float:
        """Share of the highest rate: up in a line, down as a cosine."""
        return min(1.0, (self.step + 1) / self.config.warmup) * (
            0.5 + 0.5 * math.cos(math.pi * self.clock.share)
        )

    def _save(self, mean: dict[str, float]) -> None:
        told = {
            "step": self.step,
            "minutes": round(self.clock.spent / 60, 1),
            **mean,
            **checking.checked(self.averaged.network, self.views),
        }
        with (self.out / CURVE).open("a") as curve:
            curve.write(json.dumps(told) + "\n")
        print(json.dumps(told), flush=True)  # noqa: T201
        state = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "spent": self.clock.spent,
        }
        fresh = self.out / f"{CHECKPOINT}.new"
        torch.save(state, fresh)
        fresh.replace(self.out / CHECKPOINT)
        save_weights(self.averaged.network, self.out / WEIGHTS)

    def _resume(self) -> None:
        if not (self.out / CHECKPOINT).is_file():
            return
        state = torch.load(self.out / CHECKPOINT, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.network.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = self.averaged.steps = int(state["step"])
        self.clock.spent = float(state["spent"])


def _groups(network: torch.nn.Module, decay: float) -> list[dict[str, object]]:
    """Norms and biases don't decay."""
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": weights, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
