"""Tables and their invariants. Pixels are not here: originals lie in storage by sha256, every
other picture is made again from its recipe.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from editor.models.batches import Batch, BatchItem, BatchRecipe, RuleChange
from editor.models.fonts import Font

__all__ = [
    "Batch",
    "BatchItem",
    "BatchRecipe",
    "Beat",
    "Blob",
    "Computed",
    "Document",
    "DocumentPatch",
    "Event",
    "FetchedPicture",
    "Finding",
    "Font",
    "Job",
    "Original",
    "Recipe",
    "RuleChange",
    "Share",
    "Token",
    "Variant",
    "Workspace",
]


class Workspace(models.Model):
    """Everything belongs to one. A guest's has no name and expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # NULL, not "": guests have no name, and names are unique.
    name = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001
    created = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(name__isnull=False) | Q(expires__isnull=False),
                name="a_guest_expires",
            )
        ]

    @property
    def is_guest(self) -> bool:
        return self.name is None


class Token(models.Model):
    """A bearer token of a workspace; only its sha256 is kept."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)


class Blob(models.Model):
    """The bytes of an original, stored once however many workspaces hold it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    bytes = models.BigIntegerField()
    format = models.CharField(max_length=16)
    width = models.PositiveIntegerField()
    """Upright, after EXIF orientation; px."""
    height = models.PositiveIntegerField()
    frames = models.PositiveIntegerField(default=1)
    has_alpha = models.BooleanField(default=False)
    thumbhash = models.CharField(max_length=64, blank=True)
    """A blurred likeness of some 25 bytes, base64: shown while the thumbnail is on its way."""
    created = models.DateTimeField(auto_now_add=True)


class Original(models.Model):
    """A workspace's hold on a blob."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="originals")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="holds")
    name = models.CharField(max_length=255)
    created = models.DateTimeField(auto_now_add=True)
    trashed = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-created", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "blob"], name="held_once_per_workspace")
        ]


class FetchedPicture(models.Model):
    """A picture of another host: the studio's own hold on a blob, which may end at any moment."""

    key = models.CharField(max_length=64, primary_key=True)
    """sha256 of the address."""
    url = models.TextField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="fetches")
    etag = models.CharField(max_length=512, blank=True)
    modified = models.CharField(max_length=64, blank=True)
    """Last-Modified, as it was sent."""
    fresh_until = models.DateTimeField()
    used = models.DateTimeField(auto_now_add=True, db_index=True)


class Document(models.Model):
    """An editor document: versioned JSON, changed by patches against a revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=255)
    body = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    trashed = models.DateTimeField(null=True, db_index=True)
    uses = models.ManyToManyField(Original, related_name="documents")

    class Meta:
        ordering: ClassVar = ["-changed", "id"]


class DocumentPatch(models.Model):
    """One saved change: what was applied, its inverse, and values that lost to it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="patches")
    revision = models.PositiveIntegerField()
    client = models.CharField(max_length=64, blank=True)
    patch = models.JSONField()
    inverse = models.JSONField()
    lost = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "revision"], name="one_patch_a_revision")
        ]


class Share(models.Model):
    """A link by which others may look at one document. The address is signed; the row lets its
    owner end it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="shares")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created", "id"]


class Recipe(models.Model):
    """A canonical composition under its variant key, so that the picture can be made again."""

    key = models.CharField(max_length=64, primary_key=True)
    composition = models.JSONField()
    cards = models.JSONField(default=dict)
    passing = models.BooleanField(default=False)
    """Asked for by a stage while somebody edits: gone some days after it was last used."""
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(auto_now_add=True, db_index=True)
    workspaces = models.ManyToManyField(Workspace, related_name="recipes")
    blobs = models.ManyToManyField(Blob, related_name="recipes")


class Computed(models.Model):
    """A computed thing that a cache keeps, or the claim of the one process that computes it.

    The state is one of three: ready; claimed until a time; failed (`error` is set, so that those
    who wait hear of it). Rows and files may be deleted at any moment.
    """

    key = models.CharField(max_length=64, primary_key=True)
    ready = models.BooleanField(default=False)
    claimed_until = models.DateTimeField(null=True)
    claimant = models.CharField(max_length=64, blank=True)
    error = models.JSONField(null=True)
    bytes = models.BigIntegerField(default=0)
    used = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        abstract = True


class Variant(Computed):
    """A rendered picture."""

    content_type = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    """Warnings and the engines used, for headers and screens."""
    blobs = models.ManyToManyField(Blob, related_name="variants")


class Finding(Computed):
    """What a model saw in a prefix of a recipe."""

    task = models.CharField(max_length=16)
    card = models.CharField(max_length=128)
    prompt = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    blobs = models.ManyToManyField(Blob, related_name="findings")


class Job(models.Model):
    """One piece of work done elsewhere; idempotent by key, its result written at once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=128)
    payload = models.JSONField(default=dict)
    queue = models.CharField(max_length=16, default="interactive")
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    heartbeat = models.DateTimeField(auto_now_add=True, db_index=True)
    task = models.CharField(max_length=36, blank=True)
    """The queue entry that will run it, so that a lost entry is noticed."""
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_job_a_key")
        ]


class Event(models.Model):
    """Progress for open browsers; the growing id is the place in the stream."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True, db_index=True)


class Beat(models.Model):
    """A sign of life of one worker process; old rows are workers that are gone."""

    name = models.CharField(max_length=128, primary_key=True)
    queues = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
