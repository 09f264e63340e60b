"""Fingers on a touch screen: Playwright itself only taps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page

STEPS = 8
TWICE = """(found, [clientX, clientY]) => {
  const touch = { bubbles: true, pointerId: 7, pointerType: "touch", clientX, clientY };
  for (const kind of ["pointerdown", "pointerup", "pointerdown", "pointerup"])
    found.dispatchEvent(new PointerEvent(kind, touch));
}"""

Spot = tuple[float, float]


class Fingers:
    """Touches as Chromium takes them from a screen."""

    def __init__(self, page: Page) -> None:
        self._wire: CDPSession = page.context.new_cdp_session(page)

    def swipe(self, start: Spot, end: Spot) -> None:
        self.glide([start], [end])

    def glide(self, starts: Sequence[Spot], ends: Sequence[Spot]) -> None:
        """Each finger from its start to its end, all at once."""
        self._send("touchStart", starts)
        for step in range(1, STEPS + 1):
            part = step / STEPS
            way = [
                (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
                for a, b in zip(starts, ends, strict=True)
            ]
            self._send("touchMove", way)
        self._send("touchEnd", [])

    def _send(self, kind: str, spots: Sequence[Spot]) -> None:
        touches: list[dict[str, Any]] = [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(spots)
        ]
        self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def tap_twice(found: Locator, at: Spot) -> None:
    """A double tap, however slowly the machine passes on real ones."""
    found.evaluate(TWICE, list(at))


def middle(found: Locator) -> Spot:
    """The middle of what is shown, px of the window."""
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
