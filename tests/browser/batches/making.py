"""Batches made over REST, as the page's own person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload, Page

PATIENT_MS = 120_000
"""A photo is cut out, drawn and checked meanwhile, on a machine that may be busy."""


class Rest:
    """The REST API with the cookies of a page's person."""

    def __init__(self, page: Page) -> None:
        page.goto("/batches")
        self._token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
        self._page = page

    def get(self, path: str) -> Any:
        answer = self._page.request.get(path, timeout=PATIENT_MS)
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = self._page.request.fetch(
            path, method=method, data=body or {}, headers=self._headers(), timeout=PATIENT_MS
        )
        assert answer.ok, answer.text()
        return answer.json()

    def bring(self, batch: str, name: str, content: bytes) -> dict[str, Any]:
        """Adds a photo; its item."""
        file: FilePayload = {"name": name, "mimeType": "image/jpeg", "buffer": content}
        answer = self._page.request.post(
            f"/api/batches/{batch}/photos",
            multipart={"file": file},
            headers=self._headers(),
            timeout=PATIENT_MS,
        )
        assert answer.ok, answer.text()
        item: dict[str, Any] = answer.json()["items"][0]
        return item

    def batch(self, name: str, recipe: Mapping[str, Any], photos: Mapping[str, bytes]) -> str:
        """The id of a new batch with these photos, not started."""
        made = self.send("/api/batches", {"name": name, "recipe": recipe})
        id: str = made["id"]
        for photo, content in photos.items():
            self.bring(id, photo, content)
        return id

    def _headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self._token, "Referer": self._page.url}
