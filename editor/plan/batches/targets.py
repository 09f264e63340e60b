"""The files that a batch makes of each photo: of a preset, or of a size of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.errors import InvalidOption
from editor.plan.exporting import Preset
from editor.plan.from_url import pairs
from editor.plan.kinds import Choice, Number, Words
from editor.plan.nested import Identifier
from editor.plan.operation import OptionSet
from editor.plan.option import option
from editor.plan.output import Output
from editor.plan.presets import preset
from editor.plan.records import parsed
from editor.plan.rules import NO_RULES, Rules
from editor.plan.sides import Side

OWN_QUALITY = 95
OWN = "your own choice"


@dataclass(frozen=True, slots=True)
class Target(OptionSet):
    """What is left out comes from the preset."""

    name: str = option(Identifier(), "", "Folder of its files.", example="shop")
    preset: str = option(Words(64), "", "A marketplace or another preset.", example="amazon")
    width: int = option(Side(), 0, "Exact width.", example="2000")
    height: int = option(Side(), 0, "Exact height.", example="2000")
    format: str = option(
        Choice(("", "jpeg", "png", "webp", "avif")), "", "File format.", example="png"
    )
    quality: int = option(
        Number(0, 100, whole=True), 0, "1 to 100; 0: as the preset says.", example="90"
    )
    max_bytes: int = option(
        Number(0, 100_000_000, whole=True, unit="bytes"), 0, "Largest file.", example="500000"
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """A target with nothing left open."""

    name: str
    title: str
    preset: str
    width: int
    height: int
    output: Output
    rules: Rules


def settled(target: Target, held: Preset | None = None) -> Settled:
    """`held` is the target's preset where other rules hold than were shipped. UnknownName for a
    preset that isn't there; InvalidOption without a size."""
    chosen = held or (preset(target.preset) if target.preset else None)
    rules = chosen.rules if chosen else NO_RULES
    exact = rules.sizing == "exact"
    width = target.width or (rules.width if exact else 0)
    height = target.height or (rules.height if exact else 0)
    if not (width and height):
        raise InvalidOption(
            f"The target {target.name or target.preset or 'without a preset'!r} has no size.",
            remedy="Send its width and height.",
        )
    output = _output(target, chosen.options if chosen else "")
    sized = replace(rules, width=width, height=height, sizing="exact")
    if not rules.source:
        sized = replace(sized, formats=(output.format,), source=OWN, checked_on="")
        sized = replace(sized, detail=True, sharp=True, srgb=True)
    name = target.name or target.preset or f"{width}x{height}"
    title = chosen.title if chosen else f"{width} x {height} px"
    return Settled(name, title, target.preset, width, height, output, sized)


def _output(target: Target, options: str) -> Output:
    """JPEG of quality 95 keeps the colour of every px, as edges on white need."""
    known = {o.name for o in Output.options()}
    given: dict[str, object] = {"format": "jpeg", "quality": OWN_QUALITY, "metadata": "none"}
    if options:
        given |= {name: value for name, value in pairs(options) if name in known}
    if target.format:
        given["format"] = target.format
    if target.quality:
        given["quality"] = target.quality
    if target.max_bytes:
        given["max-bytes"] = target.max_bytes
    given["anim"] = False
    return Output(**parsed(Output, given))
