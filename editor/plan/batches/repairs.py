"""Changes of a recipe that make a check pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from editor.errors import InvalidOption, unknown_name
from editor.plan.batches.recipe import Recipe
from editor.plan.batches.targets import Settled
from editor.plan.rules import Rules

REPAIRS = {
    "share": "Fit the subject to the share that is asked for.",
    "touches": "Make the subject smaller.",
    "white": "Cut out, on pure white.",
    "far-white": "Cut out, on pure white, without a shadow.",
    "cutout": "Cut the subject out.",
    "shadow": "Leave the shadow out.",
    "overlays": "Leave the watermark out.",
    "size": "Take the marketplace's own size.",
    "longest": "Take the marketplace's own size.",
    "aspect": "Take the marketplace's own size.",
    "format": "Take the marketplace's own format.",
    "bytes": "Search the best quality that fits.",
    "alpha": "Cut out, on nothing.",
}
"""Check -> what its repair does."""

_ASKED_BY = {
    "share": "fill",
    "touches": "fill",
    "white": "white",
    "far-white": "white",
    "cutout": "white",
    "shadow": "shadowless",
    "overlays": "plain",
    "bytes": "max_bytes",
    "alpha": "alpha",
}
"""Check -> the rule that asks for it; the others are asked for always."""
_OWN_SIZE = ("size", "longest", "aspect")


def repaired(recipe: Recipe, targets: Sequence[Settled], target: str, check: str) -> Recipe:
    """The recipe with that check of that target mended. UnknownName for a target that isn't
    there; InvalidOption where no recipe helps."""
    by_name = {one.name: one for one in targets}
    if target not in by_name:
        raise unknown_name("target", target, by_name)
    if check not in REPAIRS:
        raise InvalidOption(
            f"No recipe mends {check[:40]!r}.", remedy=f"These can be: {', '.join(REPAIRS)}."
        )
    rules = by_name[target].rules
    index = list(by_name).index(target)
    match check:
        case "share" | "touches":
            fill = _filling(rules, [one.rules for one in by_name.values()])
            return replace(recipe, trim=True, fill=fill, margin=min(recipe.margin, 0.02))
        case "white" | "far-white" | "cutout":
            background = "#ffffff" if check != "cutout" else recipe.background
            shadow = "none" if check == "far-white" else recipe.shadow
            return replace(recipe, cut=True, background=background, shadow=shadow)
        case "alpha":
            return replace(recipe, cut=True, background="transparent")
        case "shadow":
            return replace(recipe, shadow="none")
        case "overlays":
            return replace(recipe, watermark=None)
        case _:
            return _target_repaired(recipe, index, check, rules.max_bytes)


def helpful(recipe: Recipe, targets: Sequence[Settled]) -> dict[str, dict[str, str]]:
    """Target -> check -> what its repair does, of those that would change this recipe."""
    found: dict[str, dict[str, str]] = {}
    for target in targets:
        found[target.name] = {}
        for check, words in REPAIRS.items():
            if _changes(recipe, targets, target, check):
                found[target.name][check] = words
    return found


def _changes(recipe: Recipe, targets: Sequence[Settled], target: Settled, check: str) -> bool:
    if check in _ASKED_BY and not getattr(target.rules, _ASKED_BY[check]):
        return False
    try:
        return repaired(recipe, targets, target.name, check) != recipe
    except InvalidOption:
        return False


def _filling(own: Rules, every: Sequence[Rules]) -> float:
    """The subject's share that these rules ask for; where it may be, what the other targets ask
    for, too, so that mending one breaks no other."""
    most = min(own.most_fill or 1.0, 0.95)
    asked = [one.fill for one in every if one.fill <= most]
    return max(own.fill or 0.85, *asked, 0.1) if own.fill <= most else most


def _target_repaired(recipe: Recipe, index: int, check: str, max_bytes: int) -> Recipe:
    found = recipe.targets[index]
    if check in _OWN_SIZE or check == "format":
        if not found.preset:
            raise InvalidOption(
                "A target of your own has no other size or format.", remedy="Choose a preset."
            )
        changed = (
            replace(found, format="") if check == "format" else replace(found, width=0, height=0)
        )
    else:
        changed = replace(found, max_bytes=max_bytes)
    new = tuple(changed if n == index else one for n, one in enumerate(recipe.targets))
    return replace(recipe, targets=new)
