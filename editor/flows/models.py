"""The models and their weights: listed, pulled, checked, removed; what `auto` means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from editor.conf import current
from editor.errors import Conflict, unknown_name
from editor.flows.engines import engines
from editor.inference import checkpoints, pulling
from editor.inference.answers import Catalogue, Listed
from editor.inference.card import Card, Weights
from editor.inference.pulling import Progress, Told

__all__ = ["Catalogue", "Listed", "Progress"]


def folder() -> Path:
    """The models folder of this machine."""
    return Path(current().models_dir or Path(settings.DATA_DIR) / "models")


def cards() -> list[Card]:
    """Every card, by name. Loads the server side of inference: for commands, not for the web."""
    from editor.inference.models import models

    return [kind.card for kind in models().values()]


def card(name: str) -> Card:
    """UnknownName with the nearest one otherwise."""
    known = {one.name: one for one in cards()}
    if name not in known:
        raise unknown_name("model", name, known)
    return known[name]


@dataclass(frozen=True, slots=True)
class Here:
    """A card, and the file of its weights if it is here; None for models without weights, too."""

    card: Card
    path: Path | None

    @property
    def state(self) -> str:
        if self.card.weights is None:
            return "needs no weights"
        if self.path is None:
            return "not here"
        return "comes along" if self.card.weights.embedded else "here"


def listed() -> Iterator[Here]:
    """Every card with what is on this machine."""
    for one in cards():
        yield Here(one, checkpoints.find(one.weights, folder()) if one.weights else None)


def pull_here(name: str, told: Told, source: str = "") -> Path:
    """Fetches the weights into this machine's folder; what `pulling.pull` raises."""
    return pulling.pull(_weights(name), folder(), told, source=source)


def verify_here(name: str) -> str:
    """The sha256 of the file that is here; NotFound or WrongWeights otherwise."""
    return pulling.verify(_weights(name), folder())


def remove_here(name: str) -> bool:
    """False when there was nothing to remove."""
    return pulling.remove(_weights(name), folder())


def catalogue() -> Catalogue:
    """What the inference service has, asked now: for the page that shows pulls as they go."""
    return engines().inference.models(timeout_s=10)


def pull(name: str) -> None:
    """The inference service fetches them, into its own folder, wherever it runs."""
    engines().inference.pull(name, timeout_s=10)


def remove(name: str) -> None:
    engines().inference.remove(name, timeout_s=10)


def choose(task: str, name: str) -> None:
    """What `auto` shall mean for a task."""
    engines().inference.choose(task, name, timeout_s=10)


def _weights(name: str) -> Weights:
    found = card(name).weights
    if found is None:
        raise Conflict(f"{name} needs no weights.", remedy="It works as it is.")
    return found
