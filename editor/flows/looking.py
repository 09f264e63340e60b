"""What must be seen before a recipe can be rendered: remembered, or asked of inference.

A need names a prefix of the recipe. The prefix is rendered at the size that models look at, which
may itself need something of a shorter prefix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connections

from editor.errors import InferenceUnavailable
from editor.flows.callers import calling
from editor.flows.planned import INFERRED, spot
from editor.flows.rendering import Work, render
from editor.flows.resolve import SHA_PREFIX, refs_of
from editor.library import files
from editor.library.connection import released
from editor.library.deadline import Deadline
from editor.library.findings_store import Question, Seen
from editor.operations import operations
from editor.plan.canonical import digest
from editor.plan.composition import Composition, Transform, needs
from editor.plan.operation import Need
from editor.plan.output import Output
from editor.render.request import Place

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the prefix of the recipe that it is about."""

    question: Question
    prefix: Composition


def questions(composition: Composition, cards: Mapping[str, str]) -> tuple[Question, ...]:
    """What must be asked of inference before `composition` can be rendered, each once."""
    every = (
        _question(placed.need, placed.prefix, cards)
        for placed in needs(composition)
        if placed.need.task in INFERRED
    )
    return tuple(dict.fromkeys(every))


def seen_for(composition: Composition, work: Work) -> dict[Place, Seen]:
    """All that `composition` needs of inference, by place. Equal questions are asked once,
    different ones side by side."""
    places = {
        (placed.path, placed.need.task): _asked(placed.need, placed.prefix, work)
        for placed in needs(composition)
        if placed.need.task in INFERRED
    }
    different = {asked.question.key: asked for asked in places.values()}
    answers = dict(zip(different, _answers(different.values(), work), strict=True))
    return {place: answers[asked.question.key] for place, asked in places.items()}


def look(need: Need, prefix: Composition, work: Work, wait: Deadline) -> Seen:
    """What the model that the plan chose for `need` sees in the picture that `prefix` makes.
    Busy when it isn't known after `wait`."""
    return _answer(_asked(need, prefix, work), work, wait)


def _asked(need: Need, prefix: Composition, work: Work) -> Asked:
    return Asked(_question(need, prefix, work.planned.cards), prefix)


def _question(need: Need, prefix: Composition, cards: Mapping[str, str]) -> Question:
    return Question(digest(prefix), cards[spot(need)], need.task, need.prompt)


def _answers(asked: Iterable[Asked], work: Work) -> list[Seen]:
    every = list(asked)
    if len(every) <= 1:
        return [_answer(one, work) for one in every]
    with ThreadPoolExecutor(min(AT_ONCE, len(every)), "looking") as threads:
        running = [threads.submit(_answer_in_thread, one, work) for one in every]
        released()
        try:
            return [one.result() for one in running]
        finally:
            for one in running:
                one.cancel()


def _answer_in_thread(asked: Asked, work: Work) -> Seen:
    try:
        return _answer(asked, work)
    finally:
        connections.close_all()


def _answer(asked: Asked, work: Work, wait: Deadline | None = None) -> Seen:
    stored = set(work.planned.digests)
    blobs = [d for ref in refs_of(asked.prefix) if (d := ref.removeprefix(SHA_PREFIX)) in stored]
    store = work.using.caches.findings
    return store.get(asked.question, lambda: _look(asked, work), blobs, work.until, wait)


def _look(asked: Asked, work: Work) -> Seen:
    """Renders the prefix small, as the model wants it, and asks."""
    with calling(work.caller):
        return _seen(asked, work)


def _seen(asked: Asked, work: Work) -> Seen:
    question, inference = asked.question, work.using.inference
    small = looked_at(asked.prefix, work.using.cards.side_px(question.card))
    with files.temporary(work.using.caches.temporary, "look-") as path:
        render(small, seen_for(small, work), path, work)
        picture = path.read_bytes()
    left_s = work.until.check()
    released()
    if question.task == "faces":
        return inference.faces(picture, question.card, name=question.key, timeout_s=left_s)
    matte = inference.matte(
        picture, question.card, prompt=question.prompt, name=question.key, timeout_s=left_s
    )
    if matte.card != question.card:
        raise InferenceUnavailable(
            f"Inference answered with {matte.card[:80]!r}, not {question.card!r}.",
            remedy="Run the same version of Studio on both sides.",
        )
    return matte


def looked_at(prefix: Composition, side_px: int) -> Composition:
    """The picture that a model is shown: the prefix with no side above `side_px`, upright sRGB,
    opaque on white."""
    known = operations()
    fitted = known["resize"](width=side_px, height=side_px)  # type: ignore[call-arg]
    opaque = known["background"](background="white")  # type: ignore[call-arg]
    # Lossless: what a JPEG adds at edges would reach the matte.
    output = Output(format="png", metadata="none", anim=False)
    return Composition(prefix.source, (*prefix.steps, Transform((fitted, opaque))), output)
