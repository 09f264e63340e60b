"""Tables of batches: many photos, one recipe."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Batch(models.Model):
    """Photos that one recipe makes files of. Its items carry the results."""

    class State(models.TextChoices):
        DRAFT = "draft"
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("editor.Workspace", models.CASCADE, related_name="batches")
    name = models.CharField(max_length=255)
    recipe = models.JSONField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    round = models.PositiveIntegerField(default=0)
    """How often it was started: a finished round is told to the hook once."""
    hook = models.URLField(max_length=2000, blank=True)
    """Address that is told when a round is done."""
    secret = models.CharField(max_length=64, blank=True)
    """Signs what the hook is told."""
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    """When it last began or went on: estimates count from here."""
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created", "id"]


class BatchItem(models.Model):
    """One photo of a batch and what became of it. Its files are variants, made again on demand
    from the recipes under their keys."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        PASSED = "passed"
        REVIEW = "review"
        FAILED = "failed"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    original = models.ForeignKey(
        "editor.Original", models.SET_NULL, null=True, related_name="batch_items"
    )
    """None: the photo couldn't be taken in, or was deleted."""
    name = models.CharField(max_length=255)
    sku = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    """How often it was handed to the workers; part of its job's key."""
    handed = models.BooleanField(default=False)
    """A job of this attempt has it now."""
    error = models.JSONField(null=True)
    """Why it failed: code, text, remedy."""
    reasons = models.JSONField(default=list)
    """Why it should be looked at: name, text, value."""
    doubt = models.FloatField(default=0.0)
    """0: its matte looks right, 1: it surely doesn't."""
    results = models.JSONField(default=list)
    """One object for each target: key, size, bytes, checks with their values."""
    made_of = models.CharField(max_length=64, blank=True)
    """Digest of what the results were made of: recipe, photo, document's revision, rules."""
    document = models.ForeignKey(
        "editor.Document", models.SET_NULL, null=True, related_name="batch_items"
    )
    """The document that stands for the recipe since somebody edited it by hand."""
    revision = models.PositiveIntegerField(default=0)
    """The document's revision that the results show."""
    accepted = models.BooleanField(default=False)
    seconds = models.FloatField(default=0.0)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [models.Index(fields=["batch", "state", "position"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="one_item_a_position"),
            models.UniqueConstraint(fields=["batch", "original", "name"], name="one_item_a_photo"),
        ]


class BatchRecipe(models.Model):
    """A recipe that somebody saved under a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey("editor.Workspace", models.CASCADE, related_name="batch_recipes")
    name = models.CharField(max_length=255)
    body = models.JSONField()
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_recipe_a_name")
        ]


class RuleChange(models.Model):
    """What the owner knows better about a marketplace's rules; for the whole studio."""

    preset = models.CharField(primary_key=True, max_length=64)
    changes = models.JSONField()
    changed = models.DateField()
