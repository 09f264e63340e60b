"""Cuts the subject out of a picture, and corrects what is kept by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import ClassVar

from PIL import Image, ImageChops

from editor.errors import RenderFailed
from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._layers import on_canvas
from editor.operations.base import PixelOperation
from editor.plan.kinds import Choice, Flag, Number, Words
from editor.plan.lengths import BoxFractions, Fractions, ManyBoxes
from editor.plan.operation import Need, Stage
from editor.plan.option import Warn, option
from editor.plan.pointing import Picked, PickedPoints
from editor.plan.strokes import Stroke, Strokes

MOST_POINTS = 100
MASKS = ("best", "small", "middle", "large")


@dataclass(frozen=True, slots=True)
class Segment(PixelOperation):
    """The matte comes from a model. Before `apply`, render turns it into `Findings.cut`: alpha at
    full resolution with the edge options applied, clean colours, and the strokes on both.
    Strokes alone work on the picture as it is.
    """

    name: ClassVar[str] = "segment"
    stage: ClassVar[Stage] = Stage.SEGMENT
    scratch: ClassVar[int] = 24

    segment: str = option(
        Choice(("foreground",)),
        "",
        "`foreground` keeps the subject and makes everything else transparent.",
        example="segment=foreground",
    )
    model: str = option(
        Words(64),
        "auto",
        "The model that finds the subject, by its card's name; `auto` takes the best one here.",
        example="segment.model=auto",
        name="segment.model",
    )
    feather: float = option(
        Number(0, 250, unit="px"),
        0.0,
        "Softens the edge; about the width of the soft band.",
        example="segment.feather=2",
        name="segment.feather",
        px=True,
    )
    shift: float = option(
        Number(-100, 100, unit="px"),
        0.0,
        "Moves the edge outwards, or inwards when negative.",
        example="segment.shift=-1",
        name="segment.shift",
        px=True,
    )
    floor: float = option(
        Number(0, 0.5),
        0.0,
        "Alpha up to this is nothing, and the rest is stretched: takes faint haze off a clear or "
        "white background.",
        example="segment.floor=0.05",
        name="segment.floor",
    )
    specks: float = option(
        Number(0, 0.5),
        0.0,
        "Parts with less than this share of all that is kept are nothing: takes stray specks away.",
        example="segment.specks=0.01",
        name="segment.specks",
    )
    decontaminate: float = option(
        Number(0, 1),
        1.0,
        "How far the old background's tint is taken out of half-transparent pixels.",
        example="segment.decontaminate=0.5",
        name="segment.decontaminate",
    )

    invert: bool = option(
        Flag(),
        False,
        "Keeps the background instead of the subject.",
        example="segment.invert=true",
        name="segment.invert",
    )
    inside: tuple[Picked, ...] = option(
        PickedPoints(MOST_POINTS),
        (),
        "Points on the subject, in fractions of the picture: a model that takes them cuts out the "
        "thing under them.",
        example="segment.inside=0.5~0.4;0.55~0.6",
        name="segment.inside",
    )
    outside: tuple[Picked, ...] = option(
        PickedPoints(MOST_POINTS),
        (),
        "Points beside the subject; they need points or a box on it.",
        example="segment.outside=0.1~0.9",
        name="segment.outside",
    )
    box: tuple[Fractions, ...] = option(
        ManyBoxes(1),
        (),
        "A box around the subject, in fractions of the picture.",
        example="segment.box=0.2;0.1;0.5;0.8",
        name="segment.box",
    )
    mask: str = option(
        Choice(MASKS),
        "best",
        "What is meant where a point could mean several things: a part, the whole, or what the "
        "model finds `best`.",
        example="segment.mask=large",
        name="segment.mask",
    )
    strokes: tuple[Stroke, ...] = option(
        Strokes(),
        (),
        "Strokes of a brush, in fractions of the source: `erase` clears, `restore` brings the "
        "picture back. They come last, after shift and feather.",
        example="segment.strokes=erase~0.05~0.8~1;0.1~0.2;0.3~0.2",
        name="segment.strokes",
    )

    def is_identity(self) -> bool:
        return not self.segment and not self.strokes

    def settled(self, warn: Warn) -> Segment:
        """Without a cutout there is no edge to work on, and strokes that cover nothing go."""
        strokes = tuple(s for s in self.strokes if s.points and s.size and s.opacity)
        if not self.segment:
            return Segment(strokes=strokes)
        if self.inside or self.box:
            return replace(self, strokes=strokes)
        if self.outside:
            warn("segment.outside needs segment.inside or segment.box")
        return replace(self, strokes=strokes, outside=(), mask="best")

    def needs(self) -> tuple[Need, ...]:
        return (Need("matte", self.model, self.prompt()),) if self.segment else ()

    def prompt(self) -> str:
        """What somebody pointed at, as inference reads it; "" for the subject that stands out."""
        if not (self.inside or self.box):
            return ""
        said: dict[str, object] = {
            "inside": PickedPoints(MOST_POINTS).json(self.inside),
            "outside": PickedPoints(MOST_POINTS).json(self.outside),
        }
        if self.box:
            said["box"] = BoxFractions().json(self.box[0])
        if self.mask != "best":
            said["mask"] = MASKS.index(self.mask) - 1
        return json.dumps(said, sort_keys=True, separators=(",", ":"))

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        if seen.cut is None:
            raise RenderFailed(
                "The subject's matte is missing.",
                remedy="Try again; the picture is looked at anew.",
            )
        alpha = Image.fromarray(seen.cut.alpha)
        if picture.mode == "RGBA":
            alpha = ImageChops.multiply(alpha, picture.getchannel("A"))
        cutout = Image.fromarray(seen.cut.colours)
        cutout.putalpha(alpha)
        return on_canvas(cutout, frame)
