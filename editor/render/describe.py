"""`format=json`: facts instead of a picture."""

from __future__ import annotations

import os

from editor.geometry import Size
from editor.plan.composition import Composition, Original
from editor.render.encode import Source, described
from editor.render.request import RenderRequest, SourceFile
from editor.render.sniff import PICTURES


def facts(request: RenderRequest, size: Size) -> bytes:
    """The JSON body for a result of this size; the original is the one that the recipe starts
    from, if it does.
    """
    recipe = request.composition
    return described(size, _source(recipe, request), anim=recipe.output.anim)


def _source(recipe: Composition, request: RenderRequest) -> Source | None:
    if not isinstance(recipe.source, Original):
        return None
    file: SourceFile = request.sources[recipe.source.ref]
    kind = PICTURES[file.format].content_type
    return Source(file.size, kind, os.path.getsize(file.path), file.frames)
