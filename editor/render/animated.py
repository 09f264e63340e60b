"""Which recipes make an animation, in which format; numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from editor.plan.composition import Composition, Original, Transform
from editor.plan.output import AVIF_OR_JPEG, Output
from editor.render.request import RenderRequest, SourceFile

MOST_MEGAPIXELS: Final = 50.0
"""Of all frames of a result together."""
FORMATS: Final = ("gif", "webp")
_INSTEAD: Final = {"avif": "webp", AVIF_OR_JPEG: "gif"}
_ASKED: Final = ("", *_INSTEAD, *FORMATS)


@dataclass(frozen=True, slots=True)
class Plan:
    """The animated original of a recipe, and the format that its animation is written in."""

    ref: str
    file: SourceFile
    format: str
    warnings: tuple[str, ...] = ()


def animated(request: RenderRequest) -> Plan | None:
    """None for a recipe that makes a still: by its original, its format or its options, or for
    the reason that `still_because` tells."""
    recipe = request.composition
    file = _moving(request)
    if file is None or not isinstance(recipe.source, Original) or still_because(recipe, file):
        return None
    ref, wanted = recipe.source.ref, recipe.output.format
    if wanted in _INSTEAD:
        name = {"webp": "WebP", "gif": "GIF"}[_INSTEAD[wanted]]
        said = f"animations are written as {name} instead of AVIF"
        return Plan(ref, file, _INSTEAD[wanted], (said,))
    return Plan(ref, file, wanted or file.format)


def _moving(request: RenderRequest) -> SourceFile | None:
    """The file of a recipe whose original moves, and that asks for a format that does."""
    recipe, output = request.composition, request.composition.output
    if not isinstance(recipe.source, Original) or not output.anim or not _moves(output):
        return None
    file = request.sources.get(recipe.source.ref)
    return file if file is not None and file.frames > 1 and file.format in FORMATS else None


def _moves(output: Output) -> bool:
    """True for formats that hold more than one frame; bare pixels are those of a still."""
    return output.format in _ASKED and not output.raw


def still_because(recipe: Composition, file: SourceFile, *, drawn: bool = False) -> str:
    """Why only the first frame of an animation is shown; empty where all can be. `drawn` is one
    that lies on another picture."""
    if not recipe.output.anim or file.frames <= 1:
        return ""
    if drawn:
        return "the first frame of a drawn animation was used"
    if file.format not in FORMATS or not _moves(recipe.output):
        return "the first frame of the animation was used"
    transforms = [step for step in recipe.steps if isinstance(step, Transform)]
    if any(need.task == "matte" for s in transforms for o in s.operations for need in o.needs()):
        return "cutting out works on stills; the first frame was used"
    if recipe.output.max_bytes:
        return "max-bytes works on stills; the first frame was used"
    return ""
