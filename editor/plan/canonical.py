"""The one written form of a recipe, its digest, and the key of its result.

Equal meaning is written alike: aliases, option order, device pixel ratio, spellings of numbers
and colours, defaults and steps that do nothing leave no trace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Original,
    Remote,
    Source,
    Step,
    Text,
    sources,
)
from editor.plan.drawing import Mixing, Placing
from editor.plan.fonts import digest_of, fallback_digest
from editor.plan.overlay import Overlay


def to_json(composition: Composition) -> dict[str, Any]:
    """The recipe as JSON; `from_json` reads it back without loss."""
    written: dict[str, Any] = {"source": _source(composition.source)}
    if composition.steps:
        written["steps"] = [_step(step) for step in composition.steps]
    if output := composition.output.written():
        written["output"] = output
    return written


def canonical_text(composition: Composition) -> str:
    """The recipe as one line of JSON with sorted keys."""
    return _line(to_json(composition))


def digest(composition: Composition) -> str:
    """sha256 of the canonical text, in hex."""
    return sha256(canonical_text(composition).encode()).hexdigest()


def variant_key(composition: Composition, cards: Mapping[str, str], renderer_version: str) -> str:
    """The name of the rendered picture: cache key and ETag; sha256 in hex.

    `composition` names its originals by `sha256:...`; `cards` are the digest-bearing names of the
    model cards that were used, by task.
    """
    said: dict[str, Any] = {"recipe": to_json(composition), "cards": dict(cards)}
    said["renderer"] = renderer_version
    if fonts := _fonts(composition):
        said["fonts"] = fonts
    return sha256(_line(said).encode()).hexdigest()


def _fonts(composition: Composition) -> list[str]:
    """Digests of the files that the recipe's letters are drawn with."""
    faces = {
        digest_of(source.font, source.weight, source.italic)
        for source in sources(composition)
        if isinstance(source, Text)
    }
    return [*sorted(faces), fallback_digest()] if faces else []


def _line(data: dict[str, Any]) -> str:
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _source(source: Source) -> dict[str, Any]:
    match source:
        case Original(ref):
            return {"original": ref}
        case Remote(url):
            return {"remote": url}
        case Canvas(size, background):
            sheet: dict[str, Any] = {"width": size.width, "height": size.height}
            if background != "transparent":
                sheet["background"] = background
            return {"canvas": sheet}
        case Text():
            return {"text": source.written()}


def _step(step: Step) -> dict[str, Any]:
    if not isinstance(step, Draw):
        options: dict[str, Any] = {}
        for operation in step.operations:
            options.update(operation.written())
        return {"transform": options}
    drawn: dict[str, Any] = {"picture": to_json(step.picture)}
    if isinstance(step.placement, Overlay):
        drawn["overlay"] = step.placement.written()
    else:
        drawn["placement"] = {"x": 0, "y": 0, **Placing.of(step.placement).written()}
    return {"draw": drawn | Mixing(step.opacity, step.blend, step.clip).written()}
