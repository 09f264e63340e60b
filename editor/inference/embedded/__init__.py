"""The models that come with the studio: weights that our own training made, and what runs them.

Each is two files: `NAME.safetensors` holds every number, in half precision; `NAME.onnx` is the
network without numbers, which points into the other file. ONNX Runtime reads both; PyTorch isn't
needed. `training/exporting.py` writes them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where both files of each model are."""
