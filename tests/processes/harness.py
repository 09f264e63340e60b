"""Runs the supervisor's real loop over tiny real programs, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from editor.management.supervisor import lock, state
from editor.management.supervisor.loop import Loop
from editor.management.supervisor.output import Output
from editor.management.supervisor.roles import Spec

ROOT = Path(__file__).resolve().parents[2]


def main(folder: Path) -> None:
    """Supervises the programs that `folder`/specs.json names until a stop signal comes."""
    wanted = json.loads((folder / "specs.json").read_text())
    out = Output(sys.stdout.fileno())
    keep = state.Keeper(folder / "state.json", "test", "", out)
    specs = [Spec(**{**spec, "command": tuple(spec["command"])}) for spec in wanted["specs"]]
    lock_fd = lock.take(folder / "run" / "supervisor.lock")
    Loop(specs, os.environ, lock_fd, out, keep.write, grace_s=wanted["grace_s"]).run()
    out.say("stopped")


class Supervised:
    """A supervisor under test, its children and what it said."""

    def __init__(self, folder: Path, programs: Mapping[str, str], grace_s: float = 3.0) -> None:
        self.folder = folder
        specs = [_spec(name, program) for name, program in programs.items()]
        (folder / "specs.json").write_text(json.dumps({"specs": specs, "grace_s": grace_s}))
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.processes.harness", str(folder)],
                cwd=ROOT,
                env={**os.environ, "FOLDER": str(folder), "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def child(self, name: str) -> dict[str, Any]:
        """The state of one child as the state file tells it; empty before there is one."""
        return supervised_state(self.folder / "state.json").get(name, {})

    def pid(self, name: str, other_than: int | None = None) -> int:
        """The process id of a running child, waited for."""
        wait_until(lambda: self.child(name).get("pid") not in (None, other_than), 5)
        pid = self.child(name)["pid"]
        assert isinstance(pid, int)
        return pid

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def says(self, text: str, within_s: float = 5) -> None:
        """Waits until the log holds `text`."""
        wait_until(lambda: text in self.log(), within_s, lambda: self.log())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal to the supervisor and waits for its end."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def guardian(self) -> int:
        """The process id of the guardian: the supervisor's only child in another session."""
        for pid in _children(self.process.pid):
            if os.getsid(pid) != os.getsid(self.process.pid):
                return pid
        raise AssertionError("no guardian runs")


def supervised_state(path: Path) -> dict[str, dict[str, Any]]:
    """The children of a state file by name; none before there is one."""
    try:
        children = json.loads(path.read_text())["children"]
    except FileNotFoundError:
        return {}
    return {child["name"]: child for child in children}


def _spec(name: str, program: str) -> dict[str, object]:
    """A program is Python text, or the path of an executable."""
    command = [program] if program.startswith("/") else [sys.executable, "-c", program]
    return {"name": name, "role": name.split("-")[0], "command": command}


def wait_until(
    true: Callable[[], bool], within_s: float, why: Callable[[], object] = lambda: ""
) -> float:
    """The seconds until `true()`; AssertionError when it takes longer than `within_s`."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < within_s, f"not within {within_s} s: {why()}"
        time.sleep(0.01)
    return time.monotonic() - started


def lives(pid: int) -> bool:
    """True while the process exists and isn't a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def _children(pid: int) -> list[int]:
    answer = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in answer.stdout.split()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
