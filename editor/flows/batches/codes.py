"""SKUs of a batch's photos, told by a table."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from editor.errors import TooLarge
from editor.flows import names
from editor.flows.batches import rows
from editor.flows.batches.adding import LONGEST_SKU
from editor.models import Batch, BatchItem, Workspace
from editor.plan.batches.codes import key, sku_of, sku_table
from editor.plan.batches.naming import stem

MOST_BYTES = 4 * 1024 * 1024
TOLD = 20
"""So many names without a photo are told."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many photos the table named, and how many names in it are no photo's, with the first of
    those."""

    photos: int
    unknown: int
    names: tuple[str, ...]


def assign(workspace: Workspace, id: UUID | str, content: bytes) -> Assigned:
    """Gives photos the SKUs that a CSV table tells; nothing is made anew. BadRequest for another
    table, TooLarge for a greater one; photos that it doesn't name keep theirs."""
    batch = rows.get(workspace, id)
    if len(content) > MOST_BYTES:
        raise TooLarge(
            f"The table has more than {MOST_BYTES // 2**20} MiB.", remedy="Send a part of it."
        )
    return _assigned(batch, sku_table(content))


def _assigned(batch: Batch, table: dict[str, str]) -> Assigned:
    changed, count, used = [], 0, set[str]()
    for item in BatchItem.objects.filter(batch=batch).only("pk", "name", "sku"):
        sku = names.sought(sku_of(table, item.name)).strip()[:LONGEST_SKU]
        if not sku:
            continue
        count += 1
        used |= {key(item.name), key(stem(item.name))}
        if sku != item.sku:
            item.sku = sku
            changed.append(item)
    BatchItem.objects.bulk_update(changed, ["sku"], batch_size=500)
    unknown = [name for name in table if name not in used]
    return Assigned(count, len(unknown), tuple(unknown[:TOLD]))
