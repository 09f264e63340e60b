"""The source pictures that the conformance cases describe by a word."""

from __future__ import annotations

import io
import json
import re
from fractions import Fraction
from typing import Any

import numpy as np
from PIL import ExifTags, Image

from editor.findings import Face
from editor.geometry import Box
from tests.needs import ROOT, shared

FACES = "2008_002506.jpg"
Rgb = tuple[int, ...]


def source_picture(described: dict[str, Any]) -> bytes:
    """The file that `source_image` of a case describes."""
    size = (described["width"], described["height"])
    if described["format"] == "svg":
        return _svg(size)
    picture = _drawn(described["kind"], size)
    out = io.BytesIO()
    options: dict[str, Any] = {}
    if described["format"] == "jpeg":
        # Full colour resolution: what is lost here would be blamed on the renderer.
        options = {"quality": 95, "subsampling": 0}
    if noted := described.get("exif"):
        options["exif"] = _exif(noted)
    if described["kind"].startswith("anim"):
        frames = [picture, *(Image.new("RGB", size, (0, 80 * n, 255)) for n in range(1, 3))]
        options = {"save_all": True, "append_images": frames[1:], "duration": 100, "loop": 0}
    picture.save(out, described["format"], **options)
    return out.getvalue()


def _svg(size: tuple[int, int]) -> bytes:
    """A drawing with what must go: a script, a handler and a link."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'onload="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">'
        '<rect width="50" height="50" fill="red"/></a></svg>'
    ).encode()


def _exif(noted: dict[str, str]) -> Image.Exif:
    made = Image.Exif()
    names = {name: number for number, name in ExifTags.TAGS.items()}
    places = {name: number for number, name in ExifTags.GPSTAGS.items()}
    for name, value in noted.items():
        if name in places:
            gps = made.get_ifd(ExifTags.IFD.GPSInfo)
            gps[places[name]] = (float(Fraction(value)), 0.0, 0.0)
        else:
            made[names[name]] = value
    return made


def faces_in(described: dict[str, Any]) -> tuple[Face, ...]:
    """Where the faces of the described picture are, in fractions."""
    if described["kind"] != "face":
        return ()
    photo, boxes = _face_photo()
    size = (described["width"], described["height"])
    left, top, width, height = _cover(photo.size, size)
    return tuple(
        Face(Box((b[0] - left) / width, (b[1] - top) / height,
                 (b[2] - b[0]) / width, (b[3] - b[1]) / height), 1.0)
        for b in boxes
    )  # fmt: skip


def _drawn(kind: str, size: tuple[int, int]) -> Image.Image:
    word, _, details = kind.partition(":")
    match word:
        case "coords":
            return _coords(size)
        case "solid":
            return Image.new("RGB", size, _rgb(details.removeprefix("#")))
        case "quadrants":
            return _quadrants(size, dict(re.findall(r"(TL|TR|BL|BR)=(\w{6})", details)))
        case "bordered":
            return _bordered(size, details)
        case "transparent":
            return Image.new("RGBA", size, (0, 0, 0, 0))
        case "subject":
            return _product().resize(size)
        case "anim":
            return Image.new("RGB", size, (255, 0, 0))
        case "photo" | "face":
            photo, _ = _face_photo()
            left, top, width, height = _cover(photo.size, size)
            return photo.resize(size, box=(left, top, left + width, top + height))
        case _:
            raise NotImplementedError(f"no source picture of the kind {kind!r}")


def _coords(size: tuple[int, int]) -> Image.Image:
    """Red tells x and green tells y, so that a crop's place can be read from the result."""
    width, height = size
    x = np.tile(np.arange(width) * 255 / max(1, width - 1), (height, 1))
    y = np.tile((np.arange(height) * 255 / max(1, height - 1))[:, None], (1, width))
    return Image.fromarray(np.rint(np.dstack([x, y, x * 0])).astype(np.uint8))


def _quadrants(size: tuple[int, int], colours: dict[str, str]) -> Image.Image:
    picture = Image.new("RGB", size)
    half = size[0] // 2, size[1] // 2
    for corner, colour in colours.items():
        at = (half[0] if corner[1] == "R" else 0, half[1] if corner[0] == "B" else 0)
        picture.paste(_rgb(colour), (*at, at[0] + half[0], at[1] + half[1]))
    return picture


def _bordered(size: tuple[int, int], details: str) -> Image.Image:
    found = re.search(r"inner=(\w{6})@(\d+)x(\d+),border=(\w{6})", details)
    assert found, details
    width, height = int(found[2]), int(found[3])
    picture = Image.new("RGB", size, _rgb(found[4]))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    picture.paste(_rgb(found[1]), (left, top, left + width, top + height))
    return picture


def _product() -> Image.Image:
    return Image.open(ROOT / "tests/pictures/product.jpg").convert("RGB")


def _face_photo() -> tuple[Image.Image, list[list[float]]]:
    folder = shared("pictures/faces")
    boxes = json.loads((folder / "boxes.json").read_text())[FACES]["gt_boxes"]
    return Image.open(folder / FACES).convert("RGB"), boxes


def _cover(size: tuple[int, int], target: tuple[int, int]) -> tuple[float, float, float, float]:
    """The largest part of the target's shape in the middle: left, top, width, height."""
    scale = min(size[0] / target[0], size[1] / target[1])
    width, height = target[0] * scale, target[1] * scale
    return (size[0] - width) / 2, (size[1] - height) / 2, width, height


def _rgb(hexadecimal: str) -> Rgb:
    return tuple(bytes.fromhex(hexadecimal))
