"""Where the weights of a model are: with the studio, in the models folder, or in the Hugging Face
cache.

Nothing is ever fetched here; `pulling` does that when somebody asks for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from editor.inference import embedded
from editor.inference.card import Weights

_HUB = re.compile(r"https://huggingface\.co/(?P<repo>[\w.-]+/[\w.-]+)/resolve/(?P<rev>[^/]+)/(.+)")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository on the Hugging Face hub."""

    repo: str
    revision: str
    path: str


def hub_file(source: str) -> HubFile | None:
    """The hub's file behind a `resolve` address; None for other addresses."""
    match = _HUB.fullmatch(source)
    return HubFile(match["repo"], unquote(match["rev"]), unquote(match[3])) if match else None


def own_path(weights: Weights, folder: Path | str) -> Path:
    """Where the weights lie: with the studio, or once they were pulled or put there by hand."""
    if weights.embedded:
        return embedded.FOLDER / weights.file
    return Path(folder) / weights.file


def find(weights: Weights, folder: Path | str) -> Path | None:
    """The file of these weights, or None. It isn't read: `verify` and loading do that."""
    own = own_path(weights, folder)
    return own if own.is_file() else _in_hub_cache(weights)


def _in_hub_cache(weights: Weights) -> Path | None:
    file = hub_file(weights.source)
    if file is None or find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(file.repo, file.path, revision=file.revision)
    return Path(found) if isinstance(found, str) else None


def has_torch() -> bool:
    """True when networks can run in this environment at all."""
    return find_spec("torch") is not None and find_spec("safetensors") is not None
