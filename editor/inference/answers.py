"""What the service said, read with suspicion: bytes and headers become findings or errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from editor.errors import InferenceUnavailable, StudioError, Unauthorized, from_json, unknown_name
from editor.findings import Face, Matte
from editor.inference.card import Card
from editor.inference.odd import obj, odd
from editor.inference.protocol import CARD, DTYPE, DTYPES, LARGEST_MATTE_PX, SHAPE

MOST_FACES = 10_000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Pulling:
    """`running` or `failed`; bytes that are here and of how many; what to tell of a failure."""

    state: str
    done: int
    total: int
    text: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One model of the service: its card, whether it could work now, what it `lacks` for that, its
    state in memory, and how far the pull of its weights is."""

    card: Card
    present: bool
    state: str
    lacks: str = ""
    pull: Pulling | None = None
    device: str = ""
    """Where it runs; `auto` while that isn't known yet: the fastest device that is there."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models of the service, and the key of the card that `auto` means for each task."""

    models: tuple[Listed, ...]
    auto: Mapping[str, str]
    defaults: Mapping[str, str] = field(default_factory=dict)
    """Task -> the name that the owner chose for `auto`, or `auto`."""

    def named(self, name: str) -> Listed:
        """The model of this name or key; UnknownName when there is none."""
        for listed in self.models:
            if name in (listed.card.name, listed.card.key):
                return listed
        raise unknown_name("model", name, (listed.card.name for listed in self.models))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A request's place in line, 0 while it is looked at, and the seconds until its answer, None
    when nobody can tell."""

    place: int
    seconds: float | None


def queue(body: bytes) -> Mapping[str, Ahead]:
    """The answer of `GET /v1/queue`, by the names of the requests."""
    data = obj(body)
    try:
        return {
            str(name): Ahead(max(0, int(one["place"])), _seconds(one["seconds"]))
            for name, one in data["requests"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise odd(f"queue ({type(error).__name__})") from None


def _seconds(told: object) -> float | None:
    if told is None:
        return None
    seconds = float(told)  # type: ignore[arg-type]
    if not 0 <= seconds < float("inf"):
        raise ValueError("seconds out of range")
    return seconds


def catalogue(body: bytes) -> Catalogue:
    """The answer of `GET /v1/models`."""
    data = obj(body)
    try:
        models = tuple(
            Listed(
                Card.from_json(m["card"]),
                bool(m["present"]),
                str(m["state"]),
                str(m.get("lacks", "")),
                _pulling(m.get("pull")),
                str(m.get("device", ""))[:LONGEST_NAME],
            )
            for m in data["models"]
        )
        auto = {str(task): str(key) for task, key in data["auto"].items()}
        defaults = {str(task): str(name) for task, name in data.get("defaults", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise odd(f"model list ({type(error).__name__})") from None
    return Catalogue(models, auto, defaults)


def _pulling(told: Any) -> Pulling | None:
    if told is None:
        return None
    error = told["error"] or {}
    return Pulling(
        str(told["state"]),
        int(told["done"]),
        int(told["total"]),
        str(error.get("text", "")),
        str(error.get("remedy", "")),
    )


def faces(body: bytes) -> tuple[Face, ...]:
    """The answer of `POST /v1/faces`, best first; every number finite."""
    data = obj(body)
    try:
        found = tuple(Face.from_json(one) for one in data["faces"][:MOST_FACES])
    except (KeyError, TypeError, ValueError) as error:
        raise odd(f"list of faces ({type(error).__name__})") from None
    if not all(isfinite(v) for face in found for v in (*face.box.ltrb, face.score)):
        raise odd("list of faces (numbers that aren't finite)")
    return found


def matte(body: bytes, headers: Mapping[str, str]) -> Matte:
    """The answer of `POST /v1/mattes`: as many bytes as its shape and type need."""
    code = DTYPES.get(headers.get(DTYPE, ""))
    height, _, width = headers.get(SHAPE, "").partition(",")
    if code is None or not (height.isdecimal() and width.isdecimal()):
        raise odd("matte without shape and type")
    shape, dtype = (int(height), int(width)), np.dtype(code)
    pixels = shape[0] * shape[1]
    if not 0 < pixels <= LARGEST_MATTE_PX or len(body) != pixels * dtype.itemsize:
        raise odd(f"matte of {len(body)} bytes for {shape[1]}x{shape[0]} px")
    alpha = np.frombuffer(body, dtype).reshape(shape).astype(dtype.newbyteorder("="))
    return Matte(alpha, headers.get(CARD, ""))


def refusal(status: int, body: bytes, retry_after: str | None) -> StudioError:
    """The error that the service answered with, as its own type again.

    A refused secret is our operator's matter, not the user's: it becomes InferenceUnavailable.
    """
    try:
        error = from_json(obj(body))
    except StudioError:
        error = InferenceUnavailable(f"The inference service answered {status}.")
    if isinstance(error, Unauthorized):
        return InferenceUnavailable(
            "The inference service refused our secret.",
            remedy="Give both sides the same STUDIO_INFERENCE_SECRET.",
        )
    if retry_after is not None and retry_after.isdecimal():
        error.retry_after_s = int(retry_after)
    return error
