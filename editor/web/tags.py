"""Template tags: a page's bundle from the build's manifest, and icons drawn inline."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def _dist() -> Path:
    return Path(settings.BASE_DIR) / "static" / "dist"


@cache
def _manifest(changed_ns: int) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads((_dist() / "manifest.json").read_text())["entries"]
    return entries


@register.simple_tag
def entry(name: str) -> SafeString:
    """The style sheets and the module of one entry. A missing build is an error, no bare page."""
    manifest = _dist() / "manifest.json"
    if not manifest.exists():
        raise RuntimeError("The front end isn't built; run: manage.py assets")
    files = _manifest(manifest.stat().st_mtime_ns)[name]
    sheets = format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(path),) for path in files["css"])
    )
    if not files["js"]:
        return sheets
    script = format_html('<script type="module" src="{}"></script>', static(files["js"]))
    return mark_safe(sheets + script)  # noqa: S308  both parts are escaped above


MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


@register.filter
def ago(moment: datetime | None) -> str:
    """How long ago in one unit, `5 min ago`; after a month the date."""
    if moment is None:
        return ""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < MINUTE_S:
        return "just now"
    if seconds < HOUR_S:
        return f"{seconds // MINUTE_S} min ago"
    if seconds < DAY_S:
        return f"{seconds // HOUR_S} h ago"
    days = seconds // DAY_S
    if days < 31:
        return "yesterday" if days == 1 else f"{days} days ago"
    return f"{moment:%-d %b %Y}"


@register.filter
def lasting(seconds: float) -> str:
    """A time in its two largest units, `3 h 5 min`."""
    whole = int(seconds)
    if whole < MINUTE_S:
        return f"{whole} s"
    if whole < HOUR_S:
        return f"{whole // MINUTE_S} min {whole % MINUTE_S} s"
    if whole < DAY_S:
        return f"{whole // HOUR_S} h {whole % HOUR_S // MINUTE_S} min"
    days = whole // DAY_S
    return f"{days} day{'s' if days > 1 else ''} {whole % DAY_S // HOUR_S} h"


@register.filter
def brief(seconds: float) -> str:
    """A short time: `12 ms`, `1.25 s`."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


@register.filter
def unlocalised(number: float) -> str:
    """For attributes: no thousands' separators, a point before decimals."""
    return f"{number:g}" if isinstance(number, float) and number < 1e5 else f"{number:.0f}"


@register.filter
def days_until(moment: datetime | None) -> int:
    """Days that are left, begun ones counted; at least 0."""
    if moment is None:
        return 0
    return max(0, -int(-(moment - timezone.now()).total_seconds() // DAY_S))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A lucide icon, drawn in the text's colour and hidden from screen readers."""
    drawing = (_dist() / "icons" / f"{name}.svg").read_text()
    start = drawing.index("<svg")
    body = drawing[start:].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return mark_safe(body)  # noqa: S308  our own build's file
