"""Keeps a claim alive while its owner works."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Any, Self

from django.db import connection
from django.db.utils import OperationalError

from editor.library.claims import Claim, Claims

log = logging.getLogger(__name__)


class Renewal:
    """A context in which the claim is renewed three times per lease. Quick work costs no query."""

    def __init__(self, claims: Claims[Any], claim: Claim) -> None:
        self._claims = claims
        self._claim = claim
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="claim-renewal", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._done.wait(self._claims.lease_s / 3):
                if not self._renewed():
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        try:
            return self._claims.renew(self._claim)
        except OperationalError as error:
            # A locked or restarting database: the lease outlives one missed renewal.
            log.warning("claim on %s not renewed: %s", self._claim.key[:12], error)
            connection.close()
            return True
