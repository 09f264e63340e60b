from __future__ import annotations

from pathlib import Path

import pytest

from editor.library.variants import Variants


@pytest.fixture
def variants(tmp_path: Path) -> Variants:
    return Variants(tmp_path / "variants", tmp_path / "tmp", budget=10_000_000, lease_s=1.0)
