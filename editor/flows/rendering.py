"""One render of the pool, with its sources brought near and its time bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.conf import current
from editor.errors import TooManyPixels
from editor.flows.callers import Caller, present
from editor.flows.engines import Engines
from editor.flows.lettered import near
from editor.flows.planned import Planned
from editor.flows.resolve import refs_of
from editor.flows.waiting import outcome
from editor.geometry import Box, Size
from editor.library import originals
from editor.library.deadline import Deadline
from editor.library.findings_store import Seen
from editor.plan.composition import Composition
from editor.render.cost import cost
from editor.render.processes import Priority
from editor.render.request import Place, Reach, Rendered, RenderRequest, SourceFile

LONGEST_PX = 65_535


@dataclass(frozen=True, slots=True)
class Work:
    """A planned picture on its way: who makes it, until when, and how urgent it is. It may go on
    when the request that began it has left, so that the next one finds it."""

    planned: Planned
    using: Engines
    until: Deadline
    priority: Priority = Priority.INTERACTIVE
    began_by: Caller = field(default_factory=present)

    @property
    def caller(self) -> Caller:
        """For whom inference is asked, on whatever thread that happens."""
        batch = self.began_by.batch or self.priority is Priority.BATCH
        return replace(self.began_by, batch=batch)


def longest() -> Deadline:
    """The time that any picture may take, however long somebody waits for it."""
    conf = current()
    return Deadline.after(conf.render_deadline_s + conf.inference_deadline_s)


def render(
    composition: Composition, seen: Mapping[Place, Seen], destination: Path, work: Work
) -> Rendered:
    """Renders the planned picture, or a prefix of it, into `destination`.

    Busy when the pool is full or isn't done in time; DeadlineExceeded when the render itself is
    too long; TooManyPixels when it is larger, or needs more memory, than allowed.
    """
    work.until.check()
    sources = _sources(composition, work)
    lettered = near(composition, work.planned.blobs, work.using.caches, work.until)
    request = RenderRequest(lettered, sources, str(destination), seen)
    expected = cost(request)
    check_size(expected.size)
    running = work.using.render.submit(request, expected.peak_bytes, work.priority)
    return outcome(running, work.until)


def reached(
    composition: Composition, seen: Mapping[Place, Seen], work: Work, wait: Deadline
) -> Box | None:
    """The box of what the recipe cuts out, in fractions of its sheet; None when nothing is seen.
    Raises what `render` raises, and Busy after `wait`."""
    sources = _sources(composition, work)
    peak = cost(RenderRequest(composition, sources, "", seen)).peak_bytes
    request = Reach(composition, sources, seen)
    return outcome(work.using.render.submit(request, peak, work.priority), wait).box


def check_size(size: Size) -> None:
    """TooManyPixels for a picture larger than the setting allows, or longer than any browser and
    most formats take."""
    most = current().output_megapixels
    if max(size.width, size.height) > LONGEST_PX:
        raise TooManyPixels(
            f"The picture has {size.width} x {size.height} px; no side may exceed {LONGEST_PX}.",
            remedy="Ask for a smaller width or height, or for both.",
        )
    if size.area > most * 1e6:
        raise TooManyPixels(
            f"The picture has {size.width} x {size.height} px; {most:g} megapixels are allowed.",
            remedy="Ask for a smaller width and height.",
        )


def _sources(composition: Composition, work: Work) -> dict[str, SourceFile]:
    """Local files of the originals that this recipe shows."""
    found = {}
    for ref in refs_of(composition):
        blob = work.planned.blobs[ref]
        path = work.using.caches.near.path(blob.sha256, work.until)
        originals.check(blob.sha256, path.stat().st_size, blob.bytes)
        size = Size(blob.width, blob.height)
        found[ref] = SourceFile(str(path), size, blob.format, blob.has_alpha, blob.frames)
    return found
