"""Files that must be refused, and how: each is made in memory, none is larger than a few MB.

`cases()` is for every door that takes a file; `valid.SAMPLES` are files that must be taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import hostile, polyglots, strangers, truncated
from tests.corpus.case import Case


def cases() -> list[Case]:
    """Every refused file: its bytes, the error's type and status, and words of its text."""
    return list(_all())


def _all() -> Iterator[Case]:
    for part in (strangers, truncated, hostile, polyglots):
        yield from part.cases()


__all__ = ["Case", "cases"]
