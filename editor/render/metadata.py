"""EXIF, XMP, IPTC and comments of a source, and what of them goes into the result.

Never passed on, whatever the policy: GPS positions and thumbnails. Results are always sRGB and
upright, and what is kept says so. The JPEG carries no colour profile: untagged means sRGB by the
web's and every messenger's rule, and saves half a kilobyte per picture; PNG gets its 13-byte sRGB
chunk and AVIF its code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile

from editor.geometry import Size
from editor.render import exif, iptc, xmp

_TIFF_XMP, _TIFF_IPTC = 700, 33723
_TIFF_STRUCTURE = frozenset(
    (
        *(*range(254, 267), 273, *range(277, 282), 284, *range(288, 294), 297, 301),
        *(*range(317, 326), 330, 332, 333, 334, 336, *range(338, 346), 347, *range(512, 522)),
        *(529, 530, 531, 532, 559, 700, 33723, 34377, 34675, 37724),
    )
)
"""Tags that describe how the TIFF lays out its pixels, or that hold what is read elsewhere."""
MOST_BYTES = 65_000
"""One JPEG segment, less its header."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The blocks as a source holds them; empty when it doesn't."""

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    """IIM datasets, without Photoshop's wrapping."""
    comment: bytes = b""


NO_METADATA = Metadata()


Read = tuple[Metadata, tuple[str, ...]]


def of_info(info: Mapping[Any, Any]) -> Read:
    """From what a decoder found beside the pixels; the warnings name what was left behind."""
    resources = info.get("photoshop")
    datasets = resources.get(iptc.RESOURCE) if isinstance(resources, Mapping) else None
    comment = info.get("comment")
    found = {
        "exif": info.get("exif"),
        "xmp": info.get("xmp"),
        "iptc": datasets,
        "comment": comment if isinstance(comment, bytes) else None,
    }
    blocks = {name: value for name, value in found.items() if isinstance(value, bytes)}
    return Metadata(**blocks), ()


def of_tiff(file: ImageFile.ImageFile) -> Read:
    """From the tags of a TIFF's first page; those about pixel layout are left out."""
    tags = getattr(file, "tag_v2", {})
    block = Image.Exif()
    lost: tuple[str, ...] = ()
    try:
        source = file.getexif()
        block.update({tag: v for tag, v in source.items() if tag not in _TIFF_STRUCTURE})
        raw = block.tobytes() if len(block) else b""
    except (ValueError, TypeError, KeyError, OSError, ArithmeticError, AttributeError) as error:
        raw, lost = b"", (f"The picture's EXIF data was left out: {type(error).__name__}.",)
    return Metadata(raw, _bytes(tags.get(_TIFF_XMP)), _bytes(tags.get(_TIFF_IPTC))), lost


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def kept(source: Metadata, policy: str, size: Size) -> Read:
    """What `policy` (keep, copyright, none) lets into a picture of `size`.

    A block that can't be read is left out with a warning: nothing unchecked is passed on.
    """
    if policy == "none":
        return Metadata(), ()
    lost: list[str] = []
    whole = policy == "keep"
    result = Metadata(
        exif=_tried(lambda: _exif(source.exif, whole, size), "EXIF", lost),
        xmp=_tried(lambda: _xmp(source.xmp, whole), "XMP", lost),
        iptc=_tried(lambda: iptc.kept(source.iptc, whole), "IPTC", lost),
        comment=source.comment[:MOST_BYTES] if whole else b"",
    )
    return result, tuple(lost)


def _tried(make: Callable[[], bytes], name: str, lost: list[str]) -> bytes:
    try:
        block = make()
    except (exif.Unreadable, xmp.Unreadable, iptc.Unreadable):
        lost.append(f"The picture's {name} data was left out because it is damaged.")
        return b""
    if len(block) > MOST_BYTES:
        lost.append(f"The picture's {name} data was left out because it has {len(block)} bytes.")
        return b""
    return block


def _exif(raw: bytes, whole: bool, size: Size) -> bytes:
    if not raw:
        return b""
    if whole:
        return exif.cleaned(raw, size)
    return exif.built(exif.texts(raw, (exif.ARTIST, exif.COPYRIGHT)))


def _xmp(packet: bytes, whole: bool) -> bytes:
    if not packet.strip(b"\0 \n\r\t"):
        return b""
    return xmp.cleaned(packet) if whole else xmp.rights(packet)
