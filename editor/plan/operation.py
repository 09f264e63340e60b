"""What every operation tells about itself before any pixel: options, stage, needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cache
from typing import Any, ClassVar, Self

from editor.plan.option import Option, Shorthand, Warn


class Stage(IntEnum):
    """The fixed order in which one Transform works, whatever order it was written in."""

    CROP = 5
    TRIM = 10
    FLIP = 20
    ROTATE = 30
    RESIZE = 40
    SEGMENT = 50
    BACKGROUND = 60
    BRIGHTNESS = 70
    CONTRAST = 71
    GAMMA = 72
    SATURATION = 73
    BLUR = 80
    SHARPEN = 81
    BORDER = 90
    OUTLINE = 100
    SHADOW = 101


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be seen before an operation can work.

    `task` is `faces` or `matte` (inference) or `border` or `saliency` (measured by render);
    `model` is a card's name or `auto`.
    """

    task: str
    model: str = "auto"
    prompt: str = ""


class OptionSet:
    """A frozen dataclass whose fields are options."""

    @classmethod
    @cache
    def options(cls) -> tuple[Option, ...]:
        """The options in field order."""
        made = []
        for f in fields(cls):  # type: ignore[arg-type]
            facts = f.metadata
            made.append(
                Option(
                    name=facts["name"] or f.name.replace("_", "-"),
                    attribute=f.name,
                    kind=facts["kind"],
                    default=f.default,
                    help=facts["help"],
                    example=facts["example"],
                    aliases=facts["aliases"],
                    px=facts["px"],
                )
            )
        return tuple(made)

    def written(self) -> dict[str, Any]:
        """Option name -> JSON value, for every option that differs from its default."""
        return {
            o.name: o.kind.json(value)
            for o in self.options()
            if (value := getattr(self, o.attribute)) != o.default
        }

    def scaled(self, factor: float) -> Self:
        """The same with every pixel measure multiplied (device pixel ratio, export scale).

        InvalidOption when a measure leaves its range.
        """
        if factor == 1:
            return self
        changes: dict[str, Any] = {}
        for o in self.options():
            value = getattr(self, o.attribute)
            if o.px and value != o.default:
                changes[o.attribute] = o.grown(value, factor)
        return dataclasses.replace(self, **changes) if changes else self  # type: ignore[type-var]


class Operation(OptionSet):
    """The part of an operation that plans need. `operations/base.py` adds numbers and pixels."""

    name: ClassVar[str]
    stage: ClassVar[Stage]
    shorthands: ClassVar[tuple[Shorthand, ...]] = ()

    def needs(self) -> tuple[Need, ...]:
        """What must be seen before this works; empty for most."""
        return ()

    def is_identity(self) -> bool:
        """True when this changes nothing, so that it may be left out of the canonical form."""
        return not self.written()

    @classmethod
    def meant(cls, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Attribute -> value as somebody said them, with what goes without saying."""
        return said

    def settled(self, warn: Warn) -> Self:
        """The same meaning with harmless contradictions solved, each told to `warn`."""
        return self


Operations = Mapping[str, type[Operation]]
