"""Batches over REST: made, filled, started, watched, handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import File, Form, Query, Router, Status, UploadedFile

from editor.errors import BadRequest
from editor.flows.batches import (
    adding,
    codes,
    feeding,
    intake,
    packing,
    previews,
    rows,
    schema,
    telling,
)
from editor.flows.batches.rows import Saved
from editor.jobs import queue
from editor.models import Workspace
from editor.web import metrics, streaming
from editor.web.api.auth import Anyone, workspace
from editor.web.api.batch_shapes import (
    AddedOut,
    BatchChange,
    BatchesOut,
    BatchIn,
    BatchOut,
    BatchSearch,
    CreatedOut,
    FolderIn,
    Held,
    PreviewIn,
    PreviewOut,
    SkusOut,
)
from editor.web.api.shapes import ErrorOut, JobOut
from editor.web.outcomes import carry_out
from editor.web.owner import must_own

router = Router()
ZIP_NAMES = (".zip",)
REFUSED = frozenset({400, 404, 409, 429})


@router.post(
    "",
    auth=Anyone(),
    response={201: CreatedOut, frozenset({400, 404, 429}): ErrorOut},
    summary="A new batch",
)
def create(request: HttpRequest, given: BatchIn) -> Status[dict[str, Any]]:
    """Without photos and not started. The secret of its hook is shown here only."""
    batch = rows.create(workspace(request), given.name, given.recipe, given.hook)
    return Status(201, {**telling.told(batch), "secret": batch.secret})


@router.get("", response=BatchesOut, summary="List batches, newest first")
def listed(request: HttpRequest, search: Query[BatchSearch]) -> dict[str, Any]:
    held = rows.listing(workspace(request), search.q)
    page = held[search.offset : search.offset + search.limit]
    return {"items": [telling.told(one) for one in page], "count": held.count()}


@router.get("/schema", auth=None, summary="What a recipe may hold")
def recipe_schema(request: HttpRequest) -> dict[str, Any]:
    """JSON schema of recipes, with help, defaults and examples; the checks that can be repaired."""
    return schema.schema()


@router.post(
    "/preview",
    response={200: list[PreviewOut], frozenset({400, 404}): ErrorOut},
    summary="A recipe on some photos",
)
def preview(request: HttpRequest, wish: PreviewIn) -> list[dict[str, Any]]:
    """At most three photos. The first look at a photo takes a model's time, later ones don't."""
    found = previews.previews(
        workspace(request), wish.recipe, wish.originals, target=wish.target, side=wish.side
    )
    fields = ("share", "enlarged", "doubt", "review", "reasons", "faces", "error", "original")
    return [
        {**{f: getattr(one, f) for f in fields}, "url": f"/p/{one.key}" if one.key else None}
        for one in found
    ]


@router.get("/folders", response=list[str], summary="Folders of the server to take photos from")
def folders(request: HttpRequest) -> list[str]:
    """For the studio's owner only: the subfolders of IMPORT_DIR."""
    must_own(request, "take photos from the server's folders")
    return intake.folders()


@router.get("/{uuid:id}", response={200: BatchOut, 404: ErrorOut}, summary="How a batch stands")
def one(request: HttpRequest, id: UUID) -> dict[str, Any]:
    return telling.told(rows.get(workspace(request), id))


@router.patch(
    "/{uuid:id}",
    response={200: BatchOut, frozenset({400, 404}): ErrorOut},
    summary="Change name, recipe or hook",
)
def change(request: HttpRequest, id: UUID, given: BatchChange) -> dict[str, Any]:
    """Files stay as they are until `rerun`, which makes anew what the recipe touches."""
    changed = rows.change(workspace(request), id, given.dict(exclude_unset=True))
    return telling.told(changed)


@router.delete("/{uuid:id}", response={204: None, 404: ErrorOut}, summary="Delete a batch")
def delete(request: HttpRequest, id: UUID) -> Status[None]:
    """The photos and the documents stay in the library."""
    rows.delete(workspace(request), id)
    return Status(204, None)


@router.post(
    "/{uuid:id}/photos",
    response={201: AddedOut, 202: JobOut, frozenset({400, 404, 413, 429, 503}): ErrorOut},
    summary="Add a photo, or a ZIP file of photos",
)
def photos(
    request: HttpRequest,
    id: UUID,
    file: File[UploadedFile | None] = None,
    sku: Form[str] = "",
    place: int = 0,
) -> Status[dict[str, Any]]:
    """A photo that can't be read becomes an item that failed, with its reason. A ZIP file is taken
    in by a job. Who sends several at once says by `place` which one it is."""
    owner = workspace(request)
    rows.get(owner, id)
    if file is None:
        raise BadRequest("There is no file.", remedy="Send it as `file` in a form.")
    name = file.name or ""
    if name.lower().endswith(ZIP_NAMES):
        [job] = carry_out(owner, [intake.keep_zip(owner, id, file)])
        return Status(202, queue.as_json(job))
    with metrics.counted_upload():
        code = sku[: adding.LONGEST_SKU]
        item, saved = adding.add_upload(
            owner, id, name, file.chunks(), size=file.size, sku=code, place=place
        )
    return Status(201, {"items": [telling.item(item)], "batch": _said(owner, saved)})


@router.post(
    "/{uuid:id}/skus",
    response={200: SkusOut, frozenset({400, 404, 413}): ErrorOut},
    summary="SKUs by a CSV table",
)
def skus(request: HttpRequest, id: UUID, file: File[UploadedFile | None] = None) -> codes.Assigned:
    """Its first line names the columns `file` and `sku`; photos are found by their names, with or
    without the ending. A manifest, with its SKUs corrected, does, too."""
    owner = workspace(request)
    rows.get(owner, id)
    if file is None:
        raise BadRequest("There is no file.", remedy="Send it as `file` in a form.")
    return codes.assign(owner, id, file.read(codes.MOST_BYTES + 1))


@router.post(
    "/{uuid:id}/originals",
    response={201: AddedOut, frozenset({400, 404, 429}): ErrorOut},
    summary="Add photos of the library",
)
def held(request: HttpRequest, id: UUID, given: Held) -> Status[dict[str, Any]]:
    owner = workspace(request)
    items, saved = adding.add_held(owner, id, given.originals)
    return Status(
        201, {"items": [telling.item(one) for one in items], "batch": _said(owner, saved)}
    )


@router.post(
    "/{uuid:id}/folder",
    response={202: JobOut, frozenset({400, 403, 404}): ErrorOut},
    summary="Add a folder of the server",
)
def folder(request: HttpRequest, id: UUID, given: FolderIn) -> Status[dict[str, Any]]:
    """For the studio's owner only; see `/api/batches/folders`."""
    owner = workspace(request)
    rows.get(owner, id)
    must_own(request, "take photos from the server's folders")
    [job] = carry_out(owner, [intake.take_folder(owner, id, given.folder)])
    return Status(202, queue.as_json(job))


@router.post(
    "/{uuid:id}/start", response={200: BatchOut, REFUSED: ErrorOut}, summary="Start, or go on"
)
def start(request: HttpRequest, id: UUID) -> dict[str, Any]:
    return _moved(request, id, feeding.start)


@router.post(
    "/{uuid:id}/pause", response={200: BatchOut, REFUSED: ErrorOut}, summary="Begin no more items"
)
def pause(request: HttpRequest, id: UUID) -> dict[str, Any]:
    return _moved(request, id, feeding.pause)


@router.post(
    "/{uuid:id}/cancel", response={200: BatchOut, REFUSED: ErrorOut}, summary="End a batch"
)
def cancel(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """What is done stays."""
    return _moved(request, id, feeding.cancel)


@router.get("/{uuid:id}/archive", response={404: ErrorOut}, summary="All files in one ZIP file")
def archive(request: HttpRequest, id: UUID, reviewed: bool = True) -> HttpResponseBase:
    """Streamed: a folder for each target, and manifest.csv. With `reviewed=false` also those that
    are still to be reviewed."""
    owner = workspace(request)
    batch = rows.get(owner, id)
    pieces = packing.packed(owner, batch, reviewed_only=reviewed)
    return _streamed(pieces, "application/zip", f"{batch.name}.zip")


@router.get("/{uuid:id}/report.csv", response={404: ErrorOut}, summary="Every check with its value")
def report(request: HttpRequest, id: UUID) -> HttpResponseBase:
    batch = rows.get(workspace(request), id)
    return _table(packing.report(batch), f"{batch.name} report.csv")


@router.get("/{uuid:id}/manifest.csv", response={404: ErrorOut}, summary="The files of the archive")
def manifest(request: HttpRequest, id: UUID, reviewed: bool = True) -> HttpResponseBase:
    batch = rows.get(workspace(request), id)
    lines = packing.manifest(batch, reviewed_only=reviewed)
    return _table(lines, f"{batch.name} manifest.csv")


def _moved(
    request: HttpRequest, id: UUID, move: Callable[[Workspace, UUID], Saved]
) -> dict[str, Any]:
    owner = workspace(request)
    return _said(owner, move(owner, id))


def _said(owner: Workspace, saved: Saved) -> dict[str, Any]:
    carry_out(owner, saved.outcomes)
    return telling.told(saved.batch)


def _table(lines: Iterator[str], name: str) -> HttpResponseBase:
    return _streamed((one.encode() for one in lines), "text/csv; charset=utf-8", name)


def _streamed(pieces: Iterator[bytes], content_type: str, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(streaming.each(pieces))
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = streaming.attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
