"""Claims in the database: which process, on whichever host, computes a cached thing.

INSERT wins. A claim is a lease: it is renewed while its owner lives, and taken over by
compare-and-set when it ran out. Hosts must agree on the time to within a few seconds; if they
don't, a thing may be computed twice, which harms nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from editor.errors import StudioError
from editor.models import Computed

LEASE_S = 10.0
FAR = timedelta(minutes=5)
"""No lease lasts so long: one that seems to was written before the clock was set back."""

Row = TypeVar("Row", bound=Computed)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one claimant to compute `key`."""

    key: str
    claimant: str


class Claims(Generic[Row]):
    """The claims on the rows of one table."""

    def __init__(self, model: type[Row], lease_s: float = LEASE_S) -> None:
        self.model = model
        self.lease_s = lease_s

    def row(self, key: str) -> Row | None:
        # In no order: `first` would sort, and write that down.
        return next(iter(self.model._default_manager.filter(pk=key)), None)

    def take(self, key: str, seen: Row | None) -> Claim | None:
        """Ours now, or None: somebody holds it, or was faster. `seen` is the row as last read."""
        if seen is not None and not _free(seen):
            return None
        claim = Claim(key, uuid.uuid4().hex)
        return claim if self._written(claim, seen) else None

    def _written(self, claim: Claim, seen: Row | None) -> bool:
        if seen is None:
            try:
                with transaction.atomic():
                    self.model._default_manager.create(pk=claim.key, **self._held_by(claim))
            except IntegrityError:
                return False
            return True
        same = self.model._default_manager.filter(
            pk=claim.key,
            claimant=seen.claimant,
            ready=seen.ready,
            claimed_until=seen.claimed_until,
        )
        return bool(same.update(ready=False, error=None, **self._held_by(claim)))

    def _held_by(self, claim: Claim) -> dict[str, Any]:
        until = timezone.now() + timedelta(seconds=self.lease_s)
        return {"claimant": claim.claimant, "claimed_until": until}

    def _held(self, claim: Claim) -> Any:
        return self.model._default_manager.filter(
            pk=claim.key, claimant=claim.claimant, ready=False
        )

    def renew(self, claim: Claim) -> bool:
        """Another lease; False when the claim was taken over."""
        until = timezone.now() + timedelta(seconds=self.lease_s)
        return bool(self._held(claim).update(claimed_until=until))

    def publish(self, claim: Claim, facts: dict[str, Any]) -> bool:
        """The thing is there; False when the claim was taken over or removed meanwhile."""
        now = timezone.now()
        return bool(self._held(claim).update(ready=True, claimed_until=None, used=now, **facts))

    def fail(self, claim: Claim, error: StudioError) -> None:
        """Give up the claim and leave word for those who wait."""
        self._held(claim).update(error=error.as_json()["error"], claimed_until=None)


def _free(row: Computed) -> bool:
    """Nobody computes this: it failed, its file is gone, or its claimant is."""
    if row.ready or row.claimed_until is None:
        return True
    now = timezone.now()
    return not now <= row.claimed_until <= now + FAR
