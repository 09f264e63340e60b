"""What a door hands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from editor.plan.composition import Composition
from editor.plan.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Reading:
    """A recipe, and what the reader had to ignore or to translate: texts for a warning header,
    printable ASCII without double quotes."""

    composition: Composition
    warnings: tuple[str, ...] = ()
    viewing: Viewing = field(default_factory=Viewing)
    heeded: tuple[str, ...] = ()
    """Headers of the client on which the recipe depends, for `Vary`."""
