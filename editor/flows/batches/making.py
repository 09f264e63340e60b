"""One photo of a batch: looked at, placed, drawn, checked. No rows of batches are touched here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from editor.conf import current
from editor.flows import examine, originals, rulebook
from editor.flows.batches.hands import by_hand
from editor.flows.batches.looked import TIGHT, Looked, looked
from editor.flows.engines import Engines
from editor.flows.produce import Produced, make, plan_picture
from editor.flows.rendering import check_size
from editor.geometry import Box, Size
from editor.models import Document, Original, Workspace
from editor.operations import operations
from editor.plan.batches.arranged import Arranged, Photo, portrait, product
from editor.plan.batches.doubts import REVIEW, doubt
from editor.plan.batches.lying import fitted, lying
from editor.plan.batches.recipe import Recipe, drawn_fields
from editor.plan.batches.targets import Settled, settled
from editor.plan.composition import Canvas, Composition, Transform
from editor.plan.document import Document as Plan
from editor.plan.document import parse_document
from editor.plan.from_document import MAX_SCALE, MIN_SCALE, from_document
from editor.plan.from_url import pairs
from editor.plan.output import Output
from editor.plan.rules import Check, Rules
from editor.plan.vocabulary import build_transform
from editor.render.processes import Priority

WHITE = "#ffffff"
SMALL_PX = 360


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a photo: one result for each target, and why somebody should look."""

    results: tuple[dict[str, Any], ...]
    reasons: tuple[dict[str, Any], ...]
    doubt: float

    @property
    def needs_review(self) -> bool:
        return self.doubt > REVIEW or any(one["verdict"] == "fail" for one in self.results)


@dataclass(frozen=True, slots=True)
class Order:
    """A photo and what is wished of it. `edited` is the document that a person made of it."""

    workspace: Workspace
    original: Original
    recipe: Recipe
    edited: Document | None = None


def targets(recipe: Recipe) -> list[Settled]:
    """The recipe's targets with the rules that hold for them here."""
    found = []
    for target in recipe.targets:
        one = settled(target, rulebook.held(target.preset) if target.preset else None)
        found.append(replace(one, rules=_own(recipe, one.rules, one)))
    return found


def _own(recipe: Recipe, rules: Rules, target: Settled) -> Rules:
    """What the recipe itself wishes is checked where nobody else rules; a portrait fills its
    file."""
    if recipe.kind == "portrait":
        return replace(rules, fill=0.0, most_fill=0.0, white=False)
    if target.preset:
        return rules
    return replace(
        rules,
        fill=recipe.fill if recipe.trim else 0.0,
        white=recipe.cut and recipe.background == WHITE,
        alpha=recipe.cut and recipe.background == "transparent",
    )


def touching(recipe: Recipe) -> dict[str, Any]:
    """What of the recipe and the rules decides about every photo alike."""
    told = [rulebook.told(one.rules) for one in targets(recipe)]
    return {"recipe": drawn_fields(recipe), "rules": told}


def digest(original: Original, edited: Document | None, alike: Mapping[str, Any]) -> str:
    """Of everything that the results depend on (`alike`: see `touching`): equal digests, equal
    results."""
    hand = by_hand(edited)
    document = [str(hand.pk), hand.revision] if hand else None
    said = {**alike, "photo": original.blob_id, "document": document}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def finish(order: Order, tools: Engines, priority: Priority = Priority.BATCH) -> Finished:
    """All files of one photo, made and checked. What uploads, inference and the renderer
    refuse."""
    if order.edited is not None:
        return Finished(tuple(_from_hand(order, order.edited, tools, priority)), (), 0.0)
    seen = looked(order.recipe, order.original, tools, priority)
    results, found = [], list(seen.doubts)
    for target in targets(order.recipe):
        placed = arranged(order, target, seen)
        if placed.tight and TIGHT not in found:
            found.append(TIGHT)
        results.append(_result(order, target, placed, tools, priority))
    reasons = tuple(asdict(one) for one in found)
    return Finished(tuple(results), reasons, doubt(tuple(found)))


def arranged(order: Order, target: Settled, seen: Looked) -> Arranged:
    """The photo's document for a target."""
    blob, sheet = order.original.blob, Size(target.width, target.height)
    mark = order.recipe.watermark
    size = None
    if mark and mark.source:
        held = originals.get(order.workspace, mark.source).blob
        size = Size(held.width, held.height)
    photo = Photo(str(order.original.pk), Size(blob.width, blob.height), size)
    if order.recipe.kind == "portrait":
        return portrait(order.recipe, photo, sheet, seen.faces)
    return product(order.recipe, photo, sheet, seen.subject)


def composed(target: Settled, document: Plan, scale: float = 1.0) -> Composition:
    """The recipe of the target's file; `scale` below 1 for previews."""
    return from_document(document, operations(), scale=scale, output=target.output)


def _result(
    order: Order, target: Settled, placed: Arranged, tools: Engines, priority: Priority
) -> dict[str, Any]:
    document = parse_document(placed.document)
    made = _made(order.workspace, composed(target, document), tools, priority)
    told = examine.drawn(order.workspace, document, 1.0)
    # White on white can't be told by its pixels, but by its alpha.
    by_pixels = not placed.measured and _shows_alone(order.recipe)
    box = None if by_pixels else placed.box
    found = examine.checks(made, target.rules, replace(told, enlarged=placed.enlarged), tools, box)
    more = {
        "placed": placed.share,
        "preview": preview(order.workspace, document, tools),
        "lies": _fractions(lying(document, str(order.original.pk))),
    }
    return _told(target, made, found, more)


def _fractions(lies: Box | None) -> list[float] | None:
    """Left, top, width, height."""
    if lies is None:
        return None
    return [round(one, 5) for one in (lies.left, lies.top, lies.width, lies.height)]


def _shows_alone(recipe: Recipe) -> bool:
    """True when every pixel that isn't background is the subject's."""
    plain = recipe.background in (WHITE, "transparent")
    return plain and recipe.watermark is None and recipe.shadow == "none"


def _from_hand(
    order: Order, row: Document, tools: Engines, priority: Priority
) -> Iterator[dict[str, Any]]:
    """The files of a document that somebody edited: fitted into each target, bars in white."""
    document = parse_document(row.body)
    canvas = document.canvas
    for target in targets(order.recipe):
        fits = min(target.width / canvas.width, target.height / canvas.height)
        scale = max(MIN_SCALE, min(MAX_SCALE, fits))
        plain = composed(target, document, scale)
        whole = f"width={target.width},height={target.height},fit=pad"
        paint = "transparent" if canvas.background == "transparent" else "white"
        read = build_transform(pairs(f"{whole},background={paint}"), operations(), strict=True)
        steps = (*plain.steps, Transform(read.operations))
        same = (canvas.width * scale, canvas.height * scale) == (target.width, target.height)
        recipe = plain if same else replace(plain, steps=steps)
        made = _made(order.workspace, recipe, tools, priority)
        told = examine.drawn(order.workspace, document, scale)
        found = examine.checks(made, target.rules, told, tools)
        paper, sheet = Size(canvas.width, canvas.height), Size(target.width, target.height)
        more = {
            "document": str(row.pk),
            "preview": preview(order.workspace, document, tools),
            "lies": _fractions(fitted(lying(document, str(order.original.pk)), paper, sheet)),
        }
        yield _told(target, made, found, more)


def preview(workspace: Workspace, document: Plan, tools: Engines, side: int = SMALL_PX) -> str:
    """The key of the document's small picture; it is drawn when somebody looks."""
    longest = max(document.canvas.width, document.canvas.height)
    scale = max(MIN_SCALE, min(1.0, side / longest))
    output = Output(format="webp", quality=82, metadata="none")
    small = from_document(document, operations(), scale=scale, output=output)
    return plan_picture(workspace, small, using=tools, passing=True).key


def _made(
    workspace: Workspace, composition: Composition, tools: Engines, priority: Priority
) -> Produced:
    conf = current()
    if isinstance(composition.source, Canvas):
        check_size(composition.source.size)
    planned = plan_picture(workspace, composition, using=tools)
    wait_s = conf.render_deadline_s + conf.inference_deadline_s
    return make(planned, wait_s=wait_s, using=tools, priority=priority)


def _told(
    target: Settled, made: Produced, found: tuple[Check, ...], more: dict[str, Any]
) -> dict[str, Any]:
    verdicts = {one.verdict for one in found}
    worst = "fail" if "fail" in verdicts else "warn" if "warn" in verdicts else "pass"
    return {
        "target": target.name,
        "title": target.title,
        "preset": target.preset,
        "key": made.key,
        "width": made.width,
        "height": made.height,
        "bytes": made.bytes,
        "content_type": made.content_type,
        "engines": dict(made.engines),
        "warnings": list(made.warnings),
        "verdict": worst,
        "checks": [asdict(one) for one in found],
        "as_of": target.rules.checked_on,
        **more,
    }
