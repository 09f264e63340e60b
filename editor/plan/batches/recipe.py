"""The recipe of a batch as a record of options, read strictly. It becomes one editor document for
each photo and size (`arranged`), so that the one renderer draws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.errors import InvalidOption
from editor.plan.batches.targets import Target, settled
from editor.plan.kinds import Choice, Flag, Number, Words
from editor.plan.nested import Listed, Object
from editor.plan.operation import OptionSet
from editor.plan.option import option
from editor.plan.paint import Paint
from editor.plan.records import read

MOST_TARGETS = 8
PLACES = (
    *("top-left", "top", "top-right", "left", "centre", "right"),
    *("bottom-left", "bottom", "bottom-right"),
)


@dataclass(frozen=True, slots=True)
class Watermark(OptionSet):
    """Text, or a picture of the library, on every photo."""

    text: str = option(Words(100), "", "What is written.", example="SAMPLE")
    source: str = option(
        Words(128), "", "Id of an original that is laid on instead.", example="6f1c1f6e-..."
    )
    place: str = option(Choice(PLACES), "bottom-right", "Where it lies.", example="centre")
    size: float = option(
        Number(0.02, 1), 0.25, "Its width as a share of the file's.", example="0.3"
    )
    opacity: float = option(Number(0.01, 1), 0.5, "1 covers.", example="0.3")
    color: str = option(Paint(), "#000000", "Colour of the text.", example="white")


@dataclass(frozen=True, slots=True)
class Recipe(OptionSet):
    """Shares are of the file's own sides: 0.85 is 85 %."""

    kind: str = option(
        Choice(("product", "portrait")), "product", "What the photos show.", example="portrait"
    )
    cut: bool = option(Flag(), True, "Cuts the subject out.", example="false")
    model: str = option(
        Words(64), "auto", "The model that finds the subject, by its card's name.", example="auto"
    )
    second: str = option(
        Words(64),
        "",
        "A second model: photos on which the two disagree go to review. Empty: none is asked.",
        example="grabcut-matte",
    )
    clean: bool = option(
        Flag(), True, "Takes the old background's tint out of edges.", example="false"
    )
    trim: bool = option(
        Flag(), True, "Fits the subject, not the whole photo, into the file.", example="false"
    )
    fill: float = option(
        Number(0.1, 1), 0.85, "Share of the longer side that the subject takes.", example="0.9"
    )
    align: str = option(
        Choice(("centre", "bottom", "optical")),
        "centre",
        "Where the subject lies: its box in the middle, on the lower margin, or its weight in the "
        "middle.",
        example="bottom",
    )
    margin: float = option(
        Number(0, 0.45), 0.0, "Share of each side that stays free at least.", example="0.05"
    )
    shadow: str = option(
        Choice(("none", "contact")), "none", "A soft shadow where it stands.", example="contact"
    )
    background: str = option(
        Paint(), "#ffffff", "A CSS colour or gradient, or `transparent`.", example="white"
    )
    watermark: Watermark | None = option(
        Object(Watermark, "watermark"), None, "Laid on every photo.", example='{"text": "SAMPLE"}'
    )
    head: float = option(
        Number(0.05, 0.95), 0.45, "Portraits: the face's share of the height.", example="0.5"
    )
    shape: str = option(
        Choice(("square", "circle")), "square", "Portraits: the outline.", example="circle"
    )
    faces: str = option(
        Choice(("largest", "all")), "largest", "Portraits: which faces count.", example="all"
    )
    targets: tuple[Target, ...] = option(
        Listed(Object(Target, "target"), MOST_TARGETS, "targets"),
        (),
        "The files that are made of each photo: a marketplace's, or a size of your own.",
        example='[{"preset": "amazon"}]',
    )
    pattern: str = option(
        Words(200),
        "{name}",
        "Name of each file: `{name}` of the photo, `{sku}`, `{n}` its number, `{width}`, "
        "`{height}`, `{target}`.",
        example="{sku}_{n}",
    )


def parse_recipe(given: object) -> Recipe:
    """The recipe in parsed JSON. UnknownName, InvalidOption or BadRequest for anything wrong."""
    recipe = read(Recipe, given, "recipe")
    check(recipe)
    return recipe


def check(recipe: Recipe) -> None:
    """The rules between fields."""
    if not recipe.targets:
        raise InvalidOption(
            "A recipe without targets makes no file.", remedy='Add one, as {"preset": "amazon"}.'
        )
    names = [settled(target).name for target in recipe.targets]
    for name in names:
        if names.count(name) > 1:
            raise InvalidOption(
                f"Two targets are named {name!r}.", remedy="Give each a name of its own."
            )
    mark = recipe.watermark
    if mark is not None and bool(mark.text) == bool(mark.source):
        raise InvalidOption(
            "A watermark is a text or a picture.", remedy="Send either text or source."
        )
    fields_in(recipe.pattern)


FIELDS = ("name", "sku", "n", "width", "height", "target")


def fields_in(pattern: str) -> tuple[str, ...]:
    """The fields that a pattern of file names holds; InvalidOption for unknown ones."""
    found = []
    for part in pattern.split("{")[1:]:
        name, closed, _ = part.partition("}")
        if not closed or name not in FIELDS:
            raise InvalidOption(
                f"The file name {pattern[:80]!r} holds {{{name[:20]}.",
                remedy=f"It takes {', '.join('{' + one + '}' for one in FIELDS)}.",
            )
        found.append(name)
    return tuple(found)


def drawn_fields(recipe: Recipe) -> Mapping[str, Any]:
    """What of the recipe decides about pixels and checks: its JSON without the file names."""
    written = recipe.written()
    written.pop("pattern", None)
    return written
