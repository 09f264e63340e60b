"""`python -m editor.inference.training.labels --data DIR --out DIR`: mattes for training.

Writes `plain-board/*.png` and `ccp/*.png`, each folder with its `kept.json`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from editor.errors import StudioError
from editor.inference.training.labels import kept, making
from editor.inference.training.labels.held_out import class_of

PARTS = {"plain-board": making.boards, "ccp": making.fashion}


def main(arguments: list[str]) -> int:
    """0 when all was labelled, 2 with a sentence otherwise."""
    asked = _parser().parse_args(arguments)
    try:
        for part in asked.parts:
            _told(part, asked.out, PARTS[part](asked.data, asked.out, asked.workers, asked.third))
    except StudioError as error:
        print(f"{error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="editor.inference.training.labels", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="The folder cutout-train.")
    parser.add_argument("--out", type=Path, required=True, help="Folder for the mattes.")
    parser.add_argument("--workers", type=int, default=1, help="Processes.")
    parser.add_argument(
        "--third", action="store_true", help="Ask the studio's network where two methods disagree."
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    return parser


def _told(part: str, out: Path, made: Iterator[making.Made]) -> None:
    labels: dict[str, kept.Label] = {}
    for name, label in made:
        labels[name] = label
        if sys.stderr.isatty():
            print(f"{part}: {len(labels)}", end="\r", file=sys.stderr)  # noqa: T201
    kept.write(out / part, labels)
    counts = Counter(
        f"{class_of(name)}: {label.why_not or label.method}" for name, label in labels.items()
    )
    for text, count in sorted(counts.items()):
        print(f"{count:5} {text}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
