"""The words that client and server share: version, paths, headers, limits. Needs nothing else.

    GET  /v1/models                        cards, their state, and what `auto` means per task
    POST /v1/faces?model=auto              body: a picture -> JSON
    POST /v1/mattes?model=auto&prompt=...  body: a picture -> raw alpha, described by headers
    POST /v1/models/NAME/pull              fetches its weights; /v1/models tells how far it is
    DELETE /v1/models/NAME                 removes its weights from the models folder
    PUT  /v1/defaults                      body: {task: name or auto}, what `auto` means
    GET  /v1/queue                         how long the named requests will still take
    GET  /v1/status                        live figures, as JSON
    GET  /healthz                          open to all; every other path asks for the secret
    GET  /readyz, /metrics

A picture is PNG, JPEG or WebP, upright and opaque (neither EXIF nor alpha is looked at), or raw
8-bit RGB with `content-type: application/x-rgb` and `x-shape: height,width`.
With `x-picture: <sha256 of the body>` it needs to travel only once: asked again with the digest and
an empty body, the service remembers it, or says 404 `picture_unknown`.
`model` is a card's name, its digest-bearing key, or `auto`. `x-priority: batch` lets others first,
`x-workspace` names whom the shares are fair between, `x-request-id` goes into the logs. `x-name`
gives a request a name of at most 64 letters, digits and hyphens, under which /v1/queue tells of it;
equal names may be shared.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 1
PREFIX: Final = f"/v{VERSION}"
AUTO: Final = "auto"

RAW_TYPE: Final = "application/x-rgb"
MATTE_TYPE: Final = "application/x-matte"

SHAPE: Final = "x-shape"
DTYPE: Final = "x-dtype"
CARD: Final = "x-card"
QUALITY: Final = "x-quality"
DEADLINE: Final = "x-deadline-ms"
TIMING: Final = "server-timing"
PICTURE: Final = "x-picture"
PRIORITY: Final = "x-priority"
INTERACTIVE: Final = "interactive"
BATCH: Final = "batch"
WORKSPACE: Final = "x-workspace"
REQUEST: Final = "x-request-id"
NAME: Final = "x-name"
LONGEST_NAME: Final = 64

DTYPES: Final = {"uint8": "|u1", "uint16": "<u2"}
"""Name in the header -> numpy's code of the bytes on the wire."""

LARGEST_MATTE_PX: Final = 4096 * 4096
"""Pixels of the largest matte that either side accepts."""
