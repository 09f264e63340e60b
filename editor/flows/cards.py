"""Which models there are, and what `auto` means now: asked of inference, remembered for seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping

from editor.errors import InferenceUnavailable, ModelMissing, UnknownName
from editor.inference.answers import Catalogue
from editor.inference.client import InferenceClient
from editor.inference.protocol import AUTO
from editor.library.coalesced import Coalesced
from editor.library.deadline import Deadline

FRESH_S = 5.0
PATIENCE_S = 10.0


class Cards:
    """The service's catalogue. While the service is away the last one counts: pictures that are
    in the cache can still be found by their key."""

    def __init__(self, client: InferenceClient, fresh_s: float = FRESH_S) -> None:
        self._client = client
        self._fresh_s = fresh_s
        self._last: tuple[float, Catalogue] | None = None
        self._coalesced: Coalesced[Catalogue] = Coalesced()

    def catalogue(self) -> Catalogue:
        """InferenceUnavailable when it was never reached."""
        last = self._last
        if last is not None and time.monotonic() < last[0] + self._fresh_s:
            return last[1]
        patience = Deadline.after(PATIENCE_S)
        return self._coalesced.run("catalogue", lambda: self._asked(patience), patience)

    def _asked(self, patience: Deadline) -> Catalogue:
        try:
            found = self._client.models(timeout_s=patience.left_s)
        except InferenceUnavailable:
            if self._last is None:
                raise
            found = self._last[1]
        self._last = (time.monotonic(), found)
        return found

    def resolve(self, task: str, model: str) -> str:
        """The digest-bearing key of the card that will answer.

        UnknownName with the nearest name; ModelMissing when its weights aren't here.
        """
        return _card(self.catalogue(), task, model)

    def remembered(self, task: str, model: str) -> str | None:
        """Like `resolve`, but never asks the service: None when it would have to be asked."""
        last = self._last
        if last is None or time.monotonic() >= last[0] + self._fresh_s:
            return None
        return _card(last[1], task, model)

    def side_px(self, key: str) -> int:
        """The longest side of a picture that this model makes use of; ModelMissing when the card
        isn't there any more."""
        for listed in self.catalogue().models:
            if listed.card.key == key:
                return listed.card.input_px
        name = key.partition("@")[0]
        raise ModelMissing(
            f"The model {name!r} changed, or is gone, since this was made.",
            remedy="Make the picture anew from its recipe: it may look a little different.",
        )

    def described(self, cards: Mapping[str, str]) -> dict[str, str]:
        """Task -> name and quality of the models that a plan uses, for headers and screens."""
        if not cards:
            # Pictures that need no model are made while inference is away, too.
            return {}
        qualities = {listed.card.key: listed.card.quality for listed in self.catalogue().models}
        found: dict[str, list[str]] = {}
        for spot, key in cards.items():
            quality = qualities.get(key)
            text = key.partition("@")[0] + (f" ({quality})" if quality else "")
            found.setdefault(spot.partition(":")[0], []).append(text)
        return {task: ", ".join(sorted(set(texts))) for task, texts in found.items()}


def _card(catalogue: Catalogue, task: str, model: str) -> str:
    if model == AUTO:
        if task not in catalogue.auto:
            raise ModelMissing(
                f"No model for {task} is ready.", remedy="Pull one: manage.py models pull."
            )
        return catalogue.auto[task]
    listed = catalogue.named(model)
    if listed.card.task != task:
        raise UnknownName(
            f"The model {model[:80]!r} answers {listed.card.task}, not {task}.",
            remedy="Choose one of this task, or auto.",
        )
    if not listed.present:
        raise ModelMissing(
            f"The weights of {listed.card.name!r} aren't here.",
            remedy=f"Pull them (manage.py models pull {listed.card.name}), or cut out again "
            "with another model.",
        )
    return listed.card.key
