"""How a picture is laid on another: placement, opacity, blending, clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.geometry import Placement
from editor.plan.kinds import Choice, Flag, Number, decimal, plain
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option

FAR_PX = 2_000_000
"""No placement lies farther out or is larger."""

BLENDS = (
    *("normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge"),
    *("color-burn", "hard-light", "soft-light", "difference", "exclusion", "plus-lighter"),
)
"""The modes that CSS and the renderer share (W3C Compositing and Blending)."""


@dataclass(frozen=True)
class Clip:
    """`none`, `circle` (the ellipse inside the placement) or a corner radius in canvas px."""

    def parse(self, given: object, warn: Warn) -> str:
        if given in ("none", "circle"):
            return str(given)
        radius = decimal(given)
        if not 0 <= radius <= FAR_PX:
            raise ValueError(f"it lies outside 0 to {FAR_PX}")
        return repr(plain(radius)) if radius else "none"

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": ["none", "circle"], "or": "radius in px"}

    def rule(self) -> str:
        return "`none`, `circle` or a corner radius in px"


@dataclass(frozen=True)
class Degrees:
    """Clockwise degrees, brought into 0 <= d < 360."""

    def parse(self, given: object, warn: Warn) -> float:
        # A tiny negative angle rounds up to 360 itself.
        return decimal(given) % 360 % 360

    def text(self, value: Any) -> str:
        return repr(plain(value))

    def json(self, value: Any) -> Any:
        return plain(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "unit": "degrees"}

    def rule(self) -> str:
        return "degrees, clockwise"


_FAR = Number(-FAR_PX, FAR_PX, unit="px")
_SIDE = Number(0.0001, FAR_PX, unit="px")


@dataclass(frozen=True)
class Placing(OptionSet):
    """Centre, drawn size, turn and flips, in px of the canvas below."""

    x: float = option(_FAR, 0.0, "Centre, from the canvas's left edge.", example="400")
    y: float = option(_FAR, 0.0, "Centre, from the canvas's top edge.", example="300")
    width: float = option(_SIDE, 0.0, "Drawn width.", example="200")
    height: float = option(_SIDE, 0.0, "Drawn height.", example="150")
    rotation: float = option(Degrees(), 0.0, "Clockwise turn around the centre.", example="15")
    flip_x: bool = option(Flag(), False, "Mirrored left-right.", example="true", name="flipX")
    flip_y: bool = option(Flag(), False, "Mirrored top-bottom.", example="true", name="flipY")

    def placement(self, scale: float = 1.0) -> Placement:
        return Placement(
            self.x * scale,
            self.y * scale,
            self.width * scale,
            self.height * scale,
            self.rotation,
            self.flip_x,
            self.flip_y,
        )

    @classmethod
    def of(cls, p: Placement) -> Placing:
        return cls(p.x, p.y, p.width, p.height, p.rotation, p.flip_x, p.flip_y)


@dataclass(frozen=True)
class Mixing(OptionSet):
    """How the drawn picture mixes with what lies below."""

    opacity: float = option(Number(0, 1), 1.0, "1 covers, 0 hides.", example="0.5")
    blend: str = option(Choice(BLENDS), "normal", "Blend mode as in CSS.", example="multiply")
    clip: str = option(Clip(), "none", "Shape that the picture is cut to.", example="circle")
