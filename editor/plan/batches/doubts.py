"""How sure it is that a photo was cut out right, from what its matte shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.plan.rules import percent

REVIEW = 0.35
"""Photos with a greater doubt go to review. Of 151 photos of people, streets and videos
whose mattes are known, 0.5 let 12 % of the wrong ones pass and this 5 %, with as many
right ones sent; of things on boards it sends those more that three sides of the photo cut off."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbers of a matte, as `render.subject.Seen` has them; `agreement` is the share that a
    second model found, too (None: nobody asked one)."""

    cover: float
    sure: float
    unsure: float
    pieces: int
    lesser: float
    touched: tuple[str, ...]
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to trust a matte. `weight` 0 to 1."""

    name: str
    text: str
    value: str
    weight: float


def doubts(found: Evidence) -> tuple[Doubt, ...]:
    """The reasons, the heaviest first."""
    return tuple(sorted(_reasons(found), key=lambda one: -one.weight))


def doubt(reasons: tuple[Doubt, ...]) -> float:
    """All reasons together, 0 (none) to 1."""
    trust = 1.0
    for one in reasons:
        trust *= 1 - one.weight
    return round(1 - trust, 3)


def _reasons(found: Evidence) -> Iterator[Doubt]:
    if found.cover < 0.01:
        yield Doubt("small", "hardly anything was found", percent(found.cover), 0.9)
        return
    if found.cover > 0.85:
        text = "nearly the whole photo was kept"
        yield Doubt("large", text, percent(found.cover), _ramp(found.cover, 0.85, 0.97))
    if found.sure < 0.97:
        # Above 11 % of likely error somebody should look.
        value, likely = f"{percent(found.sure)} sure", 1 - found.sure
        yield Doubt("soft", "much of it is neither in nor out", value, _ramp(likely, 0.03, 0.27))
    if found.unsure > 0.03:
        text = "parts of it are half-transparent"
        yield Doubt("unsure", text, percent(found.unsure), 0.9 * _ramp(found.unsure, 0.03, 0.25))
    if found.lesser > 0.02:
        text = f"it lies in {max(2, found.pieces)} pieces"
        yield Doubt("pieces", text, percent(found.lesser), 0.7 * _ramp(found.lesser, 0.02, 0.2))
    if found.touched:
        # Most good photos of people end at a side; a background that was kept reaches all four.
        many = 0.11 + 0.1 * len(found.touched)
        yield Doubt("frame", "it reaches the photo's edge", ", ".join(found.touched), many)
    if found.agreement is not None and found.agreement < 0.9:
        text = "two models disagree"
        value = f"{percent(found.agreement)} in common"
        yield Doubt("models", text, value, 0.95 * _ramp(1 - found.agreement, 0.1, 0.45))


def _ramp(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high`, straight between; a reason weighs something as soon as it holds."""
    return max(0.05, min(1.0, (value - low) / (high - low)))
