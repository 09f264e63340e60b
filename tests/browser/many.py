"""Thousands of photos in a workspace at once: `python manage.py shell -c` runs `fill`."""

from __future__ import annotations

import hashlib
import io

from django.core.files.base import ContentFile
from PIL import Image

from editor.library import originals
from editor.models import Blob, Original, Workspace
from editor.render.likeness import likeness


def fill(count: int) -> None:
    """Tiny photos `photo 0001.png` and on, the first one the oldest, in the newest workspace."""
    workspace = Workspace.objects.latest("created")
    blobs, rows = [], []
    for number in range(1, count + 1):
        picture = Image.new("RGB", (24, 16), (number % 251, number // 8 % 256, 120))
        picture.putpixel((0, 0), (number % 256, number // 256, 7))
        out = io.BytesIO()
        picture.save(out, "PNG")
        digest = hashlib.sha256(out.getvalue()).hexdigest()
        originals.storage().save(originals.name_of(digest), ContentFile(out.getvalue()))
        blobs.append(
            Blob(
                sha256=digest,
                bytes=len(out.getvalue()),
                format="png",
                width=24,
                height=16,
                thumbhash=likeness(picture),
            )
        )
        rows.append(Original(workspace=workspace, blob_id=digest, name=f"photo {number:04}.png"))
    Blob.objects.bulk_create(blobs, ignore_conflicts=True)
    Original.objects.bulk_create(rows)
