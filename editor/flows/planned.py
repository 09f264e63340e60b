"""A recipe with every name settled: which bytes, which models, under which key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from editor.flows.engines import Engines
from editor.flows.resolve import resolve
from editor.models import Blob, Original, Workspace
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
        """The sha256 of every stored original that the picture shows; those that only came with
        a request have no row."""
        return tuple(blob.sha256 for blob in self.blobs.values() if not blob._state.adding)


def plan(
    workspace: Workspace | None,
    composition: Composition,
    using: Engines,
    held: Sequence[Original] = (),
) -> Planned:
    """Names settled, remote pictures fetched, nothing made. NotFound for originals of others, and
    for all of them without a workspace; UnknownName or ModelMissing for models;
    InferenceUnavailable when it can't be asked which ones it has. `held`: see `resolve`."""
    resolved = resolve(workspace, composition, held)
    return settled(resolved.composition, resolved.blobs, using)


def settled(composition: Composition, blobs: Mapping[str, Blob], using: Engines) -> Planned:
    """The plan of a recipe whose originals are named by `sha256:...` already."""
    cards = {
        spot(placed.need): using.cards.resolve(answered(placed.need), placed.need.model)
        for placed in needs(composition)
        if placed.need.task in INFERRED
    }
    key = variant_key(composition, cards, RENDERER_VERSION)
    return Planned(key, composition, cards, blobs)


def answered(need: Need) -> str:
    """The task of the models that can answer: a matte of what somebody pointed at is its own."""
    return PROMPTED if need.prompt else need.task


def spot(need: Need) -> str:
    """The name of a need among the cards of a plan: `matte:auto`, `matte:auto:prompted`."""
    return f"{need.task}:{need.model}" + (":prompted" if need.prompt else "")
