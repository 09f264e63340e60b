"""Rendered pictures by their key: bounded, deletable, each made once at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.library import files
from editor.library.claims import LEASE_S, Claim, Claims
from editor.library.deadline import Deadline
from editor.library.shelf import Shelf
from editor.library.single_flight import SingleFlight
from editor.models import Variant


@dataclass(frozen=True, slots=True)
class Made:
    """What a renderer tells about the file that it wrote."""

    content_type: str
    width: int
    height: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the cache. The file may go at any moment: open it at once."""

    key: str
    path: Path
    content_type: str
    width: int
    height: int
    bytes: int
    facts: Mapping[str, Any]


class Variants:
    """The cache of rendered pictures."""

    def __init__(
        self, folder: Path, temporary: Path, budget: int, lease_s: float = LEASE_S
    ) -> None:
        self.shelf: Shelf[Variant] = Shelf(Claims(Variant, lease_s), folder, budget)
        self._temporary = temporary
        self._flight: SingleFlight[Variant, Kept] = SingleFlight(self.shelf.claims)

    def find(self, key: str) -> Kept | None:
        """The picture if it is there."""
        row = self.shelf.claims.row(key)
        return self._read(row) if row is not None and row.ready else None

    def get(
        self,
        key: str,
        make: Callable[[Path], Made],
        blobs: Iterable[str],
        until: Deadline,
        wait: Deadline | None = None,
        *,
        missed: bool = False,
    ) -> Kept:
        """The picture, found or made: `make` writes it to the given path. Equal requests of all
        processes make it once, and share its error. Who doesn't `wait` until its end gets Busy,
        and finds the picture later. `missed`: `find` found nothing a moment ago."""
        shown = tuple(blobs)
        return self._flight.get(
            key,
            self._read,
            lambda claim: self._make(claim, make, shown),
            until,
            wait or until,
            missed=missed,
        )

    def note(self, key: str, **facts: Any) -> None:
        """Writes further facts beside a picture that is there; else does nothing."""
        row = Variant.objects.filter(pk=key, ready=True).first()
        if row is not None:
            # The claim's columns belong to whoever holds it.
            Variant.objects.filter(pk=key, ready=True).update(facts={**row.facts, **facts})

    def _read(self, row: Variant) -> Kept | None:
        if not self.shelf.holds(row):
            return None
        path = self.shelf.path(row.key)
        return Kept(row.key, path, row.content_type, row.width, row.height, row.bytes, row.facts)

    def _make(self, claim: Claim, make: Callable[[Path], Made], blobs: tuple[str, ...]) -> Kept:
        with files.temporary(self._temporary, "variant-") as path:
            made = make(path)
            facts = {
                "content_type": made.content_type,
                "width": made.width,
                "height": made.height,
                "facts": dict(made.facts),
            }
            size = self.shelf.publish(claim, path, facts, blobs)
        final = self.shelf.path(claim.key)
        return Kept(claim.key, final, made.content_type, made.width, made.height, size, made.facts)
