"""What depends on who looks: options of transform URLs that are settled at the door, from what the
client's headers tell, and then are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import Choice, Number, decimal
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option
from editor.plan.quality import Quality
from editor.plan.sides import MAX_SIDE_PX

AUTO = "auto"
_SIDE = Number(1, MAX_SIDE_PX, whole=True, unit="px")
_MOST_WIDTHS = 20

WIDTH_HEADERS = ("Sec-CH-Viewport-Width", "Sec-CH-DPR", "Sec-CH-UA-Mobile", "User-Agent")
SLOW_HEADERS = ("Save-Data", "RTT", "ECT", "Downlink")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, as far as it is known: `width` is the viewport in device px (0: not told)."""

    width: float = 0.0
    mobile: bool = False
    slow: bool = False


@dataclass(frozen=True)
class Widths:
    """Widths between semicolons, ascending."""

    def parse(self, given: object, warn: Warn) -> tuple[int, ...]:
        parts = str(given).split(";")
        if len(parts) > _MOST_WIDTHS:
            raise ValueError(f"it holds more than {_MOST_WIDTHS} widths")
        return tuple(sorted({int(_SIDE.parse(decimal(part), warn)) for part in parts}))

    def text(self, value: Any) -> str:
        return ";".join(map(str, value))

    def json(self, value: Any) -> Any:
        return self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "of": "px", "maxItems": _MOST_WIDTHS}

    def rule(self) -> str:
        return f"up to {_MOST_WIDTHS} widths in px with semicolons between"


@dataclass(frozen=True, slots=True)
class Viewing(OptionSet):
    """Only transform URLs have these: the other doors don't know who will look."""

    onerror: str = option(
        Choice(("", "redirect")),
        "",
        "With `redirect` a remote picture that can't be transformed is sent as it is, by a"
        " redirect to its own address; for pictures of the same site only.",
        example="onerror=redirect",
    )
    slow_connection_quality: int = option(
        Quality(),
        0,
        "Instead of `quality` where the client tells of a slow connection, or wants to save data.",
        example="slow-connection-quality=50",
        aliases=("scq",),
    )
    wbreakpoints: tuple[int, ...] = option(
        Widths(),
        (320, 768, 960, 1200),
        "With `width=auto`: the widths to choose from; the smallest that fills the viewport.",
        example="wbreakpoints=480;960",
    )
    wmobile: int = option(
        _SIDE,
        768,
        "With `width=auto`: the width for phones that don't tell their viewport.",
        example="wmobile=600",
    )
    wdesktop: int = option(
        _SIDE,
        1200,
        "With `width=auto`: the width for other clients that don't tell their viewport.",
        example="wdesktop=1600",
    )

    def width(self, viewer: Viewer) -> int:
        """The px that `width=auto` stands for."""
        if not viewer.width:
            return self.wmobile if viewer.mobile else self.wdesktop
        wide = (width for width in self.wbreakpoints if width >= viewer.width)
        return next(wide, self.wbreakpoints[-1])
