"""Pictures of other hosts: fetched when they may be, kept as long as their host says, at least an
hour, and judged like uploads."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.http import parse_http_date_safe

from editor.conf import current
from editor.errors import NotAPicture, SourceFailed
from editor.flows.engines import Engines, engines
from editor.flows.lettered import FORMAT as FONT
from editor.flows.originals import forget
from editor.flows.upload import judged
from editor.library import files, originals, remote, remote_rules
from editor.library.deadline import Deadline
from editor.library.incoming import Arrived
from editor.library.remote import Fetched, Way
from editor.models import Blob, FetchedPicture
from editor.render.limits import DRAWING_BYTES
from editor.render.sniff import HEAD, sniff

log = logging.getLogger(__name__)
LEAST = timedelta(hours=1)
MOST_S = 365 * 24 * 3600
TOUCH_EVERY = timedelta(minutes=1)
_AGES = tuple(
    re.compile(rf'(?:^|[,\s]){name}\s*=\s*"?(\d{{1,12}})', re.IGNORECASE)
    for name in ("s-maxage", "max-age")
)
"""What shared caches are told counts before what all are told (RFC 9111, 4.2.1)."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What is fetched. `take` judges what came and gives what is to be kept, with its row, not
    stored yet."""

    name: str
    limit: Callable[[], int]
    take: Callable[[Arrived, Engines], tuple[Arrived, Blob]]


def check(url: str) -> None:
    """SourceForbidden for an address that pictures don't come from."""
    if not permitted(url):
        raise remote.forbidden(url)


def permitted(url: str) -> bool:
    """True when the settings let a picture come from this address (in its normal form)."""
    conf = current()
    origin = conf.remote_origin.rstrip("/")
    given = conf.remote_sources + (f",{origin}/" if origin else "")
    return any(place.holds(url) for place in remote_rules.places(given))


def is_near(url: str, hosts: Iterator[str]) -> bool:
    """True when the address lies on one of `hosts`, on the origin's, or on a subdomain of them."""
    host = urlsplit(url).hostname or ""
    own = (*hosts, urlsplit(current().remote_origin).hostname or "")
    return any(one and (host == one or host.endswith(f".{one}")) for one in own)


def picture(url: str, *, using: Engines | None = None) -> Blob:
    """The bytes at the address (in its normal form), fetched unless a fresh copy is here.

    What `library.remote.fetch` and an upload refuse; SourceForbidden before anything is asked.
    """
    return fetched(url, PICTURE, using)


def fetched(url: str, sort: Sort, using: Engines | None = None) -> Blob:
    """Like `picture`, for bytes of another sort."""
    check(url)
    key = sha256(f"{sort.name}{url}".encode()).hexdigest()
    row = FetchedPicture.objects.select_related("blob").filter(pk=key).first()
    now = timezone.now()
    if row is not None and row.fresh_until > now:
        if row.used < now - TOUCH_EVERY:
            FetchedPicture.objects.filter(pk=key).update(used=now)
        return row.blob
    tools = using or engines()
    wait = Deadline.after(current().remote_timeout_s + current().interactive_wait_s)
    return tools.caches.fetches.run(key, lambda: _fetched(key, url, sort, tools), wait)


def way() -> Way:
    """How pictures are fetched, as the settings say."""
    conf = current()
    return Way(permitted, conf.upload_bytes, conf.remote_timeout_s, conf.remote_private)


def _fetched(key: str, url: str, sort: Sort, tools: Engines) -> Blob:
    row = FetchedPicture.objects.select_related("blob").filter(pk=key).first()
    with files.temporary(tools.caches.temporary, "remote-") as path:
        found = remote.fetch(url, path, replace(way(), bytes=sort.limit()), _conditions(row))
        if row is not None and found.arrived is None:
            FetchedPicture.objects.filter(pk=key).update(
                fresh_until=_fresh_until(found.headers), used=timezone.now()
            )
            return row.blob
        if found.arrived is None:
            raise SourceFailed(
                "The picture's host answered 304 to a first request.", remedy="Try again later."
            )
        arrived, facts = sort.take(found.arrived, tools)
        blob = _kept(key, url, found, arrived, facts)
    if row is not None and row.blob_id != blob.pk:
        forget(row.blob_id, tools.caches)
    _make_room(key, tools)
    return blob


def _conditions(row: FetchedPicture | None) -> dict[str, str]:
    if row is None:
        return {}
    given = {"If-None-Match": row.etag, "If-Modified-Since": row.modified}
    return {name: value for name, value in given.items() if value}


def _picture(arrived: Arrived, tools: Engines) -> tuple[Arrived, Blob]:
    if not arrived.bytes:
        raise NotAPicture(
            "The picture's host sent a file of 0 bytes.", remedy="Check the picture's address."
        )
    known = Blob.objects.exclude(format=FONT).filter(pk=arrived.sha256).first()
    return arrived, known or _facts(arrived, tools)


def _facts(arrived: Arrived, tools: Engines) -> Blob:
    with arrived.path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind.name != originals.DRAWING:
        return judged(arrived, tools)
    if arrived.bytes > DRAWING_BYTES:
        raise NotAPicture(
            f"The SVG drawing has more than {DRAWING_BYTES // 2**20} MiB.", remedy="Simplify it."
        )
    # A drawing has no pixels; it is cleaned whenever it is shown.
    return Blob(
        sha256=arrived.sha256, bytes=arrived.bytes, format=originals.DRAWING, width=1, height=1
    )


def _kept(key: str, url: str, found: Fetched, arrived: Arrived, facts: Blob) -> Blob:
    try:
        originals.put(arrived)
        with transaction.atomic():
            blob = originals.hold(facts, arrived)
            told = found.headers
            FetchedPicture.objects.update_or_create(
                pk=key,
                defaults={
                    "url": url,
                    "blob": blob,
                    "etag": told.get("etag", "") if len(told.get("etag", "")) <= 512 else "",
                    "modified": told.get("last-modified", "")[:64],
                    "fresh_until": _fresh_until(told),
                    "used": timezone.now(),
                },
            )
    except BaseException:
        originals.drop_unheld(arrived.sha256)
        raise
    return blob


def _fresh_until(headers: Mapping[str, str]) -> datetime:
    """By the host's own rules, at least an hour (contract, 1.11)."""
    now, told = timezone.now(), headers.get("cache-control", "")
    ages = [int(found[1]) for age in _AGES if (found := age.search(told))]
    ends = parse_http_date_safe(headers.get("expires", ""))
    if not ages and ends is not None:
        ages = [int(ends - now.timestamp())]
    age = timedelta(seconds=min(ages[0], MOST_S)) if ages else LEAST
    return now + max(age, LEAST)


def _make_room(key: str, tools: Engines) -> None:
    """Ends the longest unused holds above the budget; `key` was just fetched and stays."""
    budget = current().remote_cache_bytes
    total = FetchedPicture.objects.aggregate(sum=Sum("blob__bytes"))["sum"] or 0
    while total > budget:
        oldest = FetchedPicture.objects.exclude(pk=key).order_by("used")
        row = oldest.annotate(size=F("blob__bytes")).first()
        if row is None:
            return
        row.delete()
        forget(row.blob_id, tools.caches)
        total -= row.size


PICTURE = Sort("", lambda: current().upload_bytes, _picture)
