"""A folder of photos through a studio's REST API, as a program of a shop would send it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

LOOK_S = 0.5
LONGEST_S = 3600.0
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Went:
    """Seconds of uploading and of making, and the items in their end."""

    batch: str
    uploaded_s: float
    made_s: float
    items: tuple[Mapping[str, Any], ...]

    def count(self, *states: str) -> int:
        return sum(one["state"] in states for one in self.items)


def uploaded(
    client: httpx.Client, photos: Sequence[Path], recipe: Mapping[str, Any], tell: Told
) -> tuple[str, float]:
    """A batch of these photos, not started, and the seconds that the upload took."""
    began = time.monotonic()
    made = good(client.post("/api/batches", json={"name": "Benchmark", "recipe": recipe}))
    for number, photo in enumerate(photos, 1):
        # Folders of one collection may use the same names.
        files = {"file": (f"{number:04d}-{photo.name}", photo.read_bytes())}
        good(client.post(f"/api/batches/{made['id']}/photos", files=files))
        tell(number, len(photos), "uploaded")
    return str(made["id"]), time.monotonic() - began


def finished(client: httpx.Client, batch: str, uploaded_s: float, tell: Told) -> Went:
    """Starts the batch and waits for its end; RuntimeError when it takes an hour."""
    at = f"/api/batches/{batch}"
    began = time.monotonic()
    good(client.post(f"{at}/start"))
    while True:
        found = good(client.get(at))
        tell(found["counts"]["done"], found["counts"]["total"], "made")
        if found["state"] == "done":
            break
        if time.monotonic() > began + LONGEST_S:
            raise RuntimeError(f"the batch doesn't end: {found['counts']}")
        time.sleep(LOOK_S)
    made_s = time.monotonic() - began
    return Went(batch, uploaded_s, made_s, tuple(items(client, batch)))


def items(client: httpx.Client, batch: str) -> list[dict[str, Any]]:
    """All items of a batch by their positions."""
    found: list[dict[str, Any]] = []
    while True:
        query = {"limit": 200, "offset": len(found)}
        page = good(client.get(f"/api/batches/{batch}/items", params=query))
        found += page["items"]
        if len(found) >= page["count"] or not page["items"]:
            return found


def good(answer: httpx.Response) -> dict[str, Any]:
    """The JSON of an answer; RuntimeError with its text when it refuses."""
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.url}: {answer.status_code} {answer.text[:500]}")
    found: dict[str, Any] = answer.json()
    return found
