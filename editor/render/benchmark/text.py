"""How long letters take: `python -m editor.render.benchmark.text`.

Each text is measured (as while somebody types) and drawn as the stage's picture, at 1.5 px per
canvas px; medians of ROUNDS different texts in a process that has the fonts open.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from editor.plan.composition import Composition, Text
from editor.plan.lettering import Lettering
from editor.plan.output import Output
from editor.plan.records import read
from editor.render.pipeline import render
from editor.render.request import RenderRequest
from editor.render.text.layout import room

ROUNDS = 20
SCALE = 1.5
STAGE = Output(format="webp", quality=100, metadata="none")

TEXTS: Mapping[str, Mapping[str, Any]] = {
    "a word": {"text": "Sticker", "font": "anton", "size": 120},
    "a word with an outline": {"text": "Sticker", "font": "anton", "size": 120, "stroke": 8},
    "a caption": {"text": "Sphinx of black quartz, judge my vow. " * 4, "sizing": "height"},
    "Arabic": {"text": "مرحبا بالعالم " * 6, "sizing": "height"},
    "Japanese": {"text": "日本語の長い文章は、折り返されます。" * 5, "sizing": "height"},
    "1000 characters": {"text": ("Lorem ipsum dolor sit amet. " * 36)[:990], "sizing": "height"},
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        destination = str(Path(folder) / "text")
        for name, said in TEXTS.items():
            measured = _median(said, room)
            drawn = _median(said, lambda text: render(_request(text, destination)))
            sys.stdout.write(
                f"{name:24} measured in {measured:5.1f} ms, drawn in {drawn:5.1f} ms\n"
            )


def _request(text: Text, destination: str) -> RenderRequest:
    return RenderRequest(Composition(text, (), STAGE), {}, destination)


def _median(said: Mapping[str, Any], work: Callable[[Text], object]) -> float:
    """Milliseconds. Every text is a new one, so that no memory of it helps."""
    taken = []
    for number in range(ROUNDS):
        lettering = read(Lettering, {**said, "text": f"{said['text']}{number}"}, "text")
        text = Text.of(lettering, 800, 400, SCALE)
        before = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - before) * 1000)
    return median(taken)


if __name__ == "__main__":
    main()
