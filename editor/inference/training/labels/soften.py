"""Soft alpha for a hard region: closed-form matting (Levin et al. 2008) in a band on its edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pymatting import cf_laplacian
from scipy.sparse.linalg import splu

from editor.inference.training.labels.board import Bytes, Floats
from editor.inference.training.labels.tidy import Flags

FLAT = 1e-5
"""How much colour noise a window may hold and still count as of one colour."""


def softened(picture: Bytes, sure: Flags, never: Flags) -> Floats:
    """Alpha in 0..1: 1 where `sure`, 0 where `never`, between them as the colours of the RGB
    photograph say. An unknown part that touches neither is counted half."""
    known = sure | never
    alpha = sure.astype(np.float32)
    unknown = ~known
    if not unknown.any():
        return alpha
    image = picture.astype(np.float64) / 255
    laplacian = cf_laplacian(image, FLAT, 1, known).tocsr()
    inside = np.flatnonzero(unknown.ravel())
    rows = laplacian[inside]
    own = rows[:, inside]
    given: npt.NDArray[np.float64] = -(rows @ sure.ravel().astype(np.float64))
    own = own.tocsc()
    own.setdiag(own.diagonal() + 1e-8)
    solved = splu(own).solve(given + 0.5e-8)
    alpha.ravel()[inside] = np.clip(solved, 0, 1)
    return alpha
