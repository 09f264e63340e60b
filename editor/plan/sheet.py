"""An empty sheet: the source of canvases and of shapes."""

from __future__ import annotations

from dataclasses import dataclass

from editor.plan.operation import OptionSet
from editor.plan.option import option
from editor.plan.paint import Paint
from editor.plan.sides import Side


@dataclass(frozen=True, slots=True)
class Sheet(OptionSet):
    width: int = option(Side(), 0, "Width.", example="1080")
    height: int = option(Side(), 0, "Height.", example="1080")
    background: str = option(Paint(), "transparent", "A CSS colour or gradient.", example="white")
