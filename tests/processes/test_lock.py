"""One supervisor a data folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editor.errors import Conflict
from editor.management.supervisor import lock


def test_a_second_start_on_the_same_folder_is_refused_and_names_the_first(tmp_path: Path) -> None:
    path = tmp_path / "run" / "supervisor.lock"
    held = lock.take(path)
    with pytest.raises(Conflict, match=str(os.getpid())) as refusal:
        lock.take(path)
    assert "STUDIO_DATA_DIR" in refusal.value.remedy
    os.close(held)
    os.close(lock.take(path))


def test_after_a_killed_supervisor_the_next_waits_for_the_clean_up(tmp_path: Path) -> None:
    path = tmp_path / "supervisor.lock"
    text = (
        "import os, subprocess, sys\n"
        "from pathlib import Path\n"
        "from editor.management.supervisor import lock\n"
        "fd = lock.take(Path(sys.argv[1]))\n"
        "subprocess.Popen(['sleep', '0.7'], pass_fds=[fd])\n"
    )
    subprocess.run([sys.executable, "-c", text, str(path)], check=True)
    started = time.monotonic()
    os.close(lock.take(path, wait_s=10))
    assert 0.2 < time.monotonic() - started < 5


def test_the_wait_ends_with_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "supervisor.lock"
    held = lock.take(path)
    path.write_text("not a process")
    with pytest.raises(Conflict):
        lock.take(path, wait_s=0.2)
    os.close(held)
