"""Brings a patch that was made against an older revision onto the present document.

Changes of different layers or fields merge. Of two values for one field the incoming one stays
and the older is told as lost. Only a change of a layer that was deleted meanwhile is a conflict.
What both did, such as deleting a layer or bringing it back, is done once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from editor.errors import Conflict
from editor.plan.changes import ADDED, TAKEN, Add, Change, Move, Patch, Remove, Set, patch_json
from editor.plan.document import Document, check_layers
from editor.plan.layers import every_layer
from editor.plan.patches import applied
from editor.plan.tree import find


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that somebody set meanwhile and that the incoming patch replaced."""

    layer: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Merged:
    document: Document
    patch: Patch
    """The changes that were made."""
    inverse: Patch
    lost: tuple[Lost, ...]
    conflicts: Patch
    """The changes that were left out, because their layer is gone."""

    def as_json(self) -> dict[str, Any]:
        """What the client must be told beside the new revision."""
        return {
            "lost": [{"layer": v.layer, "field": v.field, "value": v.value} for v in self.lost],
            "conflicts": patch_json(self.conflicts),
        }


def merge(
    current: Document, since: Sequence[Patch], incoming: Patch, *, late: bool = False
) -> Merged:
    """`incoming` applied to `current`, which `since` (oldest first) led to from the revision that
    `incoming` was made against. Errors as those of `patches.apply`. `late`: the document went on
    from that revision, though `since` doesn't tell it all.
    """
    older = [change for patch in since for change in patch]
    late = late or bool(older)
    document = current
    done: list[Change] = []
    undo: list[Change] = []
    conflicts: list[Change] = []
    for change in incoming:
        if late and _is_left_out(document, change):
            if not _is_so_already(document, change):
                conflicts.append(change)
            continue
        try:
            document, inverse = applied(document, change)
        except Conflict:
            # Two moves that would put each of two groups into the other.
            if not late:
                raise
            conflicts.append(change)
            continue
        done.append(change)
        undo.insert(0, inverse)
    check_layers(document)
    lost = tuple(_lost(older, done))
    return Merged(document, tuple(done), tuple(undo), lost, tuple(conflicts))


def _is_gone(document: Document, change: Change) -> bool:
    """True when a layer that the change speaks of isn't there any more."""
    match change:
        case Set(layer=id):
            named = [id]
        case Add(place=place):
            named = [place.parent]
        case Remove(layer=id):
            named = [id]
        case Move(layer=id, place=place):
            named = [id, place.parent]
    return any(id and find(document.layers, id) is None for id in named)


def _is_left_out(document: Document, change: Change) -> bool:
    """True when a layer that the change speaks of is gone, or one that it adds is there."""
    return _is_gone(document, change) or (
        isinstance(change, Add)
        and any(find(document.layers, layer.id) for layer in every_layer((change.layer,)))
    )


def _is_so_already(document: Document, change: Change) -> bool:
    """Both deleted it, or both brought it back."""
    match change:
        case Remove():
            return True
        case Add(layer=layer):
            return find(document.layers, layer.id) is not None
        case _:
            return False


def _lost(older: Iterable[Change], newer: Sequence[Change]) -> Iterator[Lost]:
    """Of each field that both wrote, the value that was there before the newer patch came."""
    values: dict[tuple[str, str], Any] = {}
    for change in older:
        match change:
            case Set(layer=id, field=field, value=value):
                values[id, field] = value
            case Move(layer=id, place=place):
                values[id, "place"] = {"parent": place.parent, "below": place.below}
            case Remove(layer=id):
                values = {key: v for key, v in values.items() if key[0] != id}
    for (id, field), value in values.items():
        if any(_overwrites(change, id, field, value) for change in newer):
            yield Lost(id, field, value)


def _overwrites(change: Change, id: str, field: str, value: Any) -> bool:
    match change:
        case Set(layer=other, field=written, value=new):
            if written.endswith((f".{ADDED}", f".{TAKEN}")):
                return False  # One thing more or less in a list leaves the others alone.
            # The whole of an object overwrites its parts, and the other way round.
            same = f"{field}.".startswith(f"{written}.") or f"{written}.".startswith(f"{field}.")
            return other == id and same and (written != field or new != value)
        case Move(layer=other, place=place):
            there = {"parent": place.parent, "below": place.below}
            return other == id and field == "place" and there != value
        case Remove(layer=other):
            return other == id
        case Add():
            return False
