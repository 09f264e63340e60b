"""The work that is measured. Every job here has its twin of the same name in sharp.mjs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from editor.findings import Matte
from editor.operations import operations
from editor.plan.composition import Composition, Original, sources
from editor.plan.from_json import from_json
from editor.plan.output import Output
from editor.render.decode import decode
from editor.render.encode import encode
from editor.render.inspect import Limits, inspect
from editor.render.pipeline import render
from editor.render.request import Place, RenderRequest, SourceFile

Job = Callable[[Path], int]
"""Does its work with the pictures of a folder and answers the bytes that it wrote, if any."""

Recipe = Mapping[str, Any]

DOCUMENT = (2000, 2000)


def transform(source: str, options: Recipe, **output: object) -> Recipe:
    return {
        "source": {"original": source},
        "steps": [{"transform": options}],
        "output": {"quality": 85, **output},
    }


def layer(
    source: str, box: tuple[float, float, float, float], rotation: float = 0, **mixing: object
) -> Recipe:
    """A picture brought to the size of its box, as the editor's documents say it."""
    x, y, width, height = box
    size = {"width": width, "height": height, "fit": "cover"}
    picture = {"source": {"original": source}, "steps": [{"transform": size}]}
    placement = {"x": x, "y": y, "width": width, "height": height, "rotation": rotation}
    return {"draw": {"picture": picture, "placement": placement, **mixing}}


THUMBNAIL: Recipe = transform("photo.jpg", {"width": 800}, format="jpeg")
CUTOUT: Recipe = transform(
    "portrait.jpg", {"width": 1200, "segment": "foreground", "background": "white"}, format="jpeg"
)
SIX_LAYERS: Recipe = {
    "source": {"canvas": {"width": DOCUMENT[0], "height": DOCUMENT[1], "background": "white"}},
    "steps": [
        layer("phone.jpg", (1000, 1000, 2000, 2000)),
        layer("layer-1.jpg", (600, 500, 900, 600), rotation=-8),
        layer("layer-2.jpg", (1400, 600, 900, 600), rotation=6, opacity=0.8),
        layer("layer-3.jpg", (1000, 1500, 1200, 500), blend="multiply"),
        layer("layer-4.png", (600, 1300, 900, 600)),
        layer("layer-5.png", (1450, 1350, 750, 500), rotation=15, blend="screen"),
    ],
    "output": {"format": "jpeg", "quality": 85},
}


def rendered(given: Recipe, folder: Path, **findings: Matte) -> int:
    """The whole way of a request, as a render process goes it."""
    composition = recipe(given)
    refs = [source.ref for source in sources(composition) if isinstance(source, Original)]
    files = {ref: facts(folder / ref) for ref in refs}
    seen: dict[Place, Matte] = {((0,), task): found for task, found in findings.items()}
    destination = str(folder / "result")
    return render(RenderRequest(composition, files, destination, seen)).bytes


def recipe(given: Recipe) -> Composition:
    return from_json(given, operations())


@cache
def facts(path: Path) -> SourceFile:
    """What inspection found at the upload, long before."""
    seen = inspect(path, Limits())
    return SourceFile(str(path), seen.size, seen.format, seen.has_alpha)


def cut_out(folder: Path) -> int:
    return rendered(CUTOUT, folder, matte=matte(folder / "matte.png"))


@cache
def matte(path: Path) -> Matte:
    return Matte(np.asarray(Image.open(path)), "benchmark")


@cache
def raw(path: Path) -> Image.Image:
    """Pixels that an encoder gets; decoded before it is measured."""
    return decode(path).picture


def encoded(name: str) -> Job:
    def job(folder: Path) -> int:
        file = io.BytesIO()
        return encode(raw(folder / "medium.jpg"), Output(format=name, quality=85), file).bytes

    return job


def decoded(name: str) -> Job:
    def job(folder: Path) -> int:
        decode(folder / name)
        return 0

    return job


JOBS: dict[str, Job] = {
    "decode-jpeg": decoded("photo.jpg"),
    "decode-png": decoded("photo.png"),
    "decode-webp": decoded("photo.webp"),
    "thumbnail": lambda folder: rendered(THUMBNAIL, folder),
    "cutout": cut_out,
    "document": lambda folder: rendered(SIX_LAYERS, folder),
    "encode-jpeg": encoded("jpeg"),
    "encode-png": encoded("png"),
    "encode-webp": encoded("webp"),
    "encode-avif": encoded("avif"),
}
