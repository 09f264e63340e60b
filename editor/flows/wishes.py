"""What is asked of an export, read strictly and turned into the recipe of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from editor.errors import BadRequest, InvalidOption
from editor.flows import rulebook
from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.document import Document
from editor.plan.exporting import KEPT, Preset, Wish, exported, on_background
from editor.plan.from_document import MAX_SCALE, from_document
from editor.plan.kinds import Choice, Number, Words
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option
from editor.plan.output import Output
from editor.plan.paint import Paint
from editor.plan.records import parsed, read
from editor.plan.sides import Side


@dataclass(frozen=True)
class SheetPaint(Paint):
    """A paint, or the canvas's own background."""

    def parse(self, given: object, warn: Warn) -> str:
        return KEPT if given == KEPT else super().parse(given, warn)

    def rule(self) -> str:
        return f"`{KEPT}` for the canvas's own, or {super().rule()}"


_SWITCH = Choice(("", "on", "off"))


@dataclass(frozen=True, slots=True)
class Size(OptionSet):
    """Which preset, how large (at most one of scale, width and height), on which background."""

    preset: str = option(Words(64), "", "Name of an export preset.", example="web")
    scale: float = option(
        Number(0.01, MAX_SCALE), 0.0, "Pixels of the result per canvas pixel.", example="2"
    )
    width: int = option(Side(), 0, "Width of the result; the height follows.", example="2160")
    height: int = option(Side(), 0, "Height of the result; the width follows.", example="2160")
    background: str = option(
        SheetPaint(), "", "Instead of the canvas's own background.", example="white"
    )
    outline: str = option(
        _SWITCH, "", "The preset's outline; drawn unless a layer has one.", example="off"
    )
    margin: str = option(_SWITCH, "", "The preset's margin; kept by default.", example="off")


@dataclass(frozen=True, slots=True)
class Asked:
    """The recipe of the whole file, and the preset's name (empty: none)."""

    composition: Composition
    preset: str


def wanted(document: Document, asked: Mapping[str, Any]) -> Asked:
    """The recipe of the document at the asked size, in the asked format.

    UnknownName, InvalidOption or BadRequest for anything that can't be.
    """
    file_options = {o.name for o in Output.options()}
    size = read(Size, {n: v for n, v in asked.items() if n not in file_options}, "export")
    given = {n: v for n, v in asked.items() if n in file_options and v is not None}
    if sum(bool(part) for part in (size.scale, size.width, size.height)) > 1:
        raise BadRequest("An export takes one of scale, width and height.", remedy="Send only one.")
    composition = _sized(document, size)
    output = replace(composition.output, **parsed(Output, given))
    if output.format == "auto":
        raise InvalidOption(
            "format=auto depends on who looks, and an export is one file.",
            remedy="Name the format, or leave it out for JPEG or PNG.",
        )
    return Asked(replace(composition, output=output), size.preset)


def _sized(document: Document, size: Size) -> Composition:
    scale = size.scale
    if size.width:
        scale = size.width / document.canvas.width
    if size.height:
        scale = size.height / document.canvas.height
    wish = Wish(_switch(size.outline), _switch(size.margin), size.background)
    if not size.preset:
        sheet = on_background(document, None, wish)
        return from_document(sheet, operations(), scale=scale or 1.0)
    chosen = rulebook.held(size.preset)
    if scale and chosen.is_sized:
        raise BadRequest(
            f"The preset {chosen.name!r} has a size of its own.",
            remedy="Leave scale, width and height out.",
        )
    _check_switches(chosen, wish)
    return exported(document, chosen, operations(), wish, scale=scale)


def _check_switches(chosen: Preset, wish: Wish) -> None:
    if wish.outline and not chosen.rules.outline:
        raise InvalidOption(
            f"The preset {chosen.name!r} has no outline.", remedy="Leave outline out."
        )
    if wish.margin and not (chosen.rules.margin or chosen.rules.fill):
        raise InvalidOption(
            f"The preset {chosen.name!r} has no margin.", remedy="Leave margin out."
        )


def _switch(word: str) -> bool | None:
    return {"on": True, "off": False}.get(word)
