"""Changes of a recipe that make a check pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from editor.errors import InvalidOption, unknown_name
from editor.plan.batches.recipe import Recipe
from editor.plan.batches.targets import Settled

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

_OWN_SIZE = ("size", "longest", "aspect")


def repaired(recipe: Recipe, targets: Iterable[Settled], target: str, check: str) -> Recipe:
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
            most = min(rules.most_fill or 1.0, 0.95)
            wanted = min(max(rules.fill or 0.85, 0.1), most)
            return replace(recipe, trim=True, fill=wanted, margin=min(recipe.margin, 0.02))
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
