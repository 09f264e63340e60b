from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from editor.models import Workspace


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="tests")


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Any]], None]:
    """Makes a function the flow of the job kind `probe`."""

    def install(run: Callable[..., Any]) -> None:
        monkeypatch.setattr("editor.jobs.worker.kinds", lambda: {"probe": run})

    return install
