"""Whether a finished picture may still be shown as it was a moment ago.

The address of a picture says nothing by itself: its original may have been deleted, put into the
trash or uploaded anew, its file evicted, a model exchanged, a setting changed. So nothing here is
believed for having been true. What is remembered are the questions that the long way puts to the
database, written out as SQL with the rights as their conditions, and the rows that answered them:
who holds which original with which bytes, and which file the cache has for them. Every later
request puts them again, and is served only when the same rows come back. Models are looked up
again in the catalogue, and the settings must be the same object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import connection
from django.db.models import QuerySet

from editor.conf import Conf, current
from editor.flows.engines import engines
from editor.flows.planned import INFERRED, Planned, answered, spot
from editor.flows.produce import Produced, recipe_rows
from editor.flows.resolve import held_rows
from editor.library.connection import lent, released
from editor.models import Original, Recipe, Variant, Workspace
from editor.plan.composition import Original as Source
from editor.plan.composition import needs, sources

_FILE = ("claimant", "bytes", "content_type", "facts")


@dataclass(frozen=True, slots=True)
class Question:
    """One look at the database, ready to be put again, and the rows that it gave."""

    sql: str
    given: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def put(cls, wanted: QuerySet[Any, Any]) -> Self:
        sql, given = wanted.query.sql_with_params()
        return cls(sql, tuple(given), _asked(sql, tuple(given)))

    @property
    def stands(self) -> bool:
        """True when the same rows come back."""
        return _asked(self.sql, self.given) == self.rows


def _asked(sql: str, given: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return tuple(tuple(row) for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Standing:
    """A picture that was just sent, and on what that rested. `cards`: task, model as asked for,
    and the key of the card that answered."""

    produced: Produced
    questions: tuple[Question, ...]
    cards: tuple[tuple[str, str, str], ...]
    conf: Conf

    def holds(self) -> bool:
        """True when the long way would show the same picture now. Says False where it would have
        to ask inference first, and raises what models refuse."""
        if current() is not self.conf:
            return False
        cards = engines().cards
        same = all(cards.remembered(task, model) == key for task, model, key in self.cards)
        return same and all(question.stands for question in self.questions)


def of_originals(
    workspace: Workspace, refs: Iterable[str], planned: Planned, produced: Produced
) -> Standing | None:
    """For a picture whose address names originals of `workspace` by `refs`; None where it names
    none, but a picture of another host."""
    named = tuple(refs)
    if not named:
        return None
    held = held_rows(workspace, named).order_by("pk").distinct()
    return _standing(held, planned, produced)


def of_recipe(workspace: Workspace, planned: Planned, produced: Produced) -> Standing | None:
    """For a picture whose address names a kept recipe."""
    kept = _put(Recipe.objects.filter(pk=planned.key, workspaces=workspace), "pk")
    held = recipe_rows([workspace], planned.digests).order_by("pk")
    return _standing(held, planned, produced, kept) if kept.rows else None


def _standing(
    held: QuerySet[Original], planned: Planned, produced: Produced, *further: Question
) -> Standing | None:
    """None where the picture rests on more than is asked here: on those of other hosts, which are
    fetched anew when they are old; on fonts; on a file that has just changed."""
    if any(not isinstance(source, Source) for source in sources(planned.composition)):
        return None
    originals, file = _put(held, "pk", "blob_id"), _put(_file(planned.key), *_FILE)
    # The rows must show those very bytes: then they prove the rights by themselves, whatever
    # happens between this look and the one that the long way took.
    if {sha256 for _, sha256 in originals.rows} != set(planned.digests):
        return None
    if len(planned.digests) != len(planned.blobs) or not file.rows:
        return None
    if file.rows[0][_FILE.index("bytes")] != produced.bytes:
        return None
    cards = tuple(
        (answered(placed.need), placed.need.model, planned.cards[spot(placed.need)])
        for placed in needs(planned.composition)
        if placed.need.task in INFERRED
    )
    found = replace(produced, rendered=False, waited=False)
    return Standing(found, (originals, *further, file), cards, current())


def _file(key: str) -> QuerySet[Variant]:
    return Variant.objects.filter(pk=key, ready=True)


def _put(wanted: QuerySet[Any], *columns: str) -> Question:
    return Question.put(wanted.values_list(*columns))


def finished() -> None:
    """Gives this thread's connection back to the pool; one to a file is kept."""
    lent()


def ended() -> None:
    """Gives it back in any case."""
    released()
