"""The rules of marketplaces as the owner corrected them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from django.utils import timezone

from editor.errors import InvalidOption, NotFound, unknown_name
from editor.models import RuleChange
from editor.plan.kinds import Flag, Number, Words
from editor.plan.option import Kind
from editor.plan.presets import PRESETS, preset
from editor.plan.records import refuse
from editor.plan.rules import Rules

_PX = Number(0, 100_000, whole=True, unit="px")
_SHARE = Number(0, 1)
CHANGEABLE: Mapping[str, Kind] = {
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
"""What the owner may change of a preset's rules, and what each may be."""


def rules(name: str) -> Rules:
    """The rules of the preset as they hold here; UnknownName for one that isn't there."""
    own = preset(name).rules
    row = RuleChange.objects.filter(pk=name).first()
    return _changed(own, row) if row else own


def of(name: str, shipped: Rules) -> Rules:
    """`shipped`, which may have a size of its own, with the owner's changes to the preset."""
    row = RuleChange.objects.filter(pk=name).first() if name else None
    return _changed(shipped, row) if row else shipped


def _changed(own: Rules, row: RuleChange) -> Rules:
    known = {name: value for name, value in row.changes.items() if name in CHANGEABLE}
    return replace(own, **known, checked_on=row.changed.isoformat())


def change(name: str, changes: Mapping[str, Any], on: date | None = None) -> Rules:
    """Keeps the owner's numbers instead of the shipped ones, as of `on` (today). UnknownName or
    InvalidOption for anything that can't be."""
    if not preset(name).rules.sizing:
        raise InvalidOption(f"The preset {name!r} has no rules.", remedy="Choose a marketplace.")
    read: dict[str, Any] = {}
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise unknown_name("rule", str(field)[:80], CHANGEABLE)
        try:
            read[field] = CHANGEABLE[field].parse(value, refuse)
        except ValueError:
            raise InvalidOption(
                f"{field} can't be that.", remedy=f"It takes {CHANGEABLE[field].rule()}."
            ) from None
    day = on or timezone.localdate()
    RuleChange.objects.update_or_create(pk=name, defaults={"changes": read, "changed": day})
    return rules(name)


def reset(name: str) -> Rules:
    """The shipped rules again; NotFound when they weren't changed."""
    if not RuleChange.objects.filter(pk=name).delete()[0]:
        raise NotFound(
            f"The rules of {name[:80]!r} weren't changed.", remedy="There is nothing to take back."
        )
    return rules(name)


def listed() -> list[dict[str, Any]]:
    """Every preset with a size of its own, with its rules as they hold here."""
    changed = {row.pk: row for row in RuleChange.objects.all()}
    return [
        {
            "name": one.name,
            "title": one.title,
            "group": one.group,
            "purpose": one.purpose,
            "rules": told(_changed(one.rules, changed[one.name]))
            if one.name in changed
            else told(one.rules),
            "shipped": told(one.rules),
            "changed": one.name in changed,
        }
        for one in PRESETS.values()
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
