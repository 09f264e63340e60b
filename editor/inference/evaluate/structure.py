"""S-measure (Fan et al. 2017): are subject and parts where they should be, as structures?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from editor.inference.evaluate.region import Matte, inside

OBJECT_SHARE = 0.5
_TINY = float(np.finfo(np.float64).eps)
Floats = npt.NDArray[np.float64]


def s_measure(found: Matte, true: Matte) -> float:
    """0..1. A picture without subject, or of nothing else, is judged by its mean alone."""
    soft, mask = found.astype(np.float64), inside(true)
    share = float(mask.mean())
    if share == 0:
        return 1 - float(soft.mean())
    if share == 1:
        return float(soft.mean())
    objects = share * _object(soft[mask]) + (1 - share) * _object(1 - soft[~mask])
    parts = _parts(soft, mask)
    return max(0.0, OBJECT_SHARE * objects + (1 - OBJECT_SHARE) * parts)


def _object(values: Floats) -> float:
    """High where the values are high and even."""
    mean = float(values.mean())
    spread = float(values.std(ddof=1)) if values.size > 1 else 0.0
    return 2 * mean / (mean**2 + 1 + spread + _TINY)


def _parts(soft: Floats, mask: npt.NDArray[np.bool_]) -> float:
    """Similarity of the four parts around the subject's centre, by their size."""
    rows, columns = np.nonzero(mask)
    y, x = int(np.rint(rows.mean())) + 1, int(np.rint(columns.mean())) + 1
    total, similar = mask.size, 0.0
    for part in (
        (slice(0, y), slice(0, x)),
        (slice(0, y), slice(x, None)),
        (slice(y, None), slice(0, x)),
        (slice(y, None), slice(x, None)),
    ):
        given, wanted = soft[part], mask[part].astype(np.float64)
        if given.size:
            similar += given.size / total * _similar(given, wanted)
    return similar


def _similar(a: Floats, b: Floats) -> float:
    """Structural similarity of two parts as wholes."""
    if a.size < 2:
        return 1.0 if np.array_equal(a, b) else 0.0
    mean_a, mean_b = float(a.mean()), float(b.mean())
    count = a.size - 1
    spread_a = float(np.square(a - mean_a).sum() / count)
    spread_b = float(np.square(b - mean_b).sum() / count)
    shared = float(((a - mean_a) * (b - mean_b)).sum() / count)
    above = 4 * mean_a * mean_b * shared
    below = (mean_a**2 + mean_b**2) * (spread_a + spread_b)
    if above != 0:
        return above / (below + _TINY)
    return 1.0 if below == 0 else 0.0
