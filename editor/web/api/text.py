"""The room that letters take: what the editor needs while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from editor.flows import lettering
from editor.plan.drawing import FAR_PX
from editor.web.api.auth import workspace
from editor.web.api.shapes import ErrorOut, Given

router = Router()


class TextIn(Given):
    text: dict[str, Any] = Field(description="The field `text` of a text layer.")
    width: float = Field(1.0, ge=0.01, le=FAR_PX, description="Of the layer's box, canvas px.")
    height: float = Field(1.0, ge=0.01, le=FAR_PX, description="Of the layer's box, canvas px.")


class LineOut(Schema):
    text: str = Field(description="Without the spaces at its end.")
    left: float
    width: float
    rtl: bool


class InkOut(Schema):
    """In px from the box's corner; letters may reach beyond their box."""

    left: float
    top: float
    width: float
    height: float


class RoomOut(Schema):
    width: float = Field(description="Of the widest line, canvas px.")
    height: float = Field(description="Of all lines.")
    lines: list[LineOut]
    ink: InkOut
    warnings: list[str]


@router.post(
    "/measure",
    response={200: RoomOut, frozenset({400, 503}): ErrorOut},
    summary="The room that a text takes",
)
def measure(request: HttpRequest, wish: TextIn) -> Any:
    """Lines are broken as the picture breaks them; nothing is drawn."""
    return lettering.measure(wish.text, wish.width, wish.height, workspace=workspace(request))
