"""One computation per key, however many threads, processes and hosts ask for it at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from editor.errors import Busy, DeadlineExceeded, StudioError, from_json
from editor.library.claims import Claim, Claims, Row
from editor.library.coalesced import Coalesced, still_busy
from editor.library.connection import released
from editor.library.deadline import Deadline
from editor.models.renewing import Renewals

T = TypeVar("T")
FIRST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 0.25


class SingleFlight(Generic[Row, T]):
    """In this process one thread per key looks at the database; those who ask wait for it."""

    def __init__(self, claims: Claims[Row]) -> None:
        self._claims = claims
        self._coalesced: Coalesced[T] = Coalesced()
        self._renewals = Renewals(claims.lease_s / 3, "claims")

    def get(
        self,
        key: str,
        read: Callable[[Row], T | None],
        make: Callable[[Claim], T],
        until: Deadline,
        wait: Deadline,
        *,
        missed: bool = False,
    ) -> T:
        """What `read` finds behind a ready row, else what `make` computes under a claim.

        `read` answers None when the row's file is gone. The claimant's error reaches everybody
        who waited for it, unless it only lacked time or a place: who has time left tries then.
        The work ends at `until`; Busy for a caller who doesn't want to `wait` so long. `missed`:
        the caller has just looked and found nothing, so it is claimed before it is looked again.
        """
        return self._coalesced.run(key, lambda: self._begun(key, read, make, until, missed), wait)

    def _begun(
        self,
        key: str,
        read: Callable[[Row], T | None],
        make: Callable[[Claim], T],
        until: Deadline,
        missed: bool,
    ) -> T:
        claim = self._claims.take(key, None) if missed else None
        return self._made(claim, make) if claim else self._across(key, read, make, until)

    def _across(
        self,
        key: str,
        read: Callable[[Row], T | None],
        make: Callable[[Claim], T],
        until: Deadline,
    ) -> T:
        pause, waited_for = FIRST_PAUSE_S, ""
        while True:
            row = self._claims.row(key)
            if row is not None and row.ready and (found := read(row)) is not None:
                return found
            if row is not None and row.error and row.claimant == waited_for:
                _raise_unless_passing(from_json(row.error))
            until.check()
            claim = self._claims.take(key, row)
            if claim is not None:
                return self._made(claim, make)
            waited_for = row.claimant if row is not None else waited_for
            if until.left_s <= pause:
                raise still_busy()
            released()
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_S)

    def _made(self, claim: Claim, make: Callable[[Claim], T]) -> T:
        name = f"claim on {claim.key[:12]}"
        with self._renewals.holding(lambda: self._claims.renew(claim), name):
            try:
                return make(claim)
            except StudioError as error:
                self._claims.fail(claim, error)
                raise
            except BaseException:
                self._claims.fail(claim, _broken())
                raise


def _raise_unless_passing(error: StudioError) -> None:
    if not isinstance(error, Busy | DeadlineExceeded):
        raise error


def _broken() -> StudioError:
    return StudioError(
        "The picture could not be made.", remedy="Try again; the server's log names the cause."
    )
