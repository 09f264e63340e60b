"""The hook of a batch over REST: how its last delivery went, and a new secret."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from editor.flows.batches import deliveries
from editor.web.api.auth import workspace
from editor.web.api.batch_shapes import ErrorTold
from editor.web.api.shapes import ErrorOut

router = Router()


class DeliveryOut(Schema):
    round: int
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    status: int | None = Field(description="What the address answered; null: not told yet.")
    attempts: int
    at: datetime
    error: ErrorTold | None = Field(description="Why it wasn't told, or not yet.")


class HookOut(Schema):
    hook: str
    delivery: DeliveryOut | None = Field(description="The last one; null: none so far.")


class SecretOut(Schema):
    secret: str = Field(description="Signs what the hook is told; shown only here.")


@router.get(
    "/{uuid:id}/hook",
    response={200: HookOut, 404: ErrorOut},
    summary="A batch's hook and its last delivery",
)
def hook(request: HttpRequest, id: UUID) -> dict[str, Any]:
    return deliveries.told(workspace(request), id)


@router.post(
    "/{uuid:id}/secret",
    response={200: SecretOut, 404: ErrorOut},
    summary="A new secret for a batch's hook",
)
def secret(request: HttpRequest, id: UUID) -> dict[str, str]:
    """The old one signs nothing any more."""
    return {"secret": deliveries.new_secret(workspace(request), id)}
