"""Real photographs as originals, and recipes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from editor.flows.engines import Engines
from editor.flows.produce import Produced
from editor.flows.upload import upload
from editor.models import Original, Workspace
from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.from_json import from_json

PICTURES = Path(__file__).parent.parent / "pictures"


def taken_in(workspace: Workspace, name: str, engines: Engines) -> Original:
    content = (PICTURES / f"{name}.jpg").read_bytes()
    return upload(workspace, f"{name}.jpg", [content], using=engines).original


def recipe(source: Any, *steps: dict[str, Any], **output: Any) -> Composition:
    inner = source if isinstance(source, dict) else {"original": str(source.pk)}
    told = {"source": inner, "steps": list(steps), "output": {"format": "png", **output}}
    return from_json(told, operations())


def transform(**options: Any) -> dict[str, Any]:
    return {"transform": options}


def pixels(made: Produced) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(made.path))
