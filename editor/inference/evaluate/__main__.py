"""`manage.py models evaluate`, also `python -m editor.inference.evaluate` without Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editor.errors import StudioError
from editor.inference import settings
from editor.inference.card import Task
from editor.inference.evaluate import detecting, measuring, page, tables
from editor.inference.evaluate.pairs import pairs
from editor.inference.evaluate.subjects import Subject, subject
from editor.inference.protocol import AUTO

TASKS = {"matte": Task.MATTE, "faces": Task.FACES}


def main(arguments: list[str]) -> int:
    """0 when all was measured, 2 with a sentence otherwise."""
    asked = _parser().parse_args(arguments)
    # The secret is for the service; measuring needs the folder of weights and the device.
    environment = {settings.SECRET: "not asked for", **os.environ}
    try:
        known = settings.load(environment)
        subjects = [subject(name, TASKS[asked.task], known) for name in asked.models.split(",")]
        measure = _faces if asked.task == "faces" else _mattes
        told, texts = measure(subjects, asked.dataset)
    except StudioError as error:
        print(f"{error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    print(texts["md"]())  # noqa: T201
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        for ending, text in texts.items():
            (asked.out / f"evaluation.{ending}").write_text(text())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py models evaluate", description=__doc__)
    parser.add_argument("--task", choices=TASKS, default="matte")
    parser.add_argument("--dataset", type=Path, required=True, help="Folder with the pictures.")
    parser.add_argument(
        "--models",
        default=AUTO,
        help="Names of cards, NAME=FILE or onnx:FILE, with commas; default: auto.",
    )
    parser.add_argument("--json", type=Path, help="File for all figures.")
    parser.add_argument("--out", type=Path, help="Folder for CSV, Markdown, plot and page.")
    return parser


Texts = dict[str, Callable[[], str]]
"""By the ending of its file, how each report is made: the page looks at pictures once more."""


def _mattes(subjects: list[Subject], folder: Path) -> tuple[dict[str, Any], Texts]:
    every = pairs(folder)
    results = [measuring.measured(one, every, _progress(one.name, len(every))) for one in subjects]
    told = measuring.as_json(results)
    return told, {
        "md": lambda: tables.as_markdown(told),
        "csv": lambda: tables.as_csv(results),
        "svg": lambda: tables.plot(told),
        "html": lambda: page.page(results, subjects),
    }


def _faces(subjects: list[Subject], folder: Path) -> tuple[dict[str, Any], Texts]:
    photos = detecting.marked(folder)
    told = {one.name: detecting.detected(one, photos) for one in subjects}
    columns = ["n", "faces", "ap50", "recall", "false_per_picture", "ms", "device"]
    rows = [[name, *(str(facts[c]) for c in columns)] for name, facts in told.items()]
    return told, {"md": lambda: "\n".join(tables.table(["model", *columns], rows)) + "\n"}


def _progress(name: str, total: int) -> Any:
    def told(number: int) -> None:
        if sys.stderr.isatty() or number == total:
            end = "\n" if number == total else "\r"
            print(f"{name}: {number} of {total}", end=end, file=sys.stderr)  # noqa: T201

    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
