"""What models saw, by what they looked at: faces as rows, mattes as files. Deletable any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from editor.findings import Face, Matte
from editor.library import files
from editor.library.claims import LEASE_S, Claim, Claims
from editor.library.deadline import Deadline
from editor.library.shelf import Shelf
from editor.library.single_flight import SingleFlight
from editor.models import Finding

Seen = tuple[Face, ...] | Matte


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of which model about which prefix of a recipe.

    `prefix` is the digest of the prefix, `card` the digest-bearing name of the model's card.
    """

    prefix: str
    card: str
    task: str
    prompt: str = ""

    @property
    def key(self) -> str:
        """sha256 in hex."""
        parts = (self.prefix, self.card, self.task, self.prompt)
        return sha256("\0".join(parts).encode()).hexdigest()


class FindingsStore:
    """The cache of answers."""

    def __init__(
        self, folder: Path, temporary: Path, budget: int, lease_s: float = LEASE_S
    ) -> None:
        self.shelf: Shelf[Finding] = Shelf(Claims(Finding, lease_s), folder, budget)
        self._temporary = temporary
        self._flight: SingleFlight[Finding, Seen] = SingleFlight(self.shelf.claims)

    def get(
        self,
        question: Question,
        look: Callable[[], Seen],
        blobs: Iterable[str],
        until: Deadline,
        wait: Deadline | None = None,
    ) -> Seen:
        """The answer, remembered or from `look`. Equal questions of all processes are asked
        once, and share the error. Who doesn't `wait` until the end gets Busy, and finds the
        answer later."""
        shown = tuple(blobs)
        return self._flight.get(
            question.key,
            self._read,
            lambda claim: self._ask(claim, question, look, shown),
            until,
            wait or until,
        )

    def _read(self, row: Finding) -> Seen | None:
        if row.task == "faces":
            self.shelf.touch(row)
            return tuple(Face.from_json(face) for face in row.data["faces"])
        if not self.shelf.holds(row):
            return None
        try:
            return Matte.from_bytes(self.shelf.path(row.key).read_bytes(), row.card)
        except (FileNotFoundError, ValueError):
            return None

    def _ask(
        self,
        claim: Claim,
        question: Question,
        look: Callable[[], Seen],
        blobs: tuple[str, ...],
    ) -> Seen:
        seen = look()
        facts: dict[str, Any] = {
            "task": question.task,
            "card": question.card,
            "prompt": question.prompt,
        }
        if isinstance(seen, Matte):
            with files.temporary(self._temporary, "matte-") as path:
                path.write_bytes(seen.to_bytes())
                self.shelf.publish(claim, path, facts, blobs)
        else:
            facts["data"] = {"faces": [face.as_json() for face in seen]}
            self.shelf.publish(claim, None, facts, blobs)
        return seen
