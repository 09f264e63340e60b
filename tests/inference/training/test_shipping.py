"""Trained networks become the files that come with the studio."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from editor.errors import WrongWeights
from editor.inference.embedded.running import load
from editor.inference.training.shipping import SHIPPED, main, ship


@pytest.mark.parametrize("name", SHIPPED)
def test_weights_of_another_network_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"alone": torch.zeros(2)}, path)
    with pytest.raises(WrongWeights, match="alone"):
        ship(name, path, tmp_path)
    assert main([name, str(path), "--out", str(tmp_path)]) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_a_trained_network_is_written_and_runs(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.manual_seed(3)
    path = tmp_path / "trained.safetensors"
    save_file(SHIPPED[name].made().state_dict(), path)
    out = tmp_path / "made" / "shipped"
    assert main([name, str(path), "--out", str(out)]) == 0
    digest = capsys.readouterr().out.split('"')[1]
    side = SHIPPED[name].side
    model = load(out / f"{name}.safetensors", digest, threads=1)
    answers = model.answer(torch.rand(2, 3, side, side).numpy())
    assert all(len(one) == 2 for one in answers)
