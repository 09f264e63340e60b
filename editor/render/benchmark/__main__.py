"""Does the jobs whose names come in, one line of JSON for each."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import PIL

from editor.render import usage
from editor.render.benchmark import inputs
from editor.render.benchmark.jobs import JOBS
from editor.render.handle import environment

_AGAIN = "again"


def main(folder: Path) -> None:
    inputs.make(folder)
    say({"peer": f"Studio (Pillow {PIL.__version__})"})
    for line in sys.stdin:
        job = JOBS[line.strip()]
        meter = usage.Meter()
        length = job(folder)
        said: dict[str, object] = {
            "cpu_s": meter.cpu_s,
            "peak_rss": meter.peak_rss,
            "bytes": length,
        }
        usage.settled()
        say(said)


def say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def as_render_process(arguments: list[str]) -> None:
    """Starts this program over with the environment that render processes get."""
    command = [sys.executable, "-m", "editor.render.benchmark", *arguments, _AGAIN]
    os.execve(sys.executable, command, environment(os.environ))  # noqa: S606 - ourselves


if __name__ == "__main__":
    if sys.argv[-1] != _AGAIN:
        as_render_process(sys.argv[1:])
    main(Path(sys.argv[1]))
