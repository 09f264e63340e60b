"""How a recipe would look on some photos, while it is still being set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from editor.conf import current
from editor.errors import BadRequest, StudioError
from editor.flows import originals
from editor.flows.batches import rows
from editor.flows.batches.looked import TIGHT, Looked, looked
from editor.flows.batches.making import Order, arranged, preview, targets
from editor.flows.engines import Engines, engines
from editor.models import Workspace
from editor.plan.batches.doubts import REVIEW, doubt
from editor.plan.document import parse_document
from editor.render.processes import Priority

MOST = 3
SIDES = (64, 1600)
DEFAULT_PX = 640


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo under a recipe. `key` is the picture's, drawn when somebody looks; `error` says
    why there is none. `faces` are boxes in fractions of the photo."""

    original: str
    key: str = ""
    share: float = 0.0
    enlarged: float = 0.0
    doubt: float = 0.0
    review: bool = False
    reasons: tuple[dict[str, Any], ...] = ()
    faces: tuple[tuple[float, float, float, float], ...] = ()
    error: dict[str, Any] | None = None


def previews(
    workspace: Workspace,
    recipe: object,
    ids: Sequence[UUID | str],
    *,
    target: int = 0,
    side: int = DEFAULT_PX,
    using: Engines | None = None,
) -> list[Shown]:
    """The recipe on at most three photos, for its target of this number, at most `side` px. What
    the recipe refuses, and NotFound for other people's photos; what goes wrong with one photo is
    told with it."""
    read = rows.checked(workspace, recipe)
    if not 0 < len(ids) <= MOST or not 0 <= target < len(read.targets):
        raise BadRequest(
            "A preview shows one to three photos for one of the recipe's targets.",
            remedy=f"Send at most {MOST} ids, and a target from 0 to {len(read.targets) - 1}.",
        )
    tools = using or engines()
    held = [originals.get(workspace, one) for one in ids]
    return [_shown(Order(workspace, one, read), target, side, tools) for one in held]


def _shown(order: Order, target: int, side: int, tools: Engines) -> Shown:
    id = str(order.original.pk)
    try:
        wait_s = current().interactive_wait_s
        seen = looked(order.recipe, order.original, tools, Priority.INTERACTIVE, wait_s)
        return _placed(order, target, side, seen, tools)
    except StudioError as error:
        return Shown(id, error=error.as_json()["error"])


def _placed(order: Order, target: int, side: int, seen: Looked, tools: Engines) -> Shown:
    placed = arranged(order, targets(order.recipe)[target], seen)
    if placed.tight:
        seen = replace(seen, doubts=(*seen.doubts, TIGHT))
    key = preview(order.workspace, parse_document(placed.document), tools, side)
    together = doubt(seen.doubts)
    return Shown(
        str(order.original.pk),
        key,
        placed.share,
        placed.enlarged,
        together,
        together > REVIEW,
        tuple(asdict(one) for one in seen.doubts),
        tuple((f.left, f.top, f.width, f.height) for f in seen.faces),
    )
