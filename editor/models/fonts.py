"""Fonts that people bring, as rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Font(models.Model):
    """A workspace's hold on a cleaned font, whose bytes are a blob of the format `font`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("editor.Workspace", models.CASCADE, related_name="fonts")
    blob = models.ForeignKey("editor.Blob", models.PROTECT, related_name="fonts")
    given = models.CharField(max_length=64)
    """sha256 of the file as it was sent: the same one again needn't be judged."""
    title = models.CharField(max_length=255)
    facts = models.JSONField(default=dict)
    """The fields of `render.request.FontFacts`."""
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["title", "created", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "blob"], name="one_font_a_workspace")
        ]
