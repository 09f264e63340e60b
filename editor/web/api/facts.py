"""What the studio can do: operations, presets, models. The same for everybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from editor.flows import registry, rulebook
from editor.flows.engines import engines
from editor.plan.presets import GROUPS
from editor.web.api.shapes import ErrorOut

router = Router()


class OptionOut(Schema):
    name: str
    aliases: list[str]
    default: Any
    help: str
    example: str
    rule: str
    pixels: bool = Field(description="Grows with the device pixel ratio and the export's scale.")
    schema_: dict[str, Any] = Field(alias="schema")


class ShorthandOut(Schema):
    name: str
    help: str
    example: str
    rule: str


class OperationOut(Schema):
    name: str
    stage: str
    help: str
    options: list[OptionOut]
    shorthands: list[ShorthandOut]


class RegistryOut(Schema):
    operations: list[OperationOut] = Field(description="In the order in which they work.")
    output: list[OptionOut]
    density: list[OptionOut]


class RulesOut(Schema):
    width: int
    height: int
    sizing: str = Field(description="`exact`, `one side`, or empty: the size is open.")
    formats: list[str]
    max_bytes: int
    alpha: bool
    margin: int
    outline: int
    outline_colour: str
    fill: float
    white: bool
    detail: bool
    source: str
    checked_on: str


class PresetOut(Schema):
    name: str
    title: str
    group: str
    group_title: str
    purpose: str
    options: str = Field(description="As in a transform URL.")
    longest: int = Field(description="Bounds both sides, px; 0: full size.")
    rules: RulesOut


@router.get(
    "/operations", auth=None, response=RegistryOut, by_alias=True, summary="Every operation"
)
def operations(request: HttpRequest) -> dict[str, Any]:
    return registry.described()


class ModelOut(Schema):
    name: str
    task: str
    quality: str
    accuracy: str
    network: str
    present: bool = Field(description="Its weights are here.")
    state: str
    auto: bool = Field(description="What `auto` means for its task now.")
    key: str
    licence: str


@router.get(
    "/models", response={200: list[ModelOut], 503: ErrorOut}, summary="Models and their state"
)
def models(request: HttpRequest) -> list[ModelOut]:
    """Asked of the inference service; 503 when it was never reached."""
    catalogue = engines().cards.catalogue()
    chosen = set(catalogue.auto.values())
    return [
        ModelOut(
            name=listed.card.name,
            task=listed.card.task,
            quality=listed.card.quality,
            accuracy=listed.card.accuracy,
            network=listed.card.network,
            present=listed.present,
            state=listed.state,
            auto=listed.card.key in chosen,
            key=listed.card.key,
            licence=listed.card.weights.licence if listed.card.weights else "",
        )
        for listed in catalogue.models
    ]


@router.get("/presets", auth=None, response=list[PresetOut], summary="Export presets")
def presets(request: HttpRequest) -> list[Any]:
    return [
        {**asdict(one), "group_title": GROUPS[one.group], "rules": asdict(one.rules)}
        for one in rulebook.presets()
    ]
