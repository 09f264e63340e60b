"""The recipe: what to do, as frozen data. Every door makes one, the renderer reads one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from editor.geometry import Placement, Size
from editor.plan.drawing import FAR_PX
from editor.plan.kinds import Number
from editor.plan.lettering import Lettering
from editor.plan.operation import Need, Operation
from editor.plan.option import option
from editor.plan.output import Output
from editor.plan.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Original:
    """A stored picture. Doors write the id that they were given; flows put `sha256:...` there."""

    ref: str


@dataclass(frozen=True, slots=True)
class Remote:
    url: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """An empty sheet. `background` is a paint in CSS notation (see `plan/paint.py`)."""

    size: Size
    background: str = "transparent"


@dataclass(frozen=True, slots=True)
class Text(Lettering):
    """Letters in a box of `width` x `height`; its own measures are px at scale 1, where lines are
    broken, so that they break alike at every `scale`."""

    width: float = option(Number(0.01, FAR_PX, unit="px"), 0.0, "The box's width.", example="400")
    height: float = option(Number(0.01, FAR_PX, unit="px"), 0.0, "Its height.", example="120")
    scale: float = option(Number(0.001, 64), 1.0, "Px of the picture for each px.", example="2")

    @classmethod
    def of(cls, lettering: Lettering, width: float, height: float, scale: float) -> Text:
        said = {o.attribute: getattr(lettering, o.attribute) for o in Lettering.options()}
        return cls(**said, width=width, height=height, scale=scale)


Source = Original | Remote | Canvas | Text


def _silent(text: str) -> None:
    """Doors have told what there is to tell; here operations are only brought to their form."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Operations in stage order, in their settled form, those that change nothing left out."""

    operations: tuple[Operation, ...]

    def __post_init__(self) -> None:
        settled = (o.settled(_silent) for o in self.operations)
        working = (o for o in settled if not o.is_identity())
        object.__setattr__(self, "operations", tuple(sorted(working, key=lambda o: o.stage)))


@dataclass(frozen=True, slots=True)
class Draw:
    """Another composition laid on the present picture: stretched into a placement, or at its own
    size as an overlay.

    `clip` is `none`, `circle` or a corner radius in canvas px.
    """

    picture: Composition
    placement: Placement | Overlay
    opacity: float = 1.0
    blend: str = "normal"
    clip: str = "none"


Step = Transform | Draw


@dataclass(frozen=True, slots=True)
class Composition:
    """A source, the steps that change it in sequence, and how the result is written. Transforms
    that do nothing are left out.
    """

    source: Source
    steps: tuple[Step, ...] = ()
    output: Output = field(default_factory=Output)

    def __post_init__(self) -> None:
        steps = (s for s in self.steps if isinstance(s, Draw) or s.operations)
        object.__setattr__(self, "steps", tuple(steps))

    def prefix(self, count: int) -> Composition:
        """The recipe up to, not including, step `count`; written losslessly."""
        return Composition(self.source, self.steps[:count])


Path = tuple[int, ...]
"""The way to a step: indices of steps, outermost first."""


def walk(composition: Composition, at: Path = ()) -> Iterator[tuple[Path, Composition]]:
    """The composition and every drawn one inside it, each with the path of its Draw."""
    yield at, composition
    for index, step in enumerate(composition.steps):
        if isinstance(step, Draw):
            yield from walk(step.picture, (*at, index))


def sources(composition: Composition) -> Iterator[Source]:
    """Every source in the recipe, outermost first."""
    for _, part in walk(composition):
        yield part.source


@dataclass(frozen=True, slots=True)
class PlacedNeed:
    """A need, the path of its Transform, and the prefix of the recipe that must be looked at."""

    path: Path
    need: Need
    prefix: Composition


def needs(composition: Composition) -> Iterator[PlacedNeed]:
    """Everything that must be seen before the recipe can be rendered."""
    for at, part in walk(composition):
        for index, step in enumerate(part.steps):
            if isinstance(step, Transform):
                for operation in step.operations:
                    for need in operation.needs():
                        yield PlacedNeed((*at, index), need, part.prefix(index))
