"""A storage without local paths, as a bucket is; counts how often something is opened."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage


class RemoteStorage(Storage):
    def __init__(self) -> None:
        self.opened = 0
        self._kept: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> Any:
        if name not in self._kept:
            raise FileNotFoundError(name)
        self.opened += 1
        return ContentFile(self._kept[name])

    def _save(self, name: str, content: Any) -> str:
        self._kept[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self._kept

    def delete(self, name: str) -> None:
        self._kept.pop(name, None)
