"""Export presets. One entry is one preset; its options are those of a transform URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from editor.errors import unknown_name
from editor.geometry import Size
from editor.plan.composition import Composition, Transform
from editor.plan.document import Document
from editor.plan.from_document import MAX_SCALE, from_document
from editor.plan.from_url import pairs
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.vocabulary import build_transform


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    title: str
    purpose: str
    options: str

    def scale(self, canvas: Size) -> float:
        """The scale at which a canvas already has the preset's size, so that nothing is resampled
        twice."""
        asked = dict(pairs(self.options))
        sides = ((asked.get("width"), canvas.width), (asked.get("height"), canvas.height))
        scale = min((int(a) / b for a, b in sides if a), default=1.0)
        enlarges = asked.get("fit", "scale-down") != "scale-down"
        return min(scale, MAX_SCALE if enlarges else 1.0)


def _entries() -> Iterator[Preset]:
    yield Preset(
        "web",
        "Web",
        "A small file for pages: WebP, at most 2048 px a side.",
        "width=2048,height=2048,format=webp,quality=82,metadata=none",
    )
    yield Preset(
        "photo",
        "Photo",
        "JPEG that every program opens, in full size on white.",
        "background=white,format=jpeg,quality=90",
    )
    yield Preset(
        "transparent",
        "Transparent",
        "PNG in full size with its true 8-bit alpha.",
        "format=png",
    )
    yield Preset(
        "print",
        "Print",
        "JPEG of the highest quality in full size, marked 300 dpi.",
        "background=white,format=jpeg,quality=97,dpi=300",
    )
    yield Preset(
        "product-square",
        "Product, square",
        "2000x2000 px on pure white, as marketplaces ask for.",
        "width=2000,height=2000,fit=pad,background=white,format=jpeg,quality=95",
    )
    yield Preset(
        "product-portrait",
        "Product, 4:5",
        "1600x2000 px on pure white.",
        "width=1600,height=2000,fit=pad,background=white,format=jpeg,quality=95",
    )
    yield Preset(
        "sticker-whatsapp",
        "WhatsApp sticker",
        "512x512 px WebP on nothing.",
        "width=512,height=512,fit=pad,background=transparent,format=webp,quality=80,metadata=none",
    )
    yield Preset(
        "sticker-telegram",
        "Telegram sticker",
        "WebP whose longer side is 512 px.",
        "width=512,height=512,fit=contain,format=webp,quality=90,metadata=none",
    )
    yield Preset(
        "sticker-discord",
        "Discord sticker",
        "320x320 px PNG on nothing.",
        "width=320,height=320,fit=pad,background=transparent,format=png,metadata=none",
    )


PRESETS: Mapping[str, Preset] = MappingProxyType({p.name: p for p in _entries()})


def preset(name: str) -> Preset:
    """The preset of this name; UnknownName with the nearest one otherwise."""
    if name not in PRESETS:
        raise unknown_name("export preset", shown(name), PRESETS)
    return PRESETS[name]


def exported(document: Document, preset: Preset, operations: Operations) -> Composition:
    """The recipe of the document as the preset wants it."""
    canvas = Size(document.canvas.width, document.canvas.height)
    drawn = from_document(document, operations, scale=preset.scale(canvas))
    return finished(drawn, preset, operations)


def finished(composition: Composition, preset: Preset, operations: Operations) -> Composition:
    """Any recipe, brought to the preset's size, background and format at its end."""
    read = build_transform(pairs(preset.options), operations, strict=True)
    steps = (*composition.steps, Transform(read.operations))
    return Composition(composition.source, steps, read.output)
