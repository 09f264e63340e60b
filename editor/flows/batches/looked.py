"""What is seen in a batch's photo before it is placed: its subject, its faces, the doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from editor.findings import Face, Matte
from editor.flows.engines import Engines
from editor.flows.looking import look
from editor.flows.planned import Planned, spot
from editor.flows.rendering import Work, longest, reached
from editor.flows.resolve import SHA_PREFIX
from editor.geometry import Box, Size
from editor.library.deadline import Deadline
from editor.models import Original
from editor.operations import operations
from editor.plan.batches.arranged import SEARCHED_SHARE, SOFT_SHARE, Photo, Subject, searched
from editor.plan.batches.doubts import Doubt, Evidence, doubts
from editor.plan.batches.recipe import Recipe
from editor.plan.composition import Composition, needs
from editor.plan.composition import Original as Source
from editor.plan.document import parse_document
from editor.plan.from_document import from_document
from editor.plan.operation import Need
from editor.render import subject
from editor.render.processes import Priority

NO_FACE = Doubt("no-face", "no face was found", "0 faces", 1.0)
TIGHT = Doubt("tight", "the photo has little room around the face", "", 0.6)
SETTLED = 0.015
"""An edge that moves by less is where it was guessed to be."""
CROWD_SHARE = 0.5
"""A second face of so much of the largest one's area may be the one that is meant."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The subject (None: not looked for, or nothing there), the faces in fractions, and why a
    person should look."""

    subject: Subject | None = None
    faces: tuple[Box, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom the looks are for, and how long they are waited for (None: as long as they take)."""

    original: Original
    tools: Engines
    priority: Priority
    wait_s: float | None

    def answer(self, need: Need) -> Matte | tuple[Face, ...]:
        """What the model sees in the whole photo; remembered, so that the render finds it again."""
        cards: Mapping[str, str] = {spot(need): self.tools.cards.resolve(need.task, need.model)}
        planned = self._planned(cards)
        return look(need, planned.composition, self._work(planned), self._wait())

    def box(self, recipe: Recipe, matte: Matte, guess: Box) -> Box:
        """The subject's box in the photo, as the renderer will cut it out; `guess` is the model's
        own, and the answer where nothing is seen."""
        found = self._reached(recipe, matte, guess, SEARCHED_SHARE)
        if found is None or _moved(guess, found) <= SETTLED:
            return found or guess
        # Soft edges also depend on what is shown around them: once more, as it will be shown.
        return self._reached(recipe, matte, found, SOFT_SHARE) or found

    def _reached(self, recipe: Recipe, matte: Matte, guess: Box, room: float) -> Box | None:
        blob = self.original.blob
        photo = Photo(self._ref, Size(blob.width, blob.height))
        document, part = searched(recipe, photo, guess, room)
        drawn = from_document(parse_document(document), operations())
        seen = {(one.path, one.need.task): matte for one in needs(drawn)}
        found = reached(drawn, seen, self._work(self._planned({})), self._wait())
        return found and found.scaled(part.width, part.height).moved(part.left, part.top)

    @property
    def _ref(self) -> str:
        return SHA_PREFIX + self.original.blob_id

    def _planned(self, cards: Mapping[str, str]) -> Planned:
        return Planned("", Composition(Source(self._ref)), cards, {self._ref: self.original.blob})

    def _work(self, planned: Planned) -> Work:
        return Work(planned, self.tools, longest(), self.priority)

    def _wait(self) -> Deadline:
        return longest() if self.wait_s is None else Deadline.after(self.wait_s)


def _moved(guess: Box, found: Box) -> float:
    """The largest step of an edge, as a share of the longer side."""
    steps = [abs(a - b) for a, b in zip(guess.ltrb, found.ltrb, strict=True)]
    return max(steps) / max(found.width, found.height)


def asking(
    original: Original,
    tools: Engines,
    priority: Priority = Priority.BATCH,
    wait_s: float | None = None,
) -> Asking:
    """The way to what models see in a photo."""
    return Asking(original, tools, priority, wait_s)


def looked(
    recipe: Recipe,
    original: Original,
    tools: Engines,
    priority: Priority = Priority.BATCH,
    wait_s: float | None = None,
) -> Looked:
    """What the recipe needs to know of the photo. What inference and the renderer refuse; Busy
    when it isn't known after `wait_s`."""
    ask = asking(original, tools, priority, wait_s)
    found = Looked()
    if recipe.kind == "portrait":
        found = _faces(recipe, ask)
    if recipe.cut or (recipe.trim and recipe.kind == "product"):
        seen = _matte(recipe, ask)
        found = replace(found, subject=seen.subject, doubts=(*found.doubts, *seen.doubts))
    return found


def _faces(recipe: Recipe, ask: Asking) -> Looked:
    seen = ask.answer(Need("faces"))
    found = [one for one in seen if isinstance(one, Face)] if isinstance(seen, tuple) else []
    boxes = tuple(one.box.intersection(Box(0, 0, 1, 1)) for one in found)
    boxes = tuple(sorted((b for b in boxes if b.area > 0), key=lambda b: -b.area))
    if not boxes:
        return Looked(doubts=(NO_FACE,))
    many = [box for box in boxes[1:] if box.area >= CROWD_SHARE * boxes[0].area]
    if many and recipe.faces == "largest":
        text = "several faces are about as large"
        return Looked(None, boxes, (Doubt("faces", text, f"{len(many) + 1} faces", 0.6),))
    return Looked(None, boxes)


def _matte(recipe: Recipe, ask: Asking) -> Looked:
    first = ask.answer(Need("matte", recipe.model))
    if not isinstance(first, Matte):
        id = ask.original.blob_id
        raise TypeError(f"faces were remembered under a question for a matte: {id}")
    seen = subject.seen(first)
    agreement = None
    if recipe.second:
        other = ask.answer(Need("matte", recipe.second))
        if isinstance(other, Matte) and other.card != first.card:
            agreement = subject.agreement(first, other)
    # A person ends at the lower edge of most portraits.
    touched = () if recipe.kind == "portrait" else seen.touched
    evidence = Evidence(
        seen.cover, seen.sure, seen.unsure, seen.pieces, seen.lesser, touched, agreement
    )
    place = None if seen.is_empty else Subject(seen.box, seen.centre)
    if place and recipe.cut and recipe.trim and recipe.kind == "product":
        place = replace(place, box=ask.box(recipe, first, place.box))
    return Looked(place, doubts=doubts(evidence))
