"""A finished picture, from the cache or made now."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from editor.conf import current
from editor.errors import Busy, NotFound
from editor.flows.engines import Engines, engines
from editor.flows.lettered import own_fonts, still_held
from editor.flows.looking import seen_for
from editor.flows.planned import Planned, plan
from editor.flows.rendering import Work, longest, render
from editor.flows.resolve import SHA_PREFIX, fetched_among, refs_of
from editor.geometry import Box, Size
from editor.library.deadline import Deadline
from editor.library.shelf import gone
from editor.library.variants import Kept, Made
from editor.models import Blob, Original, Recipe, Workspace
from editor.operations import operations
from editor.plan.canonical import to_json
from editor.plan.composition import Composition
from editor.plan.from_json import from_json
from editor.render.processes import Priority
from editor.render.request import Shown

log = logging.getLogger(__name__)
TRIES = 3
KEY = re.compile(r"[0-9a-f]{64}")
TOUCH_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Produced:
    """A picture in the cache. `rendered` is True only for the one request that made it, `waited`
    for those that came while it was being made.

    `engines` says by task which model saw, with its quality, for headers and screens. `content` is
    the part that is the picture itself; an outline or a shadow may lie around it.
    """

    key: str
    path: Path
    content_type: str
    width: int
    height: int
    bytes: int
    warnings: tuple[str, ...] = ()
    engines: Mapping[str, str] = field(default_factory=dict)
    rendered: bool = False
    waited: bool = False
    content: Box | None = None
    shown: Shown | None = None
    encoding: Mapping[str, Any] = field(default_factory=dict)
    """How the file was written: the fields of `render.request.Encoding`."""
    stretch: float = 1.0
    """How far what was drawn was enlarged or reduced in the end."""

    @property
    def cached(self) -> bool:
        return not self.rendered


def produce(
    workspace: Workspace,
    composition: Composition,
    *,
    wait_s: float | None = None,
    using: Engines | None = None,
    priority: Priority = Priority.INTERACTIVE,
) -> Produced:
    """The picture of `composition`, which names originals of `workspace` by their ids.

    NotFound for other people's originals; Busy when it isn't ready after `wait_s` (by default
    INTERACTIVE_WAIT_S); what the renderer and inference refuse.
    """
    tools = using or engines()
    planned = plan(workspace, composition, tools)
    return make(planned, wait_s=wait_s, using=tools, priority=priority)


def plan_picture(
    workspace: Workspace,
    composition: Composition,
    *,
    using: Engines | None = None,
    passing: bool = False,
) -> Planned:
    """Like `produce`, but nothing is made: the recipe is kept under its key, for `/p/<key>`."""
    planned = plan(workspace, composition, using or engines())
    return keep(workspace, planned, passing=passing)


def keep(workspace: Workspace, planned: Planned, *, passing: bool = False) -> Planned:
    """Writes the recipe down, and that this workspace may ask for it: for good, unless `passing`
    says that whoever wants it later will bring it again."""
    try:
        with transaction.atomic():
            recipe, new = Recipe.objects.get_or_create(
                pk=planned.key,
                defaults={
                    "composition": to_json(planned.composition),
                    "cards": dict(planned.cards),
                    "passing": passing,
                },
            )
            if new:
                recipe.blobs.set(planned.blobs.values())
            elif recipe.passing and not passing:
                Recipe.objects.filter(pk=recipe.pk).update(passing=False)
            recipe.workspaces.add(workspace)
    except IntegrityError:
        raise gone() from None
    return planned


def produce_by_key(
    workspace: Workspace | None,
    key: str,
    *,
    wait_s: float | None = None,
    using: Engines | None = None,
    priority: Priority = Priority.INTERACTIVE,
) -> Produced:
    """The picture of a kept recipe. `workspace` None: the caller checked a signature instead.

    NotFound for unknown keys and other people's; Gone when an original of it was deleted.
    """
    planned = kept_plan(workspace, key)
    return make(planned, wait_s=wait_s, using=using, priority=priority)


def kept_plan(workspace: Workspace | None, key: str) -> Planned:
    """The plan that `keep` wrote down."""
    recipe = Recipe.objects.filter(pk=key).first() if KEY.fullmatch(key) else None
    allowed = recipe is not None and (
        workspace is None or recipe.workspaces.filter(pk=workspace.pk).exists()
    )
    if recipe is None or not allowed:
        raise NotFound(
            f"There is no picture {key[:64]!r} here.", remedy="POST its recipe to /api/pictures."
        )
    composition = from_json(recipe.composition, operations())
    blobs = _still_held(recipe, workspace, composition)
    if recipe.used < timezone.now() - TOUCH_EVERY:
        Recipe.objects.filter(pk=key).update(used=timezone.now())
    return Planned(key, composition, recipe.cards, blobs)


def _still_held(
    recipe: Recipe, workspace: Workspace | None, composition: Composition
) -> dict[str, Blob]:
    refs, letters = refs_of(composition), own_fonts(composition)
    if not refs and not letters:
        return {}
    holders = [workspace] if workspace is not None else list(recipe.workspaces.all())
    digests = [ref.removeprefix(SHA_PREFIX) for ref in refs]
    held = recipe_rows(holders, digests).select_related("blob")
    blobs = fetched_among(digests)
    blobs |= {SHA_PREFIX + original.blob_id: original.blob for original in held}
    blobs |= still_held(holders, letters)
    if len(blobs) < len({*refs, *letters}):
        raise gone()
    return blobs


def recipe_rows(holders: Iterable[Workspace], digests: Iterable[str]) -> QuerySet[Original]:
    """The originals of a kept recipe, as its workspaces still hold them."""
    return Original.objects.filter(workspace__in=holders, blob__in=digests)


def make(
    planned: Planned,
    *,
    wait_s: float | None = None,
    using: Engines | None = None,
    priority: Priority = Priority.INTERACTIVE,
) -> Produced:
    """The planned picture. Equal requests of all processes render once. What isn't ready after
    `wait_s` is finished all the same, for whoever asks again."""
    tools = using or engines()
    kept = tools.caches.variants.find(planned.key)
    if kept is not None:
        return _produced(kept)
    wait = wait_s if wait_s is not None else current().interactive_wait_s
    work = Work(planned, tools, longest(), priority)
    mine = []

    def draw(path: Path) -> Made:
        mine.append(planned.key)
        return _drawn(path, work)

    kept = tools.caches.variants.get(
        planned.key, draw, planned.digests, work.until, Deadline.after(wait), missed=True
    )
    return replace(_produced(kept), rendered=bool(mine), waited=not mine)


def _drawn(path: Path, work: Work) -> Made:
    composition = work.planned.composition
    done = render(composition, seen_for(composition, work), path, work)
    facts = {
        "warnings": list(done.warnings),
        "engines": work.using.cards.described(work.planned.cards),
        **({"content": _plain(done.content)} if done.content else {}),
        **({"shown": _told(done.shown)} if done.shown else {}),
        **({"encoding": asdict(done.encoding)} if done.encoding else {}),
        **({"stretch": round(done.stretch, 4)} if done.stretch != 1 else {}),
    }
    return Made(done.content_type, done.width, done.height, facts)


def _produced(kept: Kept) -> Produced:
    return Produced(
        kept.key,
        kept.path,
        kept.content_type,
        kept.width,
        kept.height,
        kept.bytes,
        tuple(kept.facts.get("warnings", ())),
        kept.facts.get("engines", {}),
        content=Box(*kept.facts["content"]) if "content" in kept.facts else None,
        shown=_shown(kept.facts["shown"]) if "shown" in kept.facts else None,
        encoding=kept.facts.get("encoding", {}),
        stretch=kept.facts.get("stretch", 1.0),
    )


def _told(shown: Shown) -> list[float]:
    size = (shown.size.width, shown.size.height)
    return [*size, *_plain(shown.window), int(shown.mirror), shown.quarters]


def _shown(told: list[float]) -> Shown:
    width, height, *window, mirror, quarters = told
    return Shown(Size(int(width), int(height)), Box(*window), bool(mirror), int(quarters))


def _plain(box: Box) -> list[float]:
    return [round(v, 3) for v in (box.left, box.top, box.width, box.height)]


def opened(ask: Callable[[], Produced]) -> tuple[Produced, BinaryIO]:
    """The picture with its file, open. The cache may be emptied between the two: ask again."""
    for _ in range(TRIES):
        produced = ask()
        try:
            return produced, produced.path.open("rb")
        except FileNotFoundError:
            log.info("variant %s went before it was opened", produced.key[:12])
    raise Busy(
        "The cache of pictures is being emptied faster than it fills.",
        remedy="Try again; ask the owner for a larger VARIANT_CACHE_BYTES.",
        retry_after_s=2,
    )
