"""The render pipeline: a recipe with all that it needs goes in, a finished file comes out.

1. numbers: every operation says where it leaves the picture, before any pixel (`numbers`)
2. decode each original once, no larger than needed (`originals`, `decode`); what was decoded is
   kept for the next requests (`kept`)
3. cut, turn and resample once (`resample`)
4. the operations' pixels, stage by stage; edges are refined before a matte is used (`edges`)
5. drawn pictures, made by the same steps, are laid on top (`composite`)
6. encode beside the destination, then rename (`encode`)

`drawing` holds 1 to 5.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from editor.geometry import Size
from editor.render import animation, svg
from editor.render.animated import animated
from editor.render.describe import facts
from editor.render.drawing import Drawing
from editor.render.encode import Encoded, encode
from editor.render.kept import Kept
from editor.render.masks import mask
from editor.render.request import Rendered, RenderRequest, SourceFile, vector
from editor.render.usage import Meter


def render(request: RenderRequest, before: Kept | None = None) -> Rendered:
    """Makes the picture of the request; StudioError when that isn't possible. The destination
    appears whole or stays as it was. `before` are the decoded originals of requests before.
    """
    meter = Meter()
    if (svg_file := vector(request)) is not None:
        return _passed_on(request, svg_file, meter)
    before = Kept(0) if before is None else before
    drawing = Drawing(request, before)
    if request.composition.output.format == "json":
        size = drawing.size()
        told = facts(request, size, drawing.focus(), mask(request, before))
        written, content = _told(request, told), None
    elif (moving := animated(request)) is not None and (reel := drawing.reel(moving)) is not None:
        size, content = Size(*reel.size), None
        with _growing(request) as file:
            written = animation.write(reel, moving, request.composition.output, file)
    else:
        picture = drawing.picture(request.composition)
        size, content = picture.size, picture.content
        with _growing(request) as file:
            written = encode(picture.pixels, request.composition.output, file, drawing.metadata)
    return Rendered(
        size.width,
        size.height,
        written.content_type,
        written.bytes,
        tuple(dict.fromkeys((*drawing.warnings, *written.warnings))),
        meter.cpu_s,
        meter.peak_rss,
        written.encoding,
        content,
        drawing.shown,
        drawing.stretch,
    )


def _passed_on(request: RenderRequest, file: SourceFile, meter: Meter) -> Rendered:
    """An SVG drawing, cleaned; or what `format=json` tells of one: it has no size in pixels."""
    if request.composition.output.format == "json":
        kind, body = "application/json", json.dumps({"format": svg.CONTENT_TYPE}).encode()
    else:
        kind, body = svg.CONTENT_TYPE, svg.cleaned(Path(file.path).read_bytes())
    with _growing(request) as to:
        to.write(body)
    size, used = file.size, (meter.cpu_s, meter.peak_rss)
    return Rendered(size.width, size.height, kind, len(body), (), *used)


def _told(request: RenderRequest, body: bytes) -> Encoded:
    with _growing(request) as file:
        file.write(body)
    return Encoded("application/json", len(body))


@contextmanager
def _growing(request: RenderRequest) -> Iterator[BinaryIO]:
    """A file that becomes the destination when all went well, and is gone otherwise."""
    try:
        with open(request.partial, "wb") as file:
            yield file
        os.replace(request.partial, request.destination)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(request.partial)
