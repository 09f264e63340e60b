"""One run of letters, of one face and one direction: how wide it is, where its ink lies, and its
pixels. Without raqm letters stand side by side as they are written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from editor.render.text.clusters import clusters
from editor.render.text.faces import REFERENCE_PX, Style, can_shape, opened

BOLDER = 0.018
"""What is added to each side of a stem to make a face bolder, in sizes."""
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@dataclass(frozen=True, slots=True)
class Run:
    """`loose`: drawn with letter spacing, which ligatures would swallow."""

    text: str
    style: Style
    rtl: bool = False
    loose: bool = False


@lru_cache(maxsize=4096)
def width(run: Run) -> float:
    """How far it moves on, in sizes."""
    font = opened(run.style.face.file, REFERENCE_PX)
    return float(font.getlength(_spelled(run), **_said(run))) / REFERENCE_PX


@lru_cache(maxsize=2048)
def ink(run: Run) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, from its start on the baseline, in sizes."""
    font = opened(run.style.face.file, REFERENCE_PX)
    left, top, right, bottom = font.getbbox(_spelled(run), anchor="ls", **_said(run))
    more = BOLDER if run.style.bolder else 0.0
    each = REFERENCE_PX
    return left / each - more, top / each - more, right / each + more, bottom / each + more


def draw(
    sheet: Image.Image, run: Run, at: tuple[float, float], px: float, stroke_px: float
) -> None:
    """Draws the letters white on `sheet`, a picture of mode L, from `at` on the baseline."""
    font = opened(run.style.face.file, px)
    around = stroke_px + (BOLDER * px if run.style.bolder else 0.0)
    ImageDraw.Draw(sheet).text(
        at, _spelled(run), fill=255, font=font, anchor="ls", stroke_width=around, **_said(run)
    )


def _said(run: Run) -> dict[str, Any]:
    if not can_shape():
        return {}
    said: dict[str, Any] = {"direction": "rtl" if run.rtl else "ltr"}
    if run.loose:
        said["features"] = ["-liga", "-clig"]
    return said


def _spelled(run: Run) -> str:
    """The basic layout knows neither direction nor what isn't drawn."""
    if can_shape():
        return run.text
    seen = "".join(c for c in run.text if unicodedata.category(c) != "Cf")
    return "".join(reversed(clusters(seen))).translate(_MIRRORED) if run.rtl else seen
