"""Uploaded files go straight to the data folder's own temporary place, counted on the way."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from editor.conf import current
from editor.errors import TooLarge


def temporary_folder() -> Path:
    """Where bodies and uploads lie while they are read."""
    folder = Path(settings.DATA_DIR) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def discard(request: HttpRequest) -> None:
    """Removes what an upload has left: Django forgets files whose form broke off."""
    for file in request.__dict__.get("begun_uploads", ()):
        file.close()


def too_large(limit: int) -> TooLarge:
    """The refusal of a file over the limit."""
    return TooLarge(
        f"The file is larger than {limit / 2**20:g} MiB.",
        remedy="Send a smaller file, or ask the owner to raise UPLOAD_BYTES.",
    )


class Upload(TemporaryUploadedFile):
    """A received file, gone once its request ends. The sender's name isn't used on our disk."""

    def __init__(self, name: str, content_type: str, charset: str | None) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=temporary_folder())  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, 0, charset)


class BoundedUploadHandler(FileUploadHandler):
    """Each file to a file of its own, at most UPLOAD_BYTES."""

    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = Upload(self.file_name or "", self.content_type or "", self.charset)
        self._received = 0
        begun = self.request.__dict__.setdefault("begun_uploads", [])
        begun.append(self.file)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        limit = current().upload_bytes
        if self._received > limit:
            raise too_large(limit)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Upload:
        received: Upload = self.file
        received.seek(0)
        received.size = file_size
        return received
