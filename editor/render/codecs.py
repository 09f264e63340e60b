"""Opening files with the decoder of their format, and no other; decoder failures become ours."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from editor.errors import BrokenPicture, NotAPicture
from editor.render.limits import PART_BYTES

# Pixels are limited by `Limits` from the file's own header, by the caller's numbers; Pillow's
# process-wide guard would warn below them.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = PART_BYTES

# The classes themselves, not Image.open: a JPEG with a Multi-Picture index stays a JPEG, and no
# other plugin ever sees the bytes.
_OPENERS: dict[str, Callable[[Path], ImageFile.ImageFile]] = {
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
    "avif": AvifImagePlugin.AvifImageFile,
    "gif": GifImagePlugin.GifImageFile,
    "tiff": TiffImagePlugin.TiffImageFile,
}
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What decoders raise on bad input; anything else is a fault of ours and must be seen."""
_UNREAD = ("unknown pixel mode", "unsupported", "not supported", "not yet supported")


@contextmanager
def reading(label: str) -> Iterator[None]:
    """Turns what a decoder raises into BrokenPicture or NotAPicture. MemoryError passes: the
    render process answers it and ends."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:  # the disk failed, not the picture
            raise
        raise _refusal(label, error) from error
    except _DAMAGE as error:
        raise _refusal(label, error) from error


def _refusal(label: str, error: Exception) -> BrokenPicture | NotAPicture:
    words = str(error).lower()
    if any(word in words for word in _UNREAD):
        return NotAPicture(
            f"The file is {label} that stores its pixels in a way that isn't read.",
            remedy="Save it with 8 or 16 bits per channel in RGB, grey or CMYK.",
        )
    if "truncated" in words:
        return BrokenPicture(
            f"The file is {label} that is cut off: its last pixels are missing.",
            remedy="Send it again, or save it anew from its source.",
        )
    return BrokenPicture(
        f"The file is {label} that can't be decoded; it is damaged.",
        remedy="Open it in an image editor and save it anew.",
    )


def opened(kind: str, path: Path) -> ImageFile.ImageFile:
    """The header of a file of format `kind`; pixels come with `load()`. Not for HEIC."""
    return _OPENERS[kind](path)


def opened_heic(path: Path) -> Any:
    """The primary picture of a HEIC file, not yet decoded, in up to 16 bits."""
    import pi_heif  # 8 MB of code that most renders never need

    file = pi_heif.HeifFile(path.read_bytes(), convert_hdr_to_8bit=False, hdr_to_16bit=False)
    return file[file.primary_index]
