"""Texts in short."""

from __future__ import annotations

from editor.plan.composition import Text
from editor.plan.lettering import Lettering
from editor.plan.records import read


def text(written: str, width: float = 600, height: float = 100, **said: object) -> Text:
    scale = float(said.pop("scale", 1.0))  # type: ignore[arg-type]
    lettering = read(Lettering, {"text": written, **said}, "text")
    return Text.of(lettering, width, height, scale)
