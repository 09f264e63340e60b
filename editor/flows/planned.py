"""A recipe with every name settled: which bytes, which models, under which key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from editor.flows.engines import Engines
from editor.flows.resolve import resolve
from editor.models import Blob, Workspace
from editor.plan.canonical import variant_key
from editor.plan.composition import Composition, needs
from editor.plan.operation import Need
from editor.render.version import RENDERER_VERSION

PROMPTED = "prompted matte"
INFERRED = frozenset({"faces", "matte"})
"""The tasks that inference answers; render measures the others itself."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What will be made. `composition` names originals by `sha256:...`, `blobs` holds their rows
    by that name, `cards` the digest-bearing names of the models by `spot(need)`."""

    key: str
    composition: Composition
    cards: Mapping[str, str]
    blobs: Mapping[str, Blob]

    @property
    def digests(self) -> tuple[str, ...]:
        """The sha256 of every original that the picture shows."""
        return tuple(blob.sha256 for blob in self.blobs.values())


def plan(workspace: Workspace, composition: Composition, using: Engines) -> Planned:
    """Names settled, nothing made or written. NotFound for originals of others; UnknownName or
    ModelMissing for models; InferenceUnavailable when it can't be asked which ones it has."""
    resolved = resolve(workspace, composition)
    cards = {
        spot(placed.need): using.cards.resolve(answered(placed.need), placed.need.model)
        for placed in needs(resolved.composition)
        if placed.need.task in INFERRED
    }
    key = variant_key(resolved.composition, cards, RENDERER_VERSION)
    return Planned(key, resolved.composition, cards, resolved.blobs)


def answered(need: Need) -> str:
    """The task of the models that can answer: a matte of what somebody pointed at is its own."""
    return PROMPTED if need.prompt else need.task


def spot(need: Need) -> str:
    """The name of a need among the cards of a plan: `matte:auto`, `matte:auto:prompted`."""
    return f"{need.task}:{need.model}" + (":prompted" if need.prompt else "")
