"""`format=json`: facts instead of a picture."""

from __future__ import annotations

import json
import os

from editor.findings import Saliency
from editor.geometry import Size
from editor.plan.composition import Composition, Original
from editor.render.encode import Source, described
from editor.render.masks import Mask
from editor.render.request import RenderRequest, SourceFile
from editor.render.sniff import PICTURES


def facts(
    request: RenderRequest, size: Size, focus: Saliency | None = None, cut: Mask | None = None
) -> bytes:
    """The JSON body for a result of this size; the original is the one that the recipe starts
    from, if it does. `focus` explains where a crop lies, `cut` what was cut out.
    """
    recipe = request.composition
    source = _source(recipe, request)
    told = described(size, source, anim=recipe.output.anim)
    if focus is None and cut is None:
        return told
    more = json.loads(told)
    if focus is not None:
        boxes = [_fractions(b.left, b.top, b.width, b.height) for b in focus.parts]
        more["focus"] = {"point": _fractions(focus.focus.x, focus.focus.y), "boxes": boxes}
    if cut is not None:
        more["segment"] = cut.as_json()
    return json.dumps(more, separators=(",", ":")).encode()


def _fractions(*values: float) -> list[float]:
    return [round(value, 4) for value in values]


def _source(recipe: Composition, request: RenderRequest) -> Source | None:
    if not isinstance(recipe.source, Original):
        return None
    file: SourceFile = request.sources[recipe.source.ref]
    kind = PICTURES[file.format].content_type
    return Source(file.size, kind, os.path.getsize(file.path), file.frames)
