"""From a recipe to pixels: one composition, its transforms, and the pictures drawn on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from editor.errors import NotYet
from editor.findings import BorderColour, Face, Findings, Matte, Saliency
from editor.geometry import Frame, Size, union
from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Original,
    Path,
    Step,
    Text,
    Transform,
)
from editor.plan.overlay import Overlay
from editor.render import animation, composite, measure, overlays
from editor.render.animated import MOST_MEGAPIXELS, Plan, still_because
from editor.render.animation import Reel
from editor.render.kept import Kept
from editor.render.metadata import NO_METADATA, Metadata
from editor.render.numbers import (
    Measured,
    geometry,
    glimpse,
    is_seen,
    looked,
    looks_at_pixels,
    measured,
    nothing_around,
)
from editor.render.originals import Originals
from editor.render.paint_pixels import paint
from editor.render.request import RenderRequest, Shown
from editor.render.resample import moved, without_alpha
from editor.render.text import picture as letters
from editor.render.working import Picture, worked

_FIRST = ((), (0,))
"""The recipe itself, and what it draws first: a clipped layer is drawn on an empty sheet."""

Work = Callable[[Picture], Picture]
"""What a step does to a picture; the one below a drawn picture may be changed in place."""

NO_FACE = "no face was found; gravity=face kept the middle"


@dataclass(frozen=True, slots=True)
class On:
    """Where a picture will be drawn, so that no more of it is made than is seen."""

    draw: Draw
    canvas: Size


class Drawing:
    """One recipe on its way to pixels. `warnings` gathers what the user should know, `metadata`
    is that of the original that the recipe starts from, `shown` what it or its first drawn picture
    shows of one.
    """

    def __init__(self, request: RenderRequest, before: Kept) -> None:
        self._recipe, self._files = request.composition, request.sources
        self._findings, self._before = request.findings, before
        self._originals = Originals(self._recipe, self._files, before)
        self.warnings: list[str] = []
        self.metadata: Metadata = NO_METADATA
        self.stretch = 1.0
        """How far the drawn sheet was enlarged (above 1) or reduced at the end of the recipe."""
        self.shown: Shown | None = None

    def picture(self, part: Composition, at: Path = (), on: On | None = None) -> Picture:
        """The picture of the recipe, or of the part of it that is drawn by the step at `at`."""
        leading = part.steps[0] if part.steps else None
        first = leading if isinstance(leading, Transform) else Transform(())
        picture = self._opened(part, first, at, on)
        for index, step in enumerate(part.steps):
            if step is not first:
                picture = self._work(picture, step, (*at, index))(picture)
        return picture

    def size(self) -> Size:
        """The size of the recipe's picture; made only where numbers don't tell it."""
        recipe, size = self._recipe, None
        match recipe.source:
            case Original(ref):
                size = self._originals.file(ref).size
            case Canvas(sheet):
                size = sheet
        transforms = [(i, s) for i, s in enumerate(recipe.steps) if isinstance(s, Transform)]
        if size is None or any(looks_at_pixels(step) for _, step in transforms):
            return self.picture(recipe).size
        for index, step in transforms:
            frame, seen = Frame.of(size), self._seen((index,))
            steps = measured(step.operations, frame, size.box, seen, nothing_around)
            self._tell(steps)
            size = steps[-1].frame.canvas if steps else size
        return size

    def focus(self) -> Saliency | None:
        """What a crop of the recipe's first Transform is laid around, in fractions of its
        original: the faces, or what draws the eye. None where neither was asked for or found."""
        recipe = self._recipe
        leading = recipe.steps[0] if recipe.steps else None
        if not isinstance(recipe.source, Original) or not isinstance(leading, Transform):
            return None
        asked = {need.task for operation in leading.operations for need in operation.needs()}
        if "faces" in asked:
            return around_faces(self._seen((0,)).faces)
        if "saliency" not in asked:
            return None
        steps = self._looked(recipe.source.ref, leading, ())
        return next((step.seen.saliency for step in steps if step.seen.saliency), None)

    def reel(self, plan: Plan) -> Reel | None:
        """All frames of the recipe's animated original; None, with a warning, where they are too
        large together."""
        reel = Reel(self._frames(plan), plan.file.frames)
        if reel.width * reel.height * plan.file.frames <= MOST_MEGAPIXELS * 1e6:
            return reel
        self.warnings.append(
            f"the animation has more than {MOST_MEGAPIXELS:g} megapixels in all; the first frame "
            "was used"
        )
        # The still is made as if nothing had been.
        self._originals = Originals(self._recipe, self._files, self._before)
        self.stretch = 1.0
        return None

    def _frames(self, plan: Plan) -> Iterator[animation.Frame]:
        """One frame after the other through all steps. Where those look at pixels, and what they
        draw, is settled by the first one."""
        all_steps = self._recipe.steps
        leading = all_steps[0] if all_steps else None
        first = leading if isinstance(leading, Transform) else Transform(())
        steps = self._looked(plan.ref, first, ())
        self._tell(steps)
        # Its frames are read from the file; what was looked at stays only for what is drawn.
        self._originals.skip(replace(self._recipe, steps=()))
        frame = geometry(steps, Frame.of(plan.file.size))
        later: dict[int, Work] = {}
        for one in animation.frames(plan.file):
            pixels = moved(one.picture, frame.window, frame.turn, frame.size)
            picture = worked(Picture.of(pixels), steps)
            for index, step in enumerate(all_steps):
                if step is first:
                    continue
                if index not in later:
                    later[index] = self._work(picture, step, (index,))
                picture = later[index](picture)
            yield animation.Frame(picture.pixels, one.duration_ms)

    def _opened(self, part: Composition, first: Transform, at: Path, on: On | None) -> Picture:
        """The source after its first Transform."""
        match part.source:
            case Original(ref):
                # Later steps need the picture as it is, not as it will be drawn.
                alone = len(part.steps) <= 1 and (not part.steps or part.steps[0] is first)
                return self._from_original(ref, first, at, on if alone else None)
            case Canvas(size, background):
                # An opaque sheet needs no alpha: laying pictures on it is twice as fast.
                sheet = Picture.of(without_alpha(paint(background, size)))
                return self._transforming(sheet, first, (*at, 0))(sheet)
            case Text():
                drawn = letters.draw(part.source)
                self.warnings += drawn.warnings
                written = Picture(drawn.pixels, drawn.content)
                return self._transforming(written, first, (*at, 0))(written)
            case _:
                raise NotYet(
                    "This kind of source can't be drawn.",
                    remedy="Start from an original or a canvas.",
                )

    def _looked(self, ref: str, first: Transform, at: Path) -> tuple[Measured, ...]:
        """The frames of the first Transform of an original, after a look at its pixels where an
        operation asks for one."""
        start = Frame.of(self._originals.file(ref).size)

        def border(frame: Frame, prompt: str) -> BorderColour:
            whole = self._originals.whole(ref)
            return measure.border_in(whole.picture, whole.local(frame.window), frame, prompt)

        def eyed(before: Frame, after: Frame) -> Saliency | None:
            glance = self._originals.glance(ref, after)
            return measure.saliency_in(glance.picture, glance.local(before.window), before)

        seen = self._seen((*at, 0))
        return looked(first.operations, start, start.canvas.box, seen, border, eyed)

    def _from_original(self, ref: str, first: Transform, at: Path, on: On | None) -> Picture:
        start = Frame.of(self._originals.file(ref).size)
        steps = self._looked(ref, first, at)
        self._tell(steps)
        frame, content = geometry(steps, start), None
        if at in _FIRST and self.shown is None:
            turn = frame.turn
            self.shown = Shown(frame.source, frame.window, turn.mirror, turn.quarters)
        if on and (shown := glimpse(steps, frame, on.draw, on.canvas)):
            steps, frame, content = shown.steps, shown.frame, shown.content
        decoded = self._originals.framed(ref, frame)
        self.warnings += decoded.warnings
        if said := still_because(self._recipe, self._originals.file(ref), drawn=bool(at)):
            self.warnings.append(said)
        if not at:
            self.metadata = decoded.metadata
        pixels = moved(decoded.picture, decoded.local(frame.window), frame.turn, frame.size)
        if pixels is decoded.picture and self._originals.is_kept(ref):
            pixels = pixels.copy()
        del decoded
        picture = worked(Picture.of(pixels), steps)
        return replace(picture, content=content) if content else picture

    def _work(self, picture: Picture, step: Step, place: Path) -> Work:
        """What a step does to this picture, and to others of its size."""
        if isinstance(step, Draw):
            return self._drawing(picture, step, place)
        return self._transforming(picture, step, place)

    def _transforming(self, picture: Picture, step: Transform, place: Path) -> Work:
        start = Frame.of(picture.size)

        def border(frame: Frame, prompt: str) -> BorderColour:
            return measure.border_in(picture.pixels, frame.window, frame, prompt)

        seen = self._seen(place)

        def eyed(before: Frame, after: Frame) -> Saliency | None:
            return measure.saliency_in(picture.pixels, before.window, before)

        steps = looked(step.operations, start, picture.content, seen, border, eyed)
        self._tell(steps)
        frame = geometry(steps, start)
        if len(place) == 1:
            self.stretch *= math.sqrt(frame.size.area / frame.window.area)

        def work(one: Picture) -> Picture:
            pixels = moved(one.pixels, frame.window, frame.turn, frame.size)
            return worked(Picture(pixels, one.content), steps)

        return work

    def _drawing(self, below: Picture, draw: Draw, place: Path) -> Work:
        """Another picture on top; it is made here, once."""
        if not is_seen(draw, below.size):
            self._originals.skip(draw.picture)
            return lambda one: one
        if isinstance(draw.placement, Overlay):
            above = self.picture(overlays.sized(draw.picture, draw.placement, below.size), place)
        else:
            above = self.picture(draw.picture, place, On(draw, below.size))

        def work(one: Picture) -> Picture:
            return _laid(one, above, draw)

        return work

    def _tell(self, steps: tuple[Measured, ...]) -> None:
        """Warns where faces were looked for in vain: what came instead isn't what was asked for."""
        for step in steps:
            asked = any(need.task == "faces" for need in step.operation.needs())
            if asked and not step.seen.faces:
                self.warnings.append(NO_FACE)

    def _seen(self, place: Path) -> Findings:
        """What inference saw for the Transform at `place`."""
        faces, matte = (self._findings.get((place, task)) for task in ("faces", "matte"))
        return Findings(
            faces=faces if isinstance(faces, tuple) else None,
            matte=matte if isinstance(matte, Matte) else None,
        )


def _laid(below: Picture, above: Picture, draw: Draw) -> Picture:
    """`below` with `above` on top."""
    if isinstance(draw.placement, Overlay):
        laid = overlays.lay(below.pixels, above.pixels, above.content, draw)
        return replace(below, pixels=laid)
    composite.draw(
        *(below.pixels, above.pixels, above.content, draw.placement),
        opacity=draw.opacity,
        blend=draw.blend,
        clip=draw.clip,
    )
    return below


def around_faces(faces: tuple[Face, ...] | None) -> Saliency | None:
    """The boxes of the faces and the centre of the box around all."""
    outer = union(face.box for face in faces or ())
    return Saliency(outer.centre, outer, tuple(f.box for f in faces or ())) if outer else None
