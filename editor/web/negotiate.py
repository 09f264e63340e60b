"""What a client accepts (RFC 9110, 12.5.1)."""

from __future__ import annotations

BEST_FIRST = (("image/avif", "avif"), ("image/webp", "webp"))


def format_for(accept: str) -> str:
    """The best format that the client names itself; "" when it names none: JPEG or PNG then.

    Only by name: `image/*` and `*/*` are sent by programs that read neither AVIF nor WebP.
    """
    named = {media for media, quality in parts(accept) if quality > 0}
    return next((name for media, name in BEST_FIRST if media in named), "")


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
