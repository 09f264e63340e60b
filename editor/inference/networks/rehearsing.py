"""Compiling takes minutes, so it is rehearsed before the service is ready, in a process of its own
that can be ended; what it leaves in the compiler's cache makes compiling in the service quick.

`python -m editor.inference.networks.rehearsing REHEARSAL` compiles one network with random
weights for one size after the other and prints each.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch

log = logging.getLogger(__name__)
CACHE = "TORCHINDUCTOR_CACHE_DIR"
COMMAND = (sys.executable, "-m", "editor.inference.networks.rehearsing")
TOLD = 2000
"""Characters of what a failed rehearsal said that go into the log."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What compiled code depends on beside the machine and PyTorch."""

    network: str
    options: Mapping[str, Any]
    dtype: str
    shape: tuple[int, int]
    sizes: tuple[int, ...]
    device: str

    @property
    def digest(self) -> str:
        machine = torch.cuda.get_device_name() if self.device.startswith("cuda") else ""
        told = json.dumps([asdict(self), torch.__version__, machine], sort_keys=True)
        return sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Known:
    """Sizes that were compiled, and whether all were tried."""

    sizes: list[int]
    ended: bool


class Rehearsals:
    """Keeps beside the compiled code which sizes were compiled: both are lost together."""

    def __init__(self, models_dir: str) -> None:
        self._folder = Path(os.environ.get(CACHE) or Path(models_dir).resolve() / "compiled")

    def of(self, one: Rehearsal) -> tuple[int, ...]:
        """Sizes that were compiled here before; the compiler is told where that lies."""
        known = self._known(one)
        if known.sizes:
            os.environ.setdefault(CACHE, str(self._folder))
        return tuple(size for size in one.sizes if size in known.sizes)

    def hold(self, one: Rehearsal, limit_s: float, command: Sequence[str] = ()) -> tuple[int, ...]:
        """Sizes that are compiled after at most so many seconds. What fails is logged and not tried
        again; what wasn't done in time goes on at the next start."""
        if not self._known(one).ended:
            self._folder.mkdir(parents=True, exist_ok=True)
            environ = {**os.environ, CACHE: str(self._folder)}
            known = _held(one, limit_s, command or COMMAND, environ)
            self._note(one).write_text(json.dumps(asdict(known)))
        return self.of(one)

    def _known(self, one: Rehearsal) -> _Known:
        try:
            return _Known(**json.loads(self._note(one).read_text()))
        except (OSError, ValueError, TypeError):
            return _Known([], ended=False)

    def _note(self, one: Rehearsal) -> Path:
        return self._folder / f"rehearsed-{one.digest}.json"


def _held(
    one: Rehearsal, limit_s: float, command: Sequence[str], environ: Mapping[str, str]
) -> _Known:
    """What the process told before it ended, or was ended."""
    given = [*command, json.dumps(asdict(one))]
    try:
        done = subprocess.run(
            given, capture_output=True, timeout=limit_s, env=dict(environ), check=False
        )
    except subprocess.TimeoutExpired as late:
        log.warning("compiling %s isn't done after %g s", one.network, limit_s)
        return _Known(_sizes(late.stdout or b""), ended=False)
    if done.returncode:
        why = done.stderr[-TOLD:].decode(errors="replace")
        log.warning("not all of %s could be compiled: %s", one.network, why)
    return _Known(_sizes(done.stdout), ended=True)


def _sizes(said: bytes) -> list[int]:
    return [int(word) for word in said.decode(errors="replace").split() if word.isdigit()]


def main(arguments: list[str]) -> int:
    """0 when every size could be compiled."""
    from editor.inference.__main__ import die_with_parent, speak
    from editor.inference.networks.running import compiles

    die_with_parent()
    speak()
    given = json.loads(arguments[0])
    one = Rehearsal(**{**given, "shape": tuple(given["shape"]), "sizes": tuple(given["sizes"])})
    failed = 0
    for size in one.sizes:
        try:
            compiles(one, size)
            print(size, flush=True)  # noqa: T201
        except Exception:
            log.exception("batch %d", size)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
