"""The server's own settings, from the environment alone: a bare GPU node has no Django.

The secret is `STUDIO_INFERENCE_SECRET`, as on the other side; the rest is `INFERENCE_` + name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from editor.errors import BadRequest, unknown_name

PREFIX = "INFERENCE_"
SECRET = "STUDIO_INFERENCE_SECRET"  # noqa: S105 - the variable's name
MODELS_DIR = "var/models"
MIB = 1024 * 1024
AUTO, GRAPHS, EAGER = "auto", "graphs", "eager"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "precision": (AUTO, "float32", "bfloat16", "float16"),
    "way": (AUTO, GRAPHS, EAGER),
}
ELSEWHERE = frozenset({"secret", "private"})
"""Fields that no variable of ours with the prefix sets."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; BadRequest for values that nothing can run with."""

    secret: str = ""
    """Shared with every client; only a private socket may do without one."""
    models_dir: str = MODELS_DIR
    """Folder of the weights."""
    device: str = "auto"
    """Where networks run: auto (cuda, else mps, else cpu), or one of them by name."""
    precision: str = AUTO
    """Numbers that networks work in: auto (bfloat16 or float16 where a CUDA device is fast in one
    of them, else float32), float32, bfloat16 or float16."""
    way: str = AUTO
    """Forward passes on CUDA: auto (compiled where there is a C compiler, else graphs), graphs
    (recorded, not compiled) or eager (as they are written)."""
    warm_s: float = 300.0
    """Longest time for compiling one default model before the service is ready, seconds; 0:
    nothing is compiled."""
    threads: int = 0
    """Threads of one prediction; 0: as many as there are cores."""
    queue: int = 32
    """Requests that may wait or run; more are answered 503."""
    batch: int = 8
    """Most pictures of one forward pass."""
    deadline_s: float = 60.0
    """Longest time of one request, seconds."""
    body_bytes: int = 16 * MIB
    """Largest picture as it is sent."""
    megapixels: float = 8.0
    """Largest picture that is decoded."""
    wait_s: float = 0.01
    """Longest wait for requests that are still arriving to fill a batch, seconds."""
    memory: int = 2048 * MIB
    """Loaded models together in the host's memory, bytes."""
    device_memory: int = 0
    """The same on an accelerator, bytes; 0: 60 % of what it has."""
    pictures: int = 128 * MIB
    """Pictures that are kept so that they needn't be sent again, bytes."""
    stuck_s: float = 120.0
    """A forward pass, or a load, that takes longer is given up, seconds."""
    idle_s: float = 600.0
    """Unused for so many seconds, a model is unloaded."""
    private: bool = False
    """Nobody but the service's own user can connect, so that no secret needs to be asked for. Told
    by the socket, never by the environment."""

    def __post_init__(self) -> None:
        if not self.secret and not self.private:
            raise BadRequest(
                "The inference service has no secret.",
                remedy=f"Set {SECRET} to the same random text on both sides.",
            )
        for name in ("queue", "batch", "body_bytes", "memory"):
            if getattr(self, name) < 1:
                raise BadRequest(f"{PREFIX}{name.upper()} must be at least 1.")
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                raise BadRequest(
                    f"{PREFIX}{name.upper()} can't be {getattr(self, name)[:40]!r}.",
                    remedy=f"Known: {', '.join(known)}.",
                )
        for name in ("threads", "device_memory", "pictures", "wait_s", "warm_s"):
            if getattr(self, name) < 0:
                raise BadRequest(f"{PREFIX}{name.upper()} can't be negative.")
        for name in ("deadline_s", "megapixels", "idle_s", "stuck_s"):
            if getattr(self, name) <= 0:
                raise BadRequest(f"{PREFIX}{name.upper()} must be more than 0.")


def load(environ: Mapping[str, str] = os.environ, *, private: bool = False) -> Settings:
    """The settings that the environment asks for; BadRequest for bad ones, UnknownName for
    misspelt ones."""
    known = {PREFIX + f.name.upper(): f for f in fields(Settings) if f.name not in ELSEWHERE}
    given: dict[str, Any] = {"secret": environ.get(SECRET, ""), "private": private}
    for name, text in environ.items():
        if name in known:
            given[known[name].name] = _read(name, text, known[name].default)
        elif name.startswith(PREFIX):
            raise unknown_name("setting", name, known)
    return Settings(**given)


def _read(name: str, text: str, default: Any) -> Any:
    try:
        return type(default)(text)
    except ValueError:
        raise BadRequest(
            f"{name}={text} isn't a number.", remedy=f"Its default is {default}."
        ) from None
