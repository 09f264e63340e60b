"""A document's small picture for lists."""

from __future__ import annotations

from uuid import UUID

from editor.flows import documents
from editor.flows.engines import Engines
from editor.flows.planned import Planned
from editor.flows.produce import plan_picture
from editor.models import Workspace
from editor.operations import operations
from editor.plan.document import parse_document
from editor.plan.from_document import MIN_SCALE, from_document
from editor.plan.output import Output

SIDE_PX = 400


def preview(workspace: Workspace, id: UUID | str, *, using: Engines | None = None) -> Planned:
    """The kept recipe of the document at `SIDE_PX` on its longer side; nothing is drawn yet."""
    document = parse_document(documents.get(workspace, id).body)
    longer = max(document.canvas.width, document.canvas.height)
    scale = max(MIN_SCALE, min(1.0, SIDE_PX / longer))
    composition = from_document(
        document, operations(), scale=scale, output=Output(format="webp", quality=82)
    )
    return plan_picture(workspace, composition, using=using)
