"""Telling an address of the user's own that a round is done, signed so that it can be believed.

The body is JSON; `X-Studio-Signature: t=<unix seconds>,v1=<hex>` holds the HMAC-SHA256 of
`<t>.<body>` under the batch's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from editor.conf import current
from editor.errors import Busy, InvalidOption, NotFound
from editor.flows.originals import as_uuid
from editor.library import outside
from editor.models import Batch

TIMEOUT_S = 10.0


def address(given: str) -> str:
    """The address, if it may be told anything; InvalidOption otherwise. Names are looked up when
    it is told: they may lead elsewhere then."""
    parts = outside.parsed(given)
    if parts.scheme != "https" and not current().private_hooks:
        raise InvalidOption(
            "A hook's address starts with https.", remedy="Use https, or ask the studio's owner."
        )
    return given


def signature(secret: str, body: bytes, at: int) -> str:
    """The value of the header `X-Studio-Signature`."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


def run_hook(workspace: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the job does: one delivery. Busy asks for another attempt; an address that isn't
    allowed, or refuses for good, ends the job."""
    found = {"workspace": as_uuid(workspace), "pk": as_uuid(str(payload["batch"]))}
    batch = Batch.objects.filter(**found).first()
    if batch is None or not batch.hook:
        raise NotFound("The batch or its hook was removed.", remedy="There is nothing to tell.")
    body = json.dumps(payload["said"], sort_keys=True).encode()
    at = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Studio",
        "X-Studio-Event": "batch.done",
        "X-Studio-Delivery": f"{batch.pk}:{payload['round']}",
        "X-Studio-Signature": signature(batch.secret, body, at),
    }
    status = outside.post(batch.hook, body, headers, TIMEOUT_S, private=current().private_hooks)
    if 200 <= status < 300:
        return {"status": status}
    if status in (408, 425, 429) or status >= 500:
        raise Busy(f"The hook answered {status}.", remedy="It is tried again.", retry_after_s=5)
    raise InvalidOption(
        f"The hook answered {status}.", remedy="Check its address; it isn't told again."
    )
