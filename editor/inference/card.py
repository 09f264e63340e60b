"""The facts of a model. Whatever is found is kept under the digest of its card, so that nothing
of an older model is ever taken for the work of a newer one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from hashlib import sha256
from typing import Any

DIGEST_LETTERS = 10
EMBEDDED = "embedded"
"""The source of weights that come with the studio."""


class Task(StrEnum):
    """What a model answers."""

    FACES = "faces"
    MATTE = "matte"
    PROMPTED_MATTE = "prompted matte"


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of trained numbers: where it comes from, how to know it, what it may be used for."""

    source: str
    file: str
    sha256: str
    bytes: int
    licence: str
    training_data: str
    """Terms of the pictures that it was trained on."""

    @property
    def embedded(self) -> bool:
        """True when they come with the studio: nobody fetches or removes them."""
        return self.source == EMBEDDED


@dataclass(frozen=True, slots=True)
class Card:
    """All facts of one model. `weights` is None for a model that needs no file."""

    name: str
    task: Task
    network: str
    """The method or architecture, with its paper."""
    input_px: int
    """Longest side of the picture that is worth sending, px."""
    normalisation: str
    accuracy: str
    """Published or measured figures, with the set that they were measured on."""
    quality: str
    """How good it is, as told to the user: `fallback quality`, `good`, ..."""
    rank: int
    """Among the models of one task that are present, `auto` takes the highest."""
    revision: int
    """Raised by hand whenever pre- or post-processing changes what comes out."""
    memory: int
    """Resident once loaded, bytes."""
    weights: Weights | None = None

    @property
    def digest(self) -> str:
        """Short sha256 of all facts but the rank, which changes no answer."""
        facts = asdict(self)
        del facts["rank"]
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()[:DIGEST_LETTERS]

    @property
    def key(self) -> str:
        """The digest-bearing name: `cascade-faces@0123456789`."""
        return f"{self.name}@{self.digest}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "digest": self.digest, "key": self.key}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Card:
        """What `as_json` wrote; KeyError, TypeError or ValueError for anything else."""
        facts = {f.name: data[f.name] for f in fields(cls)}
        facts["task"] = Task(facts["task"])
        if facts["weights"] is not None:
            facts["weights"] = Weights(**facts["weights"])
        return cls(**facts)
