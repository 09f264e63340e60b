"""One refused file."""

from __future__ import annotations

from dataclasses import dataclass

from editor.errors import StudioError


@dataclass(frozen=True, slots=True)
class Case:
    """A file under the name that its sender gives it, and the refusal that it must meet."""

    name: str
    data: bytes
    error: type[StudioError]
    words: str

    @property
    def status(self) -> int:
        return self.error.status
