"""Pictures of single layers, for the editor's stage."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from editor.flows import layers
from editor.flows.layers import Underway
from editor.flows.produce import Produced
from editor.plan.from_document import MAX_SCALE, MIN_SCALE
from editor.web.api.auth import workspace
from editor.web.api.shapes import ErrorOut, Given

router = Router()
LONGEST_WAIT_S = 30


class LayerIn(Given):
    layer: dict[str, Any] = Field(description="A layer as in documents.")
    scale: float = Field(
        1.0, ge=MIN_SCALE, le=MAX_SCALE, description="Pixels of the picture per canvas pixel."
    )
    wait: float = Field(
        0.4, ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for the picture."
    )


class Patience(Schema):
    wait: float = Field(2, ge=0, le=LONGEST_WAIT_S)


class ContentOut(Schema):
    """In px of the picture."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Any) -> ContentOut:
        return cls(left=box.left, top=box.top, width=box.width, height=box.height)


class ShownOut(Schema):
    """Which part of the upright original of `width` x `height` px is shown: `window` is cut,
    mirrored left-right, then turned clockwise."""

    width: int
    height: int
    window: ContentOut
    mirror: bool
    quarters: int = Field(description="Quarter turns, 0 to 3.")

    @classmethod
    def of(cls, shown: Any) -> ShownOut:
        return cls(
            width=shown.size.width,
            height=shown.size.height,
            window=ContentOut.of(shown.window),
            mirror=shown.mirror,
            quarters=shown.quarters,
        )


class LayerOut(Schema):
    key: str
    url: str
    width: int
    height: int
    content: ContentOut = Field(
        description="The part that covers the layer's box; outlines and shadows lie around it."
    )
    shown: ShownOut | None = Field(description="For image layers: what of the original lies there.")
    engines: dict[str, str] = Field(description="Task to model card, with its quality.")
    warnings: list[str]
    bytes: int

    @classmethod
    def of(cls, made: Produced) -> LayerOut:
        whole = ContentOut(left=0, top=0, width=made.width, height=made.height)
        return cls(
            key=made.key,
            url=f"/p/{made.key}",
            width=made.width,
            height=made.height,
            content=ContentOut.of(made.content) if made.content else whole,
            shown=ShownOut.of(made.shown) if made.shown else None,
            engines=dict(made.engines),
            warnings=list(made.warnings),
            bytes=made.bytes,
        )


class ProgressOut(Schema):
    stage: Literal["waiting", "looking", "drawing"]
    place: int | None = Field(description="In the models' line; 0 while one looks at it.")
    seconds: float | None = Field(description="Until the model's answer, at the usual pace.")


class UnderwayOut(Schema):
    key: str
    progress: ProgressOut

    @classmethod
    def of(cls, underway: Underway) -> UnderwayOut:
        told = underway.progress
        shown = ProgressOut.model_validate(
            {"stage": told.stage, "place": told.place, "seconds": told.seconds}
        )
        return cls(key=underway.key, progress=shown)


@router.post(
    "/picture",
    response={200: LayerOut, 202: UnderwayOut, frozenset({400, 404, 409, 413, 503}): ErrorOut},
    summary="A layer's own picture",
)
def picture(request: HttpRequest, wish: LayerIn) -> Status[LayerOut | UnderwayOut]:
    """Clipped and with its effects, but neither placed, faded nor blended. Lowered in scale where
    it would be too large. 202 while it is made: ask again by its key."""
    return _answered(layers.ask(workspace(request), wish.layer, wish.scale, wish.wait))


@router.get(
    "/picture/{key}",
    response={200: LayerOut, 202: UnderwayOut, frozenset({404, 409, 410, 503}): ErrorOut},
    summary="The same, asked again",
)
def picture_again(
    request: HttpRequest, key: str, patience: Query[Patience]
) -> Status[LayerOut | UnderwayOut]:
    """Answers as soon as the picture is made, after `wait` seconds at the latest."""
    return _answered(layers.again(workspace(request), key, patience.wait))


def _answered(found: Produced | Underway) -> Status[LayerOut | UnderwayOut]:
    if isinstance(found, Underway):
        return Status(202, UnderwayOut.of(found))
    return Status(200, LayerOut.of(found))
