"""Thousands of items in a batch at once: `python manage.py shell -c` runs `fill`."""

from __future__ import annotations

from editor.models import Batch, BatchItem, Original

STATES = ("passed", "passed", "passed", "review", "failed", "waiting")


def fill(count: int) -> None:
    """`item 0001.jpg` and on in the newest batch, which stands still; they share its workspace's
    photos, so that few pictures are drawn."""
    batch = Batch.objects.latest("created")
    photos = list(Original.objects.filter(workspace=batch.workspace_id))
    rows = [
        BatchItem(
            batch=batch,
            position=number,
            original=photos[number % len(photos)],
            name=f"item {number:04}.jpg",
            state=STATES[number % len(STATES)],
            doubt=(number * 37 % 1000) / 1000,
        )
        for number in range(1, count + 1)
    ]
    BatchItem.objects.bulk_create(rows, batch_size=500)
    Batch.objects.filter(pk=batch.pk).update(state="paused")
