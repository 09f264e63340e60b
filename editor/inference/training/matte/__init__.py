"""Training of the studio's own matte network."""

from __future__ import annotations

from editor.inference.training.matte.stage import train

__all__ = ["train"]
