"""`python -m editor.inference.training matte|faces --config FILE --data DIR --out DIR`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from editor.errors import StudioError
from editor.inference.training.manifest import describe

Train = Callable[[Path, Path, Path, float | None], None]
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "matte": "editor.inference.training.matte",
        "faces": "editor.inference.training.faces",
    }
)
"""What can be trained, and the module whose `train` does it."""
HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """0 when the stage ended, 2 with a sentence for a wrong request."""
    asked = _parser().parse_args(arguments)
    config = asked.config or HERE / "configs" / f"{asked.what}.toml"
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        describe(asked.data, asked.out / "manifest.json")
        train: Train = import_module(STAGES[asked.what]).train
        train(config, asked.data, asked.out, asked.minutes)
    except StudioError as error:
        print(f"{error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"The weights and the curve are in {asked.out}.")  # noqa: T201
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="editor.inference.training", description=__doc__)
    parser.add_argument("what", choices=STAGES)
    parser.add_argument("--config", type=Path, help="A TOML file; the default is configs/.")
    parser.add_argument("--data", type=Path, required=True, help="The folder of training data.")
    parser.add_argument("--out", type=Path, required=True, help="Folder for weights and curve.")
    parser.add_argument("--minutes", type=float, help="Instead of the config's.")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
