from __future__ import annotations

from pathlib import Path

import pytest

from editor.inference.training.matte.cutouts import Material, material
from tests.inference.training.matte.folder import drawn


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds `data` and `labels`."""
    made = tmp_path_factory.mktemp("training")
    drawn(made / "data", made / "labels")
    return made


@pytest.fixture(scope="module")
def discs(folder: Path) -> Material:
    return material(folder / "data", folder / "labels", ["ccp"], judged=False)
