"""Which failures are a part's that stands behind the studio, and will pass: not the work's own."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError

PASSING = (OperationalError, InterfaceError, ConnectionError, TimeoutError)
SERVERS_FAULT = 500


def is_outage(error: BaseException) -> bool:
    """True when the database, the bucket or a connection failed, so that the same work may succeed
    later."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, PASSING) or _of_bucket(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _of_bucket(error: BaseException) -> bool:
    """An S3 service that can't be reached, or says that it is its own fault. Without a bucket its
    library isn't loaded."""
    library = sys.modules.get("botocore.exceptions")
    if library is None:
        return False
    if isinstance(error, library.ClientError):
        told = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return bool(told >= SERVERS_FAULT)
    unreachable = (library.HTTPClientError, library.ConnectionError)
    return isinstance(error, unreachable)
