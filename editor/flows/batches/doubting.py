"""How well the doubts of batches point at mattes that are wrong, where the truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.errors import BadRequest
from editor.findings import Matte
from editor.flows.batches.looked import asking, looked
from editor.flows.engines import Engines, engines
from editor.flows.upload import upload
from editor.models import Workspace
from editor.plan.batches.doubts import REVIEW, doubt
from editor.plan.batches.recipe import Recipe
from editor.plan.operation import Need
from editor.render.subject import agreement, drawn

WRONG = 0.8
"""Mattes with less in common with the truth (IoU) are wrong."""
REVIEWED = 0.2
"""So many of all, the most doubtful ones, are what a person looks at."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One photo: its set, how doubtful it is and why, and what its matte has in common with the
    truth."""

    name: str
    group: str
    doubt: float
    reasons: tuple[str, ...]
    agreement: float

    @property
    def is_wrong(self) -> bool:
        return self.agreement < WRONG


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """The photos in `image` that have a matte in `matte`, by name; BadRequest when none has."""
    photos = sorted((folder / "image").glob("*"))
    found = [(one, folder / "matte" / f"{one.stem}.png") for one in photos]
    there = [(photo, matte) for photo, matte in found if matte.is_file()]
    if not there:
        raise BadRequest(
            f"There are no pairs in {folder}.", remedy="Name a folder with `image` and `matte`."
        )
    return there


def judged(
    workspace: Workspace,
    photo: Path,
    truth: Path,
    recipe: Recipe,
    using: Engines | None = None,
) -> Judged:
    """The doubt of a photo beside the truth."""
    tools = using or engines()
    content = photo.read_bytes()
    original = upload(workspace, photo.name, [content], charged=False, using=tools).original
    found = looked(recipe, original, tools)
    matte = asking(original, tools).answer(Need("matte", recipe.model))
    common = agreement(matte, drawn(truth)) if isinstance(matte, Matte) else 0.0
    reasons = tuple(one.name for one in found.doubts)
    group = photo.name.partition("__")[0]
    return Judged(photo.name, group, doubt(found.doubts), reasons, common)


def told(found: Sequence[Judged]) -> Iterator[str]:
    """What the figures say, line by line."""
    wrong = [one for one in found if one.is_wrong]
    yield f"{len(found)} photos, {len(wrong)} mattes wrong (IoU below {WRONG})"
    fits = min(1.0, round(REVIEWED * len(found)) / max(1, len(wrong)))
    reached = caught(found) / fits if fits else 1.0
    yield (
        f"reviewing the most doubtful {REVIEWED:.0%} finds {caught(found):.0%} of the wrong; "
        f"{fits:.0%} fit into so many: {reached:.0%} of what is possible"
    )
    yield f"of a wrong and a right one, the wrong is the more doubtful in {ranked(found):.0%}"
    fine = [one for one in found if not one.is_wrong]
    yield f"to review go {_sent(wrong):.0%} of the wrong and {_sent(fine):.0%} of the right"
    for group in sorted({one.group for one in found}):
        own = [one for one in found if one.group == group]
        bad = sum(one.is_wrong for one in own)
        yield f"  {group}: {len(own)} photos, {bad} wrong, {caught(own):.0%} found"
    said = Counter(name for one in found for name in one.reasons)
    right = Counter(name for one in wrong for name in one.reasons)
    for name, count in said.most_common():
        yield f"  {name}: given {count} times, {right[name]} of them wrong"


def _sent(found: Sequence[Judged]) -> float:
    return sum(one.doubt > REVIEW for one in found) / max(1, len(found))


def ranked(found: Sequence[Judged]) -> float:
    """How often a wrong matte is more doubtful than a right one, ties counted half (the area under
    the ROC curve); 1 when there aren't both."""
    wrong = [one.doubt for one in found if one.is_wrong]
    fine = [one.doubt for one in found if not one.is_wrong]
    if not (wrong and fine):
        return 1.0
    won = sum((bad > good) + 0.5 * (bad == good) for bad in wrong for good in fine)
    return won / (len(wrong) * len(fine))


def caught(found: Sequence[Judged]) -> float:
    """The share of the wrong that is among the most doubtful; 1 when nothing is wrong."""
    wrong = sum(one.is_wrong for one in found)
    if not wrong:
        return 1.0
    count = round(REVIEWED * len(found))
    reviewed = sorted(found, key=lambda one: -one.doubt)[:count]
    return sum(one.is_wrong for one in reviewed) / wrong
