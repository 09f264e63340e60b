"""The rules of marketplaces as the owner corrected them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from django.utils import timezone

from editor.errors import InvalidOption, NotFound, unknown_name
from editor.models import RuleChange
from editor.plan.exporting import Preset
from editor.plan.kinds import Choice, Flag, Number, Words
from editor.plan.lists import Ratio, Several
from editor.plan.option import Kind, shown
from editor.plan.presets import PRESETS, preset
from editor.plan.records import refuse
from editor.plan.ruled import contradictions, ruled
from editor.plan.rules import Rules
from editor.plan.sides import Side

FORMATS = ("jpeg", "png", "webp", "avif")
"""Those that the studio makes."""
MOST_SHAPES = 8
_PX = Number(0, 100_000, whole=True, unit="px")
_SHARE = Number(0, 1)
CHANGEABLE: Mapping[str, Kind] = {
    "width": Side(),
    "height": Side(),
    "formats": Several(Choice(FORMATS), len(FORMATS)),
    "aspects": Several(Ratio(), MOST_SHAPES),
    "least": _PX,
    "advised": _PX,
    "most": _PX,
    "max_bytes": Number(0, 1_000_000_000, whole=True, unit="bytes"),
    "fill": _SHARE,
    "most_fill": _SHARE,
    "white": Flag(),
    "plain": Flag(),
    "shadowless": Flag(),
    "sharp": Flag(),
    "detail": Flag(),
    "srgb": Flag(),
    "source": Words(300),
}
"""What the owner may change of a preset's rules, and what each may be. How a preset is drawn (its
margin, outline, transparency) isn't a shop's rule, but the preset itself."""


def held(name: str) -> Preset:
    """The preset with its rules as they hold here; UnknownName for one that isn't there."""
    shipped = preset(name)
    row = RuleChange.objects.filter(pk=name).first()
    return _held(shipped, row)


def presets() -> list[Preset]:
    """All of them, with their rules as they hold here."""
    changed = {row.pk: row for row in RuleChange.objects.all()}
    return [_held(one, changed.get(one.name)) for one in PRESETS.values()]


def _held(shipped: Preset, row: RuleChange | None) -> Preset:
    return ruled(shipped, _changed(shipped.rules, row.changes, row.changed)) if row else shipped


def _changed(own: Rules, changes: Mapping[str, Any], day: date) -> Rules:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in changes.items()
        if name in CHANGEABLE
    }
    return replace(own, **known, checked_on=day.isoformat())


def change(name: str, changes: Mapping[str, Any], on: date | None = None) -> Rules:
    """Keeps the owner's numbers instead of the shipped ones, as of `on` (today). UnknownName or
    InvalidOption for anything that can't be."""
    own = preset(name).rules
    if not own.sizing:
        raise InvalidOption(f"The preset {name!r} has no rules.", remedy="Choose a marketplace.")
    day = on or timezone.localdate()
    kept = {field: _read(field, value) for field, value in changes.items()}
    for text in contradictions(_changed(own, kept, day)):
        raise InvalidOption(text, remedy="Change one of the two, or send both together.")
    RuleChange.objects.update_or_create(pk=name, defaults={"changes": kept, "changed": day})
    return held(name).rules


def _read(field: str, value: object) -> Any:
    """As JSON keeps it."""
    if field not in CHANGEABLE:
        raise unknown_name("rule", shown(field), CHANGEABLE)
    kind = CHANGEABLE[field]
    try:
        return kind.json(kind.parse(value, refuse))
    except ValueError as error:
        raise InvalidOption(
            f"{field} can't be {shown(value)!r}: {error}.", remedy=f"It takes {kind.rule()}."
        ) from None


def reset(name: str) -> Rules:
    """The shipped rules again; NotFound when they weren't changed."""
    if not RuleChange.objects.filter(pk=name).delete()[0]:
        raise NotFound(
            f"The rules of {name[:80]!r} weren't changed.", remedy="There is nothing to take back."
        )
    return preset(name).rules


def listed() -> list[dict[str, Any]]:
    """Every preset with a size of its own, with its rules as they hold here."""
    changed = set(RuleChange.objects.values_list("pk", flat=True))
    return [
        {
            "name": one.name,
            "title": one.title,
            "group": one.group,
            "purpose": one.purpose,
            "rules": told(one.rules),
            "shipped": told(preset(one.name).rules),
            "changed": one.name in changed,
        }
        for one in presets()
        if one.rules.sizing == "exact"
    ]


def ranges() -> dict[str, dict[str, Any]]:
    """What the owner may change, each with the JSON schema of what it takes."""
    return {name: kind.schema() for name, kind in CHANGEABLE.items()}


def told(found: Rules) -> dict[str, Any]:
    """The rules as JSON, those that ask for nothing left out."""
    empty = Rules()
    whole = asdict(found)
    return {
        f.name: list(whole[f.name]) if isinstance(whole[f.name], tuple) else whole[f.name]
        for f in fields(Rules)
        if whole[f.name] != getattr(empty, f.name)
    }
