"""A document as a file: settled at once, made by a job or while somebody watches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from editor.conf import current
from editor.errors import NotFound
from editor.flows import documents, names, rulebook
from editor.flows.engines import Engines, engines
from editor.flows.examine import checks, drawn
from editor.flows.layers import Underway, again
from editor.flows.outcomes import Enqueue, Outcome
from editor.flows.planned import Planned
from editor.flows.produce import Produced, plan_picture, produce_by_key
from editor.flows.rendering import check_size
from editor.flows.wishes import Asked, wanted
from editor.models import Workspace
from editor.plan.composition import Canvas
from editor.plan.document import parse_document
from editor.plan.presets import PRESETS
from editor.plan.rules import Drawn

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}
LONGEST_STEM = 120


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

    `asked` is JSON: the fields of `wishes.Size` and of `Output`, all optional. Everything that can
    be refused is refused here, before a job is queued; TooManyPixels for what is too large.
    """
    wish, planned, about = _planned(workspace, id, asked, using)
    payload = {"key": planned.key, "preset": wish.preset, **about}
    key = f"export:{planned.key}:{wish.preset}" if wish.preset else f"export:{planned.key}"
    return Exporting(planned.key, (Enqueue("export", key, payload),))


def watch(
    workspace: Workspace,
    id: UUID | str,
    asked: Mapping[str, Any],
    wait_s: float,
    *,
    using: Engines | None = None,
) -> dict[str, Any] | Underway:
    """The same file made at once, its result as a job would keep it; or how far it is after
    `wait_s`. It is finished all the same: asking again finds it, and so does the export."""
    tools = using or engines()
    wish, planned, about = _planned(workspace, id, asked, tools)
    made = again(workspace, planned.key, wait_s, using=tools)
    if isinstance(made, Underway):
        return made
    return result(made, wish.preset, about, tools)


def run_export(
    workspace_id: UUID | str, payload: Mapping[str, Any], *, using: Engines | None = None
) -> dict[str, Any]:
    """What the job does; running it twice does no harm. The result that its row keeps."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    if workspace is None:
        raise NotFound("The workspace of this export was removed.", remedy="Make a new one.")
    conf, tools = current(), using or engines()
    wait_s = conf.render_deadline_s + conf.inference_deadline_s
    made = produce_by_key(workspace, str(payload["key"]), wait_s=wait_s, using=tools)
    return result(made, str(payload.get("preset", "")), payload, tools)


def result(made: Produced, preset: str, about: Mapping[str, Any], using: Engines) -> dict[str, Any]:
    """What is told of a finished file: its numbers, how it was written, what its rules say. Busy
    when it can't be looked at now."""
    file_name = download_name(str(about.get("name", "")), preset, made)
    rules = rulebook.held(preset).rules if preset in PRESETS else None
    judged = checks(made, rules, _drawn(about), using) if rules else ()
    return {
        "key": made.key,
        "url": f"/p/{made.key}",
        "download": f"/p/{made.key}?download={quote(file_name)}",
        "file_name": file_name,
        "width": made.width,
        "height": made.height,
        "bytes": made.bytes,
        "content_type": made.content_type,
        "warnings": list(made.warnings),
        "engines": dict(made.engines),
        "encoding": dict(made.encoding),
        "checks": [asdict(one) for one in judged],
        "preset": preset,
        "document": about.get("document"),
        "revision": about.get("revision"),
    }


def _drawn(about: Mapping[str, Any]) -> Drawn:
    """Jobs of earlier versions told a number, or nothing."""
    told = about.get("drawn")
    return Drawn(**told) if isinstance(told, dict) else Drawn(told)


def download_name(document: str, preset: str, made: Produced) -> str:
    """`{document}-{preset}-{w}x{h}.ext`, fit for every file system; letters of all scripts stay."""
    clean = "".join(" " if c in '/\\:*?"<>|%' else c for c in names.title(document))
    stem = " ".join(clean.split())[:LONGEST_STEM].strip(" .") or names.NAMELESS
    parts = (stem, preset, f"{made.width}x{made.height}")
    ending = ENDINGS.get(made.content_type, "bin")
    return "-".join(part for part in parts if part) + f".{ending}"


def _planned(
    workspace: Workspace, id: UUID | str, asked: Mapping[str, Any], using: Engines | None
) -> tuple[Asked, Planned, dict[str, Any]]:
    """The wish, the plan, and what the result will tell of its document."""
    row = documents.get(workspace, id)
    document = parse_document(row.body)
    wish = wanted(document, asked)
    told = None
    if isinstance(wish.composition.source, Canvas):
        # The canvas is the largest sheet of an export.
        check_size(wish.composition.source.size)
        scale = wish.composition.source.size.width / document.canvas.width
        told = asdict(drawn(workspace, document, scale))
    planned = plan_picture(workspace, wish.composition, using=using)
    about = {"document": str(row.pk), "revision": row.revision, "name": row.name, "drawn": told}
    return wish, planned, about
