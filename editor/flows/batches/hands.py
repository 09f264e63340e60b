"""Whether a person's hands changed what the recipe made."""

from __future__ import annotations

from editor.models import Document

OPENED = 1
"""The revision of a document in which nothing was changed yet."""


def by_hand(document: Document | None) -> Document | None:
    """The document that stands for the recipe; None for one that was only opened: the recipe still
    counts."""
    return document if document is not None and document.revision > OPENED else None
