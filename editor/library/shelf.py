"""Files of computed things, one per row, within a budget of bytes. All of it may be deleted at
any moment, row by row or the whole folder: what is missing is computed again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from editor.errors import Gone
from editor.library import files
from editor.library.claims import Claim, Claims, Row

TOUCH_EVERY = timedelta(minutes=1)
ABANDONED_S = 3600.0
UNUSED = timedelta(days=30)
LOOK_EVERY_S = 30.0
LOW_WATER = 0.9
BATCH = 100


@dataclass(frozen=True, slots=True)
class Evicted:
    """What left a shelf."""

    rows: int = 0
    bytes: int = 0


class Shelf(Generic[Row]):
    """Rows of one table and their files under one folder."""

    def __init__(self, claims: Claims[Row], folder: Path, budget: int) -> None:
        self.claims = claims
        self.folder = folder
        self.budget = budget
        self._rows = claims.model._default_manager
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._unseen = 0

    def path(self, key: str) -> Path:
        return files.keyed(self.folder, key)

    def holds(self, row: Row) -> bool:
        """True when the row's file is there and whole; its use is noted, at most once a minute."""
        try:
            whole = self.path(row.key).stat().st_size == row.bytes
        except FileNotFoundError:
            return False
        if whole:
            self.touch(row)
        return whole

    def touch(self, row: Row) -> None:
        now = timezone.now()
        if row.used < now - TOUCH_EVERY:
            self._rows.filter(pk=row.key).update(used=now)

    def publish(
        self, claim: Claim, made: Path | None, facts: dict[str, Any], blobs: Iterable[str]
    ) -> int:
        """Put `made` in its place and mark the row ready; the file's bytes. Gone when an original
        that it shows was deleted meanwhile."""
        size = 0
        if made is not None:
            size = made.stat().st_size
            files.move_into(made, self.path(claim.key))
        if not self._marked_ready(claim, {"bytes": size, **facts}, list(blobs)):
            self.discard([claim.key])
            raise gone()
        self._make_room(size)
        return size

    def _marked_ready(self, claim: Claim, facts: dict[str, Any], blobs: list[str]) -> bool:
        """False when an original went meanwhile: then its row is missing, or ours."""
        try:
            with transaction.atomic():
                if self.claims.publish(claim, facts):
                    self._shows(claim.key, blobs)
                    return True
                # Either someone took over and publishes the same, or the row was deleted.
                return self._rows.filter(pk=claim.key).exists()
        except IntegrityError:
            return False

    def _shows(self, key: str, blobs: list[str]) -> None:
        """Notes of what it is made. Equal keys show equal blobs: who made it before noted the
        same."""
        relation: Any = self.claims.model._meta.get_field("blobs")
        shows, row = relation.remote_field.through, {relation.m2m_column_name(): key}
        every = [shows(blob_id=blob, **row) for blob in blobs]
        shows.objects.bulk_create(every, ignore_conflicts=True)

    def discard(self, keys: Iterable[str]) -> None:
        """Forget these, files and rows."""
        every = list(keys)
        self._rows.filter(pk__in=every).delete()
        for key in every:
            self.path(key).unlink(missing_ok=True)

    def _make_room(self, added: int) -> None:
        with self._lock:
            self._unseen += added
            fresh = time.monotonic() < self._looked + LOOK_EVERY_S
            if fresh and self._unseen < self.budget / 50:
                return
            self._looked, self._unseen = time.monotonic(), 0
        self.evict()

    def evict(self) -> Evicted:
        """Brings the shelf under its budget, the longest unused first."""
        total = self._rows.filter(ready=True).aggregate(sum=Sum("bytes"))["sum"] or 0
        if total <= self.budget:
            return Evicted()
        rows = freed = 0
        for row in self._oldest():
            if total - freed <= self.budget * LOW_WATER:
                break
            # Only if nobody used it since: a busy picture stays.
            if self._rows.filter(pk=row.key, used=row.used, ready=True).delete()[0]:
                self.path(row.key).unlink(missing_ok=True)
                rows, freed = rows + 1, freed + row.bytes
        return Evicted(rows, freed)

    def _oldest(self) -> Iterator[Row]:
        while batch := list(self._rows.filter(ready=True).order_by("used")[:BATCH]):
            yield from batch
            if len(batch) < BATCH:
                return

    def sweep(self) -> Evicted:
        """Removes what no row and no living claim stands for: files of lost rows, rows of
        failures and of claimants that died; and rows without a file, which no budget counts,
        once nobody uses them any more."""
        long_ago = timezone.now() - timedelta(seconds=ABANDONED_S)
        self._rows.filter(ready=True, bytes=0, used__lt=timezone.now() - UNUSED).delete()
        self._rows.filter(ready=False, used__lt=long_ago).exclude(
            claimed_until__gt=timezone.now()
        ).delete()
        count = freed = 0
        for path in files.forgotten(self.folder, ABANDONED_S):
            if not self._rows.filter(pk=path.name).exists():
                freed += path.stat().st_size if path.exists() else 0
                path.unlink(missing_ok=True)
                count += 1
        return Evicted(count, freed)


def gone() -> Gone:
    return Gone(
        "An original that this picture shows was deleted.", remedy="Upload the original again."
    )
