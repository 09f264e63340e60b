"""`python -m editor.inference.evaluate.boards`: the marked boards as pairs, and models on them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from editor.errors import StudioError
from editor.inference import settings
from editor.inference.card import Task
from editor.inference.evaluate.boards.measuring import Judged, judged
from editor.inference.evaluate.boards.outlines import OUTLINES, boards
from editor.inference.evaluate.boards.pairing import written
from editor.inference.evaluate.measuring import as_json
from editor.inference.evaluate.subjects import Subject, subject
from editor.inference.evaluate.tables import as_markdown


def main(arguments: list[str]) -> int:
    """0 when all was done, 2 with a sentence otherwise."""
    asked = _parser().parse_args(arguments)
    try:
        subjects = _subjects(asked.models)
        with TemporaryDirectory() as spare:
            told = _told(asked, subjects, asked.out or Path(spare))
    except StudioError as error:
        print(f"{error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m editor.inference.evaluate.boards")
    parser.add_argument("--photos", type=Path, required=True, help="Folder of the plain boards.")
    parser.add_argument("--out", type=Path, help="Folder for image/ and matte/.")
    parser.add_argument("--models", default="", help="Names or onnx:FILE, with commas.")
    parser.add_argument("--json", type=Path, help="File for all figures.")
    parser.add_argument("--outlines", type=Path, default=OUTLINES, help="Other outlines.")
    return parser


def _subjects(names: str) -> list[Subject]:
    # The secret is for the service; measuring needs the folder of weights and the device.
    known = settings.load({settings.SECRET: "not asked for", **os.environ})
    return [subject(name, Task.MATTE, known) for name in names.split(",") if name]


def _told(asked: argparse.Namespace, subjects: Sequence[Subject], folder: Path) -> dict[str, Any]:
    marked = boards(asked.outlines)
    written(marked, asked.photos, folder)
    print(f"{len(marked)} photos with hand-drawn mattes.")  # noqa: T201
    every = [judged(one, marked, folder) for one in subjects]
    told = as_json(one.result for one in every)
    if every:
        print(as_markdown(told))  # noqa: T201
    for one in every:
        told[one.result.model] |= {"shadows_kept": list(one.kept), "shadowed": one.shadowed}
        print(_sentence(one))  # noqa: T201
    return told


def _sentence(one: Judged) -> str:
    names = f": {', '.join(one.kept)}" if one.kept else ""
    return (
        f"{one.result.model} keeps a shadow in {len(one.kept)} of {one.shadowed} photos "
        f"that show one{names}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
