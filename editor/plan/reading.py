"""What a door hands on."""

from __future__ import annotations

from dataclasses import dataclass

from editor.plan.composition import Composition


@dataclass(frozen=True, slots=True)
class Reading:
    """A recipe, and what the reader had to ignore or to translate: texts for a warning header,
    printable ASCII without double quotes."""

    composition: Composition
    warnings: tuple[str, ...] = ()
