"""What the library shows, and in which order: photos, documents, and the trash with both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from editor.flows import documents, originals
from editor.flows.originals import as_uuid
from editor.models import Document, Original, Workspace

PLACES = ("photos", "documents", "trash")
SORTS = ("newest", "oldest", "name", "size")
MOST = 20_000
"""Keys that one list holds; a search finds the others."""

Item = Original | Document
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things lie where."""

    photos: int
    documents: int
    trash: int


def counts(workspace: Workspace) -> Counts:
    """Of every place at once, for the tabs."""
    kept = [originals.listing(workspace), documents.listing(workspace)]
    thrown = [
        originals.listing(workspace, trashed=True),
        documents.listing(workspace, trashed=True),
    ]
    photos, papers = (found.count() for found in kept)
    return Counts(photos, papers, sum(found.count() for found in thrown))


def keys(workspace: Workspace, place: str, *, search: str = "", sort: str = "newest") -> list[str]:
    """`photo-<id>` and `document-<id>` of all that lies there, in order. The trash is sorted by
    when things were thrown away. Names sort without regard to case, documents by canvas area."""
    rows: list[Row] = []
    trashed = place == "trash"
    if place != "documents":
        rows += _photos(originals.listing(workspace, trashed=trashed, search=search))
    if place != "photos":
        rows += _documents(documents.listing(workspace, trashed=trashed, search=search))
    rows.sort(key=_BY_ID)
    at = 3 if trashed else 2
    rows.sort(key=_ORDER[sort](at), reverse=sort in ("newest", "size"))
    return [f"{row[0]}-{row[1]}" for row in rows[:MOST]]


def items(workspace: Workspace, wanted: Iterable[str]) -> list[Item]:
    """The things of these keys that are (still) in the workspace, in the order asked for.
    Documents come without their body, with `canvas_width` and `canvas_height`."""
    named = [(kind, as_uuid(id)) for kind, _, id in (key.partition("-") for key in wanted)]
    photos = [pk for kind, pk in named if kind == "photo" and pk]
    papers = [pk for kind, pk in named if kind == "document" and pk]
    held = Original.objects.select_related("blob").filter(workspace=workspace, pk__in=photos)
    drawn = sized(Document.objects.filter(workspace=workspace, pk__in=papers)).defer("body")
    found: dict[Any, Item] = {("photo", row.pk): row for row in held}
    found |= {("document", row.pk): row for row in drawn}
    return [found[one] for one in named if one in found]


def sized(rows: QuerySet[Document]) -> QuerySet[Document]:
    """With the canvas' sides, read by the database: a body may have megabytes."""
    return rows.annotate(
        canvas_width=KT("body__canvas__width"), canvas_height=KT("body__canvas__height")
    )


def _photos(held: QuerySet[Original]) -> Iterable[Row]:
    found = held.order_by().values_list(
        "pk", "created", "trashed", Lower("name"), F("blob__bytes"), named=False
    )[: 2 * MOST]
    return [("photo", *row) for row in found]


def _documents(held: QuerySet[Document]) -> Iterable[Row]:
    found = sized(held).order_by()
    columns = ("pk", "changed", "trashed", Lower("name"), "canvas_width", "canvas_height")
    rows = found.values_list(*columns, named=False)[: 2 * MOST]
    return [("document", *row[:4], int(row[4] or 0) * int(row[5] or 0)) for row in rows]


def _by(place: int) -> Callable[[Row], Any]:
    return lambda row: row[place]


_BY_ID = _by(1)
_ORDER: Mapping[str, Callable[[int], Callable[[Row], Any]]] = MappingProxyType(
    {
        "newest": _by,
        "oldest": _by,
        "name": lambda at: _by(4),
        "size": lambda at: _by(5),
    }
)
