"""A document as a file: settled at once, made by a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from editor.conf import current
from editor.errors import BadRequest, InvalidOption, NotFound
from editor.flows import documents
from editor.flows.engines import Engines
from editor.flows.outcomes import Enqueue, Outcome
from editor.flows.produce import plan_picture, produce_by_key
from editor.models import Workspace
from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.document import Document, parse_document
from editor.plan.from_document import MAX_SCALE, from_document
from editor.plan.kinds import Number, Words
from editor.plan.operation import OptionSet
from editor.plan.option import option
from editor.plan.output import Output
from editor.plan.presets import exported, preset
from editor.plan.records import parsed, read
from editor.plan.sides import Side


@dataclass(frozen=True, slots=True)
class Size(OptionSet):
    """How large, and after which preset. At most one of them."""

    preset: str = option(Words(64), "", "Name of an export preset.", example="web")
    scale: float = option(
        Number(0.01, MAX_SCALE), 0.0, "Pixels of the result per canvas pixel.", example="2"
    )
    width: int = option(Side(), 0, "Width of the result; the height follows.", example="2160")
    height: int = option(Side(), 0, "Height of the result; the width follows.", example="2160")


@dataclass(frozen=True, slots=True)
class Exporting:
    """The picture's key, known before it is made; the job that makes it is among `outcomes`."""

    key: str
    outcomes: tuple[Outcome, ...]

    @property
    def url(self) -> str:
        return f"/p/{self.key}"


def export(
    workspace: Workspace,
    id: UUID | str,
    asked: Mapping[str, Any],
    *,
    using: Engines | None = None,
) -> Exporting:
    """Plans the document's picture at its true size from the originals.

    `asked` is JSON: the fields of `Size` and of `Output`, all optional. Everything that can be
    refused is refused here, before a job is queued.
    """
    row = documents.get(workspace, id)
    composition = wanted(parse_document(row.body), asked)
    planned = plan_picture(workspace, composition, using=using)
    payload = {"key": planned.key, "document": str(row.pk), "revision": row.revision}
    return Exporting(planned.key, (Enqueue("export", f"export:{planned.key}", payload),))


def wanted(document: Document, asked: Mapping[str, Any]) -> Composition:
    """The recipe of the document at the asked size, in the asked format."""
    file_options = {o.name for o in Output.options()}
    size = read(Size, {n: v for n, v in asked.items() if n not in file_options}, "export")
    given = {n: v for n, v in asked.items() if n in file_options and v is not None}
    if sum(bool(part) for part in (size.preset, size.scale, size.width, size.height)) > 1:
        raise BadRequest(
            "An export takes one of preset, scale, width and height.", remedy="Send only one."
        )
    composition = _sized(document, size)
    output = replace(composition.output, **parsed(Output, given))
    if output.format == "auto":
        raise InvalidOption(
            "format=auto depends on who looks, and an export is one file.",
            remedy="Name the format, or leave it out for JPEG or PNG.",
        )
    return replace(composition, output=output)


def _sized(document: Document, size: Size) -> Composition:
    if size.preset:
        return exported(document, preset(size.preset), operations())
    scale = size.scale or 1.0
    if size.width:
        scale = size.width / document.canvas.width
    if size.height:
        scale = size.height / document.canvas.height
    return from_document(document, operations(), scale=scale)


def run_export(
    workspace_id: UUID | str, payload: Mapping[str, Any], *, using: Engines | None = None
) -> dict[str, Any]:
    """What the job does; running it twice does no harm. The result that its row keeps."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        raise NotFound("The workspace of this export was removed.", remedy="Make a new one.")
    conf = current()
    made = produce_by_key(
        workspace,
        str(payload["key"]),
        wait_s=conf.render_deadline_s + conf.inference_deadline_s,
        using=using,
    )
    return {
        "key": made.key,
        "url": f"/p/{made.key}",
        "width": made.width,
        "height": made.height,
        "bytes": made.bytes,
        "content_type": made.content_type,
        "warnings": list(made.warnings),
        "engines": dict(made.engines),
        "document": payload.get("document"),
        "revision": payload.get("revision"),
    }
