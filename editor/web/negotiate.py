"""What a client accepts (RFC 9110, 12.5.1), and what it tells of its screen and connection."""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor.plan.output import AVIF_OR_JPEG
from editor.plan.viewing import Viewer

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
AVIF, WEBP = "image/avif", "image/webp"


def format_for(accept: str) -> str:
    """The best format that the client names itself; "" when it names none: JPEG or PNG then. Who
    names AVIF without WebP gets no WebP in its place either.

    Only by name: `image/*` and `*/*` are sent by programs that read neither AVIF nor WebP.
    """
    named = {media for media, quality in parts(accept) if quality > 0}
    if AVIF in named:
        return "avif" if WEBP in named else AVIF_OR_JPEG
    return "webp" if WEBP in named else ""


def parts(accept: str) -> list[tuple[str, float]]:
    """Media range and quality (0 to 1) of each part; a quality that can't be read counts as 0."""
    found = []
    for part in accept.split(",")[:50]:
        media, *parameters = part.split(";")
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.strip().partition("=")
            if name.strip().lower() == "q":
                quality = _number(value.strip())
        found.append((media.strip().lower(), quality))
    return found


def _number(text: str) -> float:
    try:
        return max(0.0, min(1.0, float(text)))
    except ValueError:
        return 0.0


def viewer_of(headers: Mapping[str, str]) -> Viewer:
    """What the client hints, and else its name, tell of who looks (contract, 1.2)."""
    wide = _hint(headers.get("Sec-CH-Viewport-Width", ""))
    dense = _hint(headers.get("Sec-CH-DPR", "")) or 1.0
    told = headers.get("Sec-CH-UA-Mobile", "").strip()
    mobile = told == "?1" or (told != "?0" and "Mobi" in headers.get("User-Agent", ""))
    return Viewer(min(wide, _WIDEST) * min(dense, _DENSEST), mobile, is_slow(headers))


_WIDEST, _DENSEST = 100_000.0, 10.0
_SLOW_TYPES = frozenset(("slow-2g", "2g", "3g"))
_SLOW_RTT_MS, _SLOW_MBPS = 150.0, 5.0


def is_slow(headers: Mapping[str, str]) -> bool:
    """True for a client that wants to save data, or whose connection is slow by any measure."""
    downlink = headers.get("Downlink", "").strip()
    return (
        headers.get("Save-Data", "").strip().lower() == "on"
        or headers.get("ECT", "").strip().lower() in _SLOW_TYPES
        or _hint(headers.get("RTT", "")) > _SLOW_RTT_MS
        or (_NUMBER.fullmatch(downlink) is not None and float(downlink) < _SLOW_MBPS)
    )


def _hint(text: str) -> float:
    """A positive number that a header holds, 0 for anything else."""
    plain = text.strip()
    return float(plain) if _NUMBER.fullmatch(plain) else 0.0
