"""All figures of one pair of mattes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from editor.inference.evaluate.boundary import boundary_iou
from editor.inference.evaluate.region import Matte, accuracy, dice, iou, mae
from editor.inference.evaluate.soft import conn, grad, sad
from editor.inference.evaluate.structure import s_measure
from editor.inference.evaluate.weighted import weighted_f

METRICS: Mapping[str, Callable[[Matte, Matte], float]] = MappingProxyType(
    {
        "iou": iou,
        "dice": dice,
        "accuracy": accuracy,
        "mae": mae,
        "s_measure": s_measure,
        "weighted_f": weighted_f,
        "boundary_iou": boundary_iou,
        "sad": sad,
        "grad": grad,
        "conn": conn,
    }
)
"""Name -> figure of (found, true). Of mae, sad, grad and conn less is better."""


def figures(found: Matte, true: Matte) -> dict[str, float]:
    """Every figure; both mattes have one size."""
    return {name: figure(found, true) for name, figure in METRICS.items()}
