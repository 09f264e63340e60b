"""`python -m editor.inference.benchmark load`: one minute, or `--seconds 600` for ten."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from editor.inference.benchmark.load import page, plots
from editor.inference.benchmark.load.running import Plan, run
from editor.inference.benchmark.load.setting import bench

MOST_CLIENTS, LONGEST_S = 512, 3600.0


def main(arguments: list[str]) -> int:
    """0 when every request ended right; 1 otherwise, 2 when there is nothing to ask."""
    asked = _parser().parse_args(arguments)
    plan = Plan(
        max(1, min(MOST_CLIENTS, asked.clients)),
        max(0.1, min(LONGEST_S, asked.seconds)),
        max(1, asked.threads),
    )
    told: dict[str, Any] = {}

    def keep(figures: dict[str, Any]) -> None:
        told.update(figures)
        if asked.out:
            write(asked.out, told)

    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        ready = bench(Path(folder), asked.weights)
        if not ready.cards:
            print("no model is here", file=sys.stderr)  # noqa: T201
            return 2
        run(ready, plan, keep)
    print(json.dumps(told, indent=1))  # noqa: T201
    if asked.write:
        page.PAGE.write_text(page.written(page.PAGE.read_text(), told))
        draw(page.PICTURES, told)
    return 0 if right(told) else 1


def right(told: dict[str, Any]) -> bool:
    """True when every request ended right, and with its own answer."""
    return bool(told["answers"]) and not told["failures"] and not told["mixed_up"]


def write(folder: Path, told: dict[str, Any]) -> None:
    """The figures and the plots."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "load.json").write_text(json.dumps(told, indent=1) + "\n")
    draw(folder, told)


def draw(folder: Path, told: dict[str, Any]) -> None:
    """The plots alone."""
    (folder / "load-waits.svg").write_text(plots.waits(told["waits_s"]))
    (folder / "load-batches.svg").write_text(plots.batches(told["batches"]))
    resident = told["resident"]
    (folder / "load-memory.svg").write_text(plots.memory(resident["mib"], resident["every_s"]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m editor.inference.benchmark load")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60.0, help="600 for the long run.")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--weights", type=Path, help="A folder with weights of known models.")
    parser.add_argument("--out", type=Path, help="Folder for load.json and the plots.")
    parser.add_argument(
        "--write", action="store_true", help="Put the figures into editor/docs/inference.md."
    )
    return parser
