"""The small pictures of documents, and of what lies in the trash, for lists."""

from __future__ import annotations

from uuid import UUID

from editor.flows import documents, originals
from editor.flows.engines import Engines
from editor.flows.planned import Planned
from editor.flows.produce import keep, plan_picture
from editor.flows.resolve import SHA_PREFIX
from editor.models import Workspace
from editor.operations import operations
from editor.plan.canonical import variant_key
from editor.plan.composition import Composition, Original, Transform
from editor.plan.document import parse_document
from editor.plan.from_document import MIN_SCALE, from_document
from editor.plan.output import Output
from editor.plan.vocabulary import build_transform
from editor.render.version import RENDERER_VERSION

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


def thumbnail(workspace: Workspace, id: UUID | str) -> Planned:
    """The kept recipe of an original's small picture, also of one in the trash: its owner may
    still look at what addresses with its id no longer show."""
    original = originals.get(workspace, id)
    ref = SHA_PREFIX + original.blob_id
    fit = "scale-down" if original.blob.has_alpha else "crop"
    asked = (("width", SIDE_PX), ("height", SIDE_PX), ("fit", fit))
    small = Transform(build_transform(asked, operations(), strict=True).operations)
    composition = Composition(Original(ref), (small,), Output(format="webp", quality=82))
    key = variant_key(composition, {}, RENDERER_VERSION)
    return keep(workspace, Planned(key, composition, {}, {ref: original.blob}))
