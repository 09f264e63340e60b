"""What a run needs: models that are here, pictures that differ, a service of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from editor.errors import InferenceUnavailable, StudioError
from editor.inference import models
from editor.inference.card import Card
from editor.inference.client import InferenceClient
from editor.inference.models.base import Model
from editor.inference.settings import SECRET, Settings

RANDOM = "u2netp"
"""Runs with random weights: how long a pass takes doesn't depend on what it knows."""
NAMES = ("u2netp", "retinaface-1mb", "studio-matte", "studio-faces", "cascade-faces",
         "grabcut-matte")  # fmt: skip
PHOTOGRAPHS = Path(__file__).resolve().parents[3] / "samples"
SIDE_PX = 512
PART_OF_SUM = 0.7
"""The memory budget, as a part of what all models need: they never fit together."""
START_S = 120.0
DEADLINE_S = 600.0
"""Nothing is wrong with a machine that is slow."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The folder of weights, who is asked, and what they need."""

    folder: Path
    cards: tuple[Card, ...]

    @property
    def budget(self) -> int:
        """Bytes; the largest model fits, all together don't."""
        need = [card.memory for card in self.cards]
        return max(max(need), int(PART_OF_SUM * sum(need)))


def bench(folder: Path, weights: Path | None, names: Sequence[str] = NAMES) -> Bench:
    """Random weights for the small network, and those files of `weights`, whatever they are
    called, that belong to a model; models that lack theirs are left out."""
    _random_weights(folder)
    known = models.models()
    wanted = [kind.card.weights for name, kind in known.items() if name in names and name != RANDOM]
    for path in sorted(weights.iterdir()) if weights else ():
        for one in wanted:
            if one and path.stat().st_size == one.bytes and _digest(path) == one.sha256:
                shutil.copy(path, folder / one.file)
    conf = Settings(secret="-", models_dir=str(folder))  # noqa: S106 - nothing is served with it
    here = [known[name] for name in names if name in known and known[name].is_present(conf)]
    return Bench(folder, tuple(kind.card for kind in here))


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _random_weights(folder: Path) -> None:
    from editor.inference import checkpoints

    if not checkpoints.has_torch():
        return
    import torch

    from editor.inference.networks import build

    torch.manual_seed(1)
    weights = models.models()[RANDOM].card.weights
    if weights is not None:
        torch.save(build(RANDOM).state_dict(), folder / weights.file)


def pictures(count: int) -> list[bytes]:
    """Different JPEGs of the sample photographs: shifted, mirrored, lighter or darker."""
    photographs = [Image.open(path).convert("RGB") for path in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    rng = np.random.default_rng(7)
    return [_variation(photographs[number % len(photographs)], rng) for number in range(count)]


def _variation(photograph: Image.Image, rng: np.random.Generator) -> bytes:
    side = int(min(photograph.size) * rng.uniform(0.7, 1.0))
    left, top = (int(rng.integers(0, whole - side + 1)) for whole in photograph.size)
    cut = photograph.crop((left, top, left + side, top + side)).resize((SIDE_PX, SIDE_PX))
    if rng.integers(2):
        cut = cut.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    lit = np.asarray(cut) * rng.uniform(0.8, 1.1)
    file = BytesIO()
    Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is, what it asks for, and its process."""

    url: str
    secret: str
    pid: int = 0

    def cpu_s(self) -> float:
        """Processor time of the service so far, seconds; 0 where the system isn't Linux."""
        try:
            told = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def environment(bench: Bench, threads: int) -> dict[str, str]:
    """What both the service and the bare models run with."""
    bound = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    told = {
        "INFERENCE_MODELS_DIR": str(bench.folder),
        "INFERENCE_MEMORY": str(bench.budget),
        "INFERENCE_THREADS": str(threads),
        "INFERENCE_DEADLINE_S": f"{DEADLINE_S:g}",
        "INFERENCE_STUCK_S": f"{DEADLINE_S:g}",
        "OMP_WAIT_POLICY": "PASSIVE",
        "MALLOC_ARENA_MAX": "2",
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith("INFERENCE_")}
    return {**kept, **bound, **told}


@contextmanager
def service(bench: Bench, threads: int) -> Iterator[Address]:
    """A service of our own on loopback, ready; ended with the block."""
    secret = secrets.token_urlsafe(16)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        fd = listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "editor.inference", "--fd", str(fd)],
            env={**environment(bench, threads), SECRET: secret},
            stderr=subprocess.DEVNULL,
            pass_fds=[fd],
        )
    try:
        at = Address(url, secret, process.pid)
        _wait(process, at)
        yield at
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], at: Address) -> None:
    until = time.monotonic() + START_S
    with InferenceClient(at.url, at.secret) as client:
        while True:
            if process.poll() is not None:
                raise InferenceUnavailable("The service ended before it was ready.")
            try:
                client.ready(timeout_s=5)
            except StudioError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return


def loaded(bench: Bench, name: str) -> Model:
    """A model as the service loads it."""
    conf = replace(Settings(secret="-"), models_dir=str(bench.folder))  # noqa: S106 - as above
    return models.models()[name].load(conf)
