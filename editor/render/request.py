"""What is sent to a render process and what comes back: frozen data that survives pickling.

The web process imports this module: it pulls in neither Pillow nor NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editor.errors import StudioError
from editor.geometry import Box, Size
from editor.plan.composition import Composition, Original, Path, Text
from editor.plan.rules import Look

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
    """One picture to be made: every source resolved, everything seen that `needs` asks for. Texts
    name uploaded fonts by the path of their file.

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


def vector(request: RenderRequest) -> SourceFile | None:
    """The SVG drawing that the recipe starts from, if it does: it is passed on, never drawn."""
    source = request.composition.source
    file = request.sources.get(source.ref) if isinstance(source, Original) else None
    return file if file is not None and file.format == "svg" else None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file was written. `quality` 0: the format has none, or nothing was lost. `limit` is the
    byte budget (0: none) for which `tries` ways were written; `scale` below 1 tells that the
    subject was made smaller for it, `colours` that they were counted.
    """

    format: str
    quality: int = 0
    lossless: bool = False
    tries: int = 1
    limit: int = 0
    alpha_quality: int = 100
    scale: float = 1.0
    colours: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of an original a picture shows: `window`, in px of the upright original of `size`
    px, mirrored left-right and then turned by clockwise quarters."""

    size: Size
    window: Box
    mirror: bool
    quarters: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """The picture that now lies at the destination, and what it took to make it.

    `peak_rss` is the most resident memory of the process meanwhile, in bytes; `content` is the part
    that is the picture itself: an outline or a shadow may lie around it. `shown` is what of its
    (first) original lies there. `stretch` is how far what was drawn was enlarged or reduced in the
    end.
    """

    width: int
    height: int
    content_type: str
    bytes: int
    warnings: tuple[str, ...] = ()
    cpu_s: float = 0.0
    peak_rss: int = 0
    encoding: Encoding | None = None
    content: Box | None = None
    shown: Shown | None = None
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Inspect:
    """Look at an uploaded file: untrusted bytes are decoded in render processes only."""

    path: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Examine:
    """Look at the pixels of a file that was made here. `colour` (RGB) is sought along the rim of
    its subject."""

    path: str
    format: str
    colour: tuple[int, int, int] = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far does what a recipe cuts out reach? Fields as in `RenderRequest`."""

    composition: Composition
    sources: Sources
    findings: Mapping[Place, tuple[Face, ...] | Matte]


@dataclass(frozen=True, slots=True)
class Reached:
    """The subject's box in fractions of the recipe's sheet; None when nothing is seen."""

    box: Box | None


@dataclass(frozen=True, slots=True)
class Measure:
    """How much room a text takes at scale 1. As in recipes that are rendered, a font that somebody
    uploaded is named by the path of its file."""

    text: Text


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as it was broken; `left` is where it starts in the box."""

    text: str
    left: float
    width: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class Room:
    """What a text takes: its lines, and the ink that they leave, which may reach beyond."""

    width: float
    height: float
    lines: tuple[TextLine, ...]
    ink: Box
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanFont:
    """Judge a font that came from outside, and write it anew to `destination`."""

    path: str
    destination: str


@dataclass(frozen=True, slots=True)
class FontFacts:
    """What is known of a cleaned font; names and licence are its own words, bounded, and may be
    empty. `weight` is 100 to 900, `characters` counts the code points that it has."""

    family: str
    style: str
    weight: int
    italic: bool
    scripts: tuple[str, ...]
    characters: int
    licence: str


Request = RenderRequest | Inspect | Examine | Reach | Measure | CleanFont


@dataclass(frozen=True, slots=True)
class Answer:
    """What a render process sends back, first of all once to say that it is ready.

    `rss` is its resident memory in bytes; after `leaves` it serves no more.
    """

    value: Rendered | Inspected | Look | Reached | Room | FontFacts | None = None
    error: StudioError | None = None
    rss: int = 0
    leaves: bool = False
