"""The studios that tests start."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.studio import running


def test_one_that_is_not_ready_in_time_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*words: Any, **more: Any) -> subprocess.Popen[bytes]:
        begun.append(start(*words, **more))
        return begun[-1]

    monkeypatch.setattr(running.subprocess, "Popen", noted)
    with pytest.raises(AssertionError, match="not ready"):
        running.Studio(tmp_path, start_s=0.0)
    [process] = begun
    assert process.poll() is not None
