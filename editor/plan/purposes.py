"""Canvas sizes by purpose: what a new document may be for. One entry is one size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """`width` and `height` in px; `background` as a document's canvas has it."""

    name: str
    title: str
    width: int
    height: int
    background: str = "white"
    hint: str = ""


PURPOSES = (
    Purpose("square", "Square post", 1080, 1080),
    Purpose("story", "Story", 1080, 1920),
    Purpose("product", "Product shot", 2000, 2000, hint="white"),
    Purpose("sticker", "Sticker", 512, 512, "transparent", "clear"),
    Purpose("a4", "A4 page", 2480, 3508, hint="300 dpi"),
    Purpose("wide", "Wide banner", 1920, 1080),
)
