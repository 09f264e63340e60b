"""The door of small compositions by address, in the parameters of the reference demo.

`order=0,1` lists layers, the topmost first; of layer n `i<n>` is the picture, `vertEdge<n>` (`top`,
`bottom`) with `vertVal<n>` px and `horEdge<n>` (`left`, `right`) with `horVal<n>` px are its place,
`h<n>` and `w<n>` its height and width in px, and `bg<n>=1` cuts its subject out. The lowest layer
is the canvas. With one side the other follows; with both the picture fits inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from editor.geometry import Size
from editor.plan.document import SCHEMA
from editor.plan.kinds import decimal, plain
from editor.plan.option import shown
from editor.plan.sides import MAX_SIDE_PX

MAX_DEMO_LAYERS = 20
FARTHEST_PX = 40_000
LONGEST_NAME = 255

CUT = {"segment": "foreground"}
"""The recipe of a layer with `bg=1`."""

_NUMBERED = re.compile(r"([A-Za-z]+)(0|[1-9][0-9]{0,3})")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}")
_NAMES = ("i", "vertEdge", "vertVal", "horEdge", "horVal", "h", "w", "bg")


@dataclass(frozen=True, slots=True)
class DemoLayer:
    """One layer as the address says it; sizes of 0 aren't given."""

    number: int
    image: str
    vert_edge: str = "top"
    vert_val: float = 0.0
    hor_edge: str = "left"
    hor_val: float = 0.0
    height: float = 0.0
    width: float = 0.0
    cut: bool = False

    def size(self, picture: Size) -> tuple[float, float]:
        """Its drawn width and height, of a picture of this size."""
        fits = [wanted / side for wanted, side in self._sides(picture) if wanted]
        scale = min(fits, default=1.0)
        return picture.width * scale, picture.height * scale

    def _sides(self, picture: Size) -> tuple[tuple[float, int], ...]:
        return (self.width, picture.width), (self.height, picture.height)


@dataclass(frozen=True, slots=True)
class Demo:
    """What an address asks for: layers, the topmost first; and what is wrong with it, in sentences
    for people. With problems layers may be missing, or hold other values than they should."""

    layers: tuple[DemoLayer, ...]
    problems: tuple[str, ...] = ()


def read_demo(pairs: Iterable[tuple[str, str]]) -> Demo:
    """The composition that the parameters of an address ask for; never an error."""
    given: dict[str, str] = {}
    problems: list[str] = []
    for name, value in pairs:
        if name in given:
            problems.append(f"{shown(name)} is given twice.")
        given[name] = value
    by_layer, strange = _sorted(given)
    problems += strange
    order, wrong = _order(given.get("order"), by_layer)
    problems += wrong
    layers = []
    for number in order:
        layer, wrong = _layer(number, by_layer.get(number, {}))
        problems += wrong
        if layer is not None:
            layers.append(layer)
    return Demo(tuple(layers), tuple(dict.fromkeys(problems)))


def _sorted(given: Mapping[str, str]) -> tuple[dict[int, dict[str, str]], list[str]]:
    """Parameters by layer, and complaints about names that nobody knows."""
    by_layer: dict[int, dict[str, str]] = {}
    problems = []
    for name, value in given.items():
        match = _NUMBERED.fullmatch(name)
        if match and match[1] in _NAMES:
            by_layer.setdefault(int(match[2]), {})[match[1]] = value
        elif name != "order":
            problems.append(f"{shown(name)} isn't a known parameter.{_nearest(name)}")
    return by_layer, problems


def _nearest(name: str) -> str:
    stem = name.rstrip("0123456789")
    known = {one.lower(): one for one in (*_NAMES, "order")}
    near = get_close_matches(stem.lower(), known, n=1, cutoff=0.6)
    if not near:
        return ""
    word = known[near[0]]
    return f" Did you mean {word}{'' if word == 'order' else '<n>'}?"


def _order(text: str | None, by_layer: Mapping[int, object]) -> tuple[list[int], list[str]]:
    """Layer numbers, the topmost first; ascending without an order."""
    numbers = sorted(by_layer) if text is None else []
    problems = []
    for word in (text or "").split(",") if text is not None else ():
        if not _NUMBER.fullmatch(word):
            problems.append(f"order holds {shown(word)!r}, which isn't a layer's number.")
        elif int(word) in numbers:
            problems.append(f"order names layer {word} twice.")
        else:
            numbers.append(int(word))
    problems += [f"order leaves out layer {n}." for n in sorted(set(by_layer) - set(numbers))]
    if len(numbers) > MAX_DEMO_LAYERS:
        problems.append(f"There are {len(numbers)} layers; {MAX_DEMO_LAYERS} are allowed.")
        numbers = []
    if not numbers and not problems:
        problems.append("No layer is given: at least i0 names a picture.")
    return numbers, problems


def _layer(number: int, given: Mapping[str, str]) -> tuple[DemoLayer | None, list[str]]:
    problems: list[str] = []

    def word(name: str, words: tuple[str, ...]) -> str:
        value = given.get(name, words[0])
        if value not in words:
            problems.append(f"{name}{number}={shown(value)} is none of {', '.join(words)}.")
        return value

    def px(name: str, low: float, high: float) -> float:
        try:
            value = decimal(given.get(name, "0"))
        except ValueError:
            problems.append(f"{name}{number}={shown(given[name])} isn't a number of px.")
            return 0.0
        if name in given and not low <= value <= high:
            problems.append(f"{name}{number}={shown(given[name])} lies outside {low} to {high}.")
        return value

    image = given.get("i", "")
    if not 0 < len(image) <= LONGEST_NAME:
        problems.append(f"i{number} names no picture.")
    layer = DemoLayer(
        number,
        image,
        word("vertEdge", ("top", "bottom")),
        px("vertVal", -FARTHEST_PX, FARTHEST_PX),
        word("horEdge", ("left", "right")),
        px("horVal", -FARTHEST_PX, FARTHEST_PX),
        px("h", 1, MAX_SIDE_PX),
        px("w", 1, MAX_SIDE_PX),
        word("bg", ("0", "1")) == "1",
    )
    return (layer if image else None), problems


@dataclass(frozen=True, slots=True)
class Picture:
    """An original that stands behind the name in the address."""

    source: str
    name: str
    size: Size


def demo_document(demo: Demo, pictures: Mapping[str, Picture]) -> tuple[dict[str, Any], list[str]]:
    """The document's JSON, and what keeps it from being one. `pictures` has one for each `image`
    of the layers."""
    if not demo.layers:
        return {}, ["There is no layer."]
    lowest = demo.layers[-1]
    across, down = lowest.size(pictures[lowest.image].size)
    canvas = {"width": max(1, round(across)), "height": max(1, round(down))}
    problems = [
        f"Layer {one.number} would be larger than {MAX_SIDE_PX} px."
        for one in demo.layers
        if max(one.size(pictures[one.image].size)) > MAX_SIDE_PX
    ]
    layers = [_drawn(one, pictures[one.image], canvas) for one in reversed(demo.layers)]
    return {"schema": SCHEMA, "canvas": canvas, "layers": layers}, problems


def _drawn(layer: DemoLayer, picture: Picture, canvas: Mapping[str, int]) -> dict[str, Any]:
    width, height = layer.size(picture.size)
    left, top = layer.hor_val, layer.vert_val
    if layer.hor_edge == "right":
        left = canvas["width"] - width - layer.hor_val
    if layer.vert_edge == "bottom":
        top = canvas["height"] - height - layer.vert_val
    drawn = {
        "id": f"layer-{layer.number}",
        "kind": "image",
        "name": picture.name[:200],
        "source": picture.source,
        "x": _rounded(left + width / 2),
        "y": _rounded(top + height / 2),
        "width": _rounded(max(width, 1)),
        "height": _rounded(max(height, 1)),
    }
    return {**drawn, "recipe": dict(CUT)} if layer.cut else drawn


def _rounded(value: float) -> float | int:
    return plain(round(value, 3) + 0.0)
