from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.inference.conftest import serving
from tests.needs import needs_gpu

__all__ = ["serving"]


@pytest.fixture(autouse=True)
def _gpu() -> Iterator[None]:
    """Everything here runs on a CUDA device, and leaves its memory to the next test."""
    needs_gpu()
    yield
    import torch

    torch.cuda.empty_cache()
