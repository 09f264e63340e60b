"""Recipes of drawn pictures in short."""

from __future__ import annotations

from PIL import Image

from editor.plan.composition import Composition
from tests.render.conftest import recipe


def canvas(width: int, height: int, background: str = "white") -> dict[str, object]:
    return {"canvas": {"width": width, "height": height, "background": background}}


def draw(source: object, x: float, y: float, width: float, height: float, **rest: object) -> object:
    """A Draw step. `rest`: steps of the picture, rotation and flips, or options of mixing."""
    start = {"original": source} if isinstance(source, str) else source
    placement = {"x": x, "y": y, "width": width, "height": height}
    for name in ("rotation", "flipX", "flipY"):
        if name in rest:
            placement[name] = rest.pop(name)  # type: ignore[assignment]
    picture = {"source": start, "steps": rest.pop("steps", [])}
    return {"draw": {"picture": picture, "placement": placement, **rest}}


def png(*steps: object, **rest: object) -> Composition:
    return recipe(*steps, **{"format": "png", **rest})


def rgb(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    return picture.convert("RGB").getpixel((x, y))  # type: ignore[return-value]
