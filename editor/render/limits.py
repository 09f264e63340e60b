"""How large a picture may be, decided by the caller, and the refusals that name the number."""

from __future__ import annotations

from dataclasses import dataclass

from editor.errors import BrokenPicture, TooLarge, TooManyPixels

MIB = 1024 * 1024
PART_BYTES = 4 * MIB
"""Most bytes of one side part (text chunk, colour profile, XMP) once it is unpacked."""

DRAWING_BYTES = 2 * MIB
"""Most bytes of an SVG drawing."""
KEPT_BYTES = 32 * MIB
"""Decoded originals that a process keeps for the next requests: two that fill a screen, or 24
megapixels at half of their size."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one source picture. Megapixels are millions of pixels."""

    bytes: int = 100 * MIB
    megapixels: float = 100.0
    side_px: int = 30_000
    frames: int = 500
    animation_megapixels: float = 400.0
    """All frames of an animation together."""
    drawings: bool = False
    """SVG drawings are taken, too."""

    def check_bytes(self, given: int) -> None:
        """TooLarge when a file has more bytes than the limit."""
        if given > self.bytes:
            raise TooLarge(
                f"The file has {given / MIB:.1f} MB; the limit is {self.bytes / MIB:.0f} MB.",
                remedy="Save it smaller or with stronger compression.",
            )

    def check_size(self, width: int, height: int) -> None:
        """TooManyPixels, or BrokenPicture when a side is zero; judged before any decode."""
        if width < 1 or height < 1:
            raise BrokenPicture(
                f"The picture says that it is {width}x{height} px, which holds no pixel.",
                remedy="Send a picture with at least 1 px in each direction.",
            )
        area = width * height / 1e6
        if area > self.megapixels:
            raise TooManyPixels(
                f"The picture is {width}x{height} px, {area:.1f} megapixels; the limit is "
                f"{self.megapixels:g} megapixels.",
                remedy="Scale it down before you send it.",
            )
        if max(width, height) > self.side_px:
            raise TooManyPixels(
                f"The picture is {width}x{height} px; no side may exceed {self.side_px} px.",
                remedy="Scale it down before you send it.",
            )

    def check_frames(self, frames: int, width: int, height: int) -> None:
        """TooManyPixels when an animation has too many frames, or too many pixels in all."""
        if frames > self.frames:
            raise TooManyPixels(
                f"The animation has more than {self.frames} frames.",
                remedy="Send fewer frames, or its first frame as a still.",
            )
        area = frames * width * height / 1e6
        if frames > 1 and area > self.animation_megapixels:
            raise TooManyPixels(
                f"The animation has {frames} frames of {width}x{height} px, {area:.0f} megapixels "
                f"in all; the limit is {self.animation_megapixels:g} megapixels.",
                remedy="Send fewer or smaller frames.",
            )
