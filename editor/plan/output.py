"""How the result is written: format, quality, metadata."""

from __future__ import annotations

from dataclasses import dataclass

from editor.plan.kinds import Choice, Flag, Number
from editor.plan.operation import OptionSet
from editor.plan.option import option
from editor.plan.quality import Quality

AVIF_OR_JPEG = "avif-or-jpeg"


@dataclass(frozen=True, slots=True)
class Output(OptionSet):
    """`format=auto` is settled at the door from what the client accepts; empty means: JPEG
    without alpha, PNG with it."""

    format: str = option(
        Choice(
            (
                *("", "auto", "avif", AVIF_OR_JPEG, "webp"),
                *("jpeg", "baseline-jpeg", "png", "gif", "json"),
            ),
            {"png-force": "png"},
        ),
        "",
        "File format. Without it: JPEG for opaque pictures, PNG for those with alpha, and their own"
        " for animations. `avif-or-jpeg` is for those who can't read WebP, which takes the place "
        "of an AVIF that would be too large or move.",
        example="format=webp",
        aliases=("f",),
    )
    quality: int = option(
        Quality(),
        85,
        "1 to 100, or a word. WebP 100 is lossless.",
        example="quality=80",
        aliases=("q",),
    )
    raw: str = option(
        Choice(("", "rgb", "rgba")),
        "",
        "Bare pixels instead of a file: rows from the top, 8 bits for each channel.",
        example="raw=rgba",
    )
    metadata: str = option(
        Choice(("copyright", "keep", "none")),
        "copyright",
        "What stays of EXIF and XMP. GPS positions never stay; PNG and WebP drop all.",
        example="metadata=none",
    )
    anim: bool = option(
        Flag(),
        True,
        "false gives the first frame of an animation as a still.",
        example="anim=false",
    )
    compression: str = option(
        Choice(("", "fast")), "", "`fast` prefers speed over size.", example="compression=fast"
    )
    dpi: int = option(
        Number(0, 2400, whole=True, unit="dpi"),
        0,
        "Resolution noted in the file; 0 writes none.",
        example="dpi=300",
    )
    max_bytes: int = option(
        Number(0, 100_000_000, whole=True, unit="bytes"),
        0,
        "Largest file: the best quality that fits is searched, and `quality` isn't used. 0: any.",
        example="max-bytes=100000",
    )

    def __post_init__(self) -> None:
        # Equal meaning, equal form: the search doesn't ask for a quality.
        if self.max_bytes:
            plain = next(o.default for o in self.options() if o.attribute == "quality")
            object.__setattr__(self, "quality", plain)
