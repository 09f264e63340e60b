"""How the transform contract draws: pictures at their own size, by distances from edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.errors import InvalidOption
from editor.plan.drawing import FAR_PX
from editor.plan.kinds import Choice, Number
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option

FITS = (
    *("scale-down", "contain", "cover", "crop", "aspect-crop"),
    *("pad", "squeeze", "scale-up"),
)
"""How a picture comes to a share of another: the words of a transform's `fit`."""
COMPOSITES = ("over", "in", "atop", "out", "xor", "lighter")
"""Porter-Duff operators and their sum; the drawn picture is the source."""
_FAR = Number(-FAR_PX, FAR_PX, unit="px")
_SHARE = Number(0.0001, 1)


@dataclass(frozen=True)
class Repeat:
    """`true` fills the picture in both directions, `x` and `y` in one."""

    def parse(self, given: object, warn: Warn) -> str:
        if given in (True, "true", "xy"):
            return "xy"
        if given in (False, "false", ""):
            return ""
        if given in ("x", "y"):
            return str(given)
        raise ValueError("it is neither true nor x nor y")

    def text(self, value: Any) -> str:
        return {"xy": "true", "": "false"}.get(value, str(value))

    def json(self, value: Any) -> Any:
        return {"xy": True, "": False}.get(value, value)

    def schema(self) -> dict[str, Any]:
        return {"enum": [True, False, "x", "y"]}

    def rule(self) -> str:
        return "`true`, `x` or `y`"


@dataclass(frozen=True, slots=True)
class Overlay(OptionSet):
    """No distance along an axis: in its middle. `width` and `height` bring the drawn picture to a
    share of the one below, as `fit` says; 0 leaves it as it is.
    """

    top: float | None = option(_FAR, None, "Distance from the top edge.", example="10")
    left: float | None = option(_FAR, None, "Distance from the left edge.", example="10")
    bottom: float | None = option(_FAR, None, "Distance from the bottom edge.", example="10")
    right: float | None = option(_FAR, None, "Distance from the right edge.", example="10")
    repeat: str = option(Repeat(), "", "Laid side by side to fill the picture.", example="x")
    composite: str = option(
        Choice(COMPOSITES),
        "over",
        "How it mixes with what lies below its box; the rest of the picture is kept.",
        example="xor",
    )
    width: float = option(_SHARE, 0.0, "Share of the width below.", example="0.5")
    height: float = option(_SHARE, 0.0, "Share of the height below.", example="0.25")
    fit: str = option(Choice(FITS), "scale-down", "How it fits into the share.", example="cover")

    def __post_init__(self) -> None:
        for one, other in (("left", "right"), ("top", "bottom")):
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise InvalidOption(
                    f"A drawn picture has {one} and {other}.", remedy="Give only one of the two."
                )
