"""For whom work is done: set where it begins (a request, a job), read where inference is asked."""

from __future__ import annotations

from uuid import UUID

from editor.inference.caller import NOBODY, Caller, calling, present

__all__ = ["NOBODY", "Caller", "calling", "of_workspace", "present"]


def of_workspace(workspace: UUID | str | None) -> str:
    """The name under which inference shares fairly, and logs tell whose work it was."""
    return str(workspace).replace("-", "") if workspace else ""
