"""What is sent to a render process and what comes back: frozen data that survives pickling.

The web process imports this module: it pulls in neither Pillow nor NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editor.errors import StudioError
from editor.geometry import Size
from editor.plan.composition import Composition, Path

if TYPE_CHECKING:
    from editor.findings import Face, Matte
    from editor.render.inspect import Inspected, Limits


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A stored original near by: where it lies and what its inspection told.

    `size` is upright (EXIF orientation applied); `format` is the inspection's word, as `jpeg`.
    """

    path: str
    size: Size
    format: str
    has_alpha: bool = False
    frames: int = 1


Sources = Mapping[str, SourceFile]
"""The `ref` of each `Original` in a recipe -> its file."""

Place = tuple[Path, str]
"""The path of a Transform in the recipe (see `plan.composition.needs`) and a task's name."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """One picture to be made: every source resolved, everything seen that `needs` asks for.

    `destination` appears whole or not at all.
    """

    composition: Composition
    sources: Sources
    destination: str
    findings: Mapping[Place, tuple[Face, ...] | Matte] = field(default_factory=dict)

    @property
    def partial(self) -> str:
        """Where the picture grows before it is renamed to its destination."""
        return f"{self.destination}.part"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The picture that now lies at the destination, and what it took to make it.

    `peak_rss` is the most resident memory of the process meanwhile, in bytes.
    """

    width: int
    height: int
    content_type: str
    bytes: int
    warnings: tuple[str, ...] = ()
    cpu_s: float = 0.0
    peak_rss: int = 0


@dataclass(frozen=True, slots=True)
class Inspect:
    """Look at an uploaded file: untrusted bytes are decoded in render processes only."""

    path: str
    limits: Limits


Request = RenderRequest | Inspect


@dataclass(frozen=True, slots=True)
class Answer:
    """What a render process sends back, first of all once to say that it is ready.

    `rss` is its resident memory in bytes; after `leaves` it serves no more.
    """

    value: Rendered | Inspected | None = None
    error: StudioError | None = None
    rss: int = 0
    leaves: bool = False
