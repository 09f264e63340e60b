from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from editor.inference.networks.compact_matte import CompactMatte
from editor.inference.training import __main__ as program
from editor.inference.training.exporting import export
from editor.inference.training.matte.config import read

CONFIG = """
name = "tiny"
seed = 5
minutes = 0.05
rate = 1e-3
decay = 0.01
averaged = 0.9
composites = 0.5
pairs = ["ccp"]
processes = {processes}
threads = 1
workers = 0
{start}

[[parts]]
share = 0.5
size = 32
batch = 2

[[parts]]
share = 0.5
size = 64
batch = 2
"""


def asked(folder: Path, start: str = "", processes: int = 1) -> list[str]:
    config = folder / "tiny.toml"
    config.write_text(CONFIG.format(start=start, processes=processes))
    out = folder / "out"
    return [
        *("matte", "--config", str(config)),
        *("--data", str(folder / "data"), "--out", str(out)),
    ]


def test_a_stage_leaves_weights_a_curve_and_what_it_was_fed_with(folder: Path) -> None:
    assert program.main(asked(folder)) == 0
    network = CompactMatte().eval()
    network.load_state_dict(load_file(folder / "out" / "last.safetensors"))
    with torch.inference_mode():
        assert torch.isfinite(network(torch.zeros(1, 3, 64, 64))).all()
    rows = [json.loads(row) for row in (folder / "out" / "curve.jsonl").read_text().splitlines()]
    assert {row["size"] for row in rows} == {32, 64}
    assert all(row["loss"] > 0 and 0 <= row["judged"] <= 1 for row in rows)
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    assert manifest["backgrounds"]["files"] == 64


def test_a_later_stage_goes_on_from_shipped_weights(folder: Path) -> None:
    shipped = CompactMatte().eval()
    export(shipped, torch.zeros(1, 3, 32, 32), {0: "pictures"}, "shipped", folder)
    assert program.main(asked(folder, 'start = "shipped.safetensors"')) == 0


def test_a_folder_without_its_parts_is_refused_by_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = asked(folder)
    wrong[wrong.index("--data") + 1] = str(tmp_path)
    assert program.main(wrong) == 2
    assert "rendered-objects" in capsys.readouterr().err


def test_shipped_configs_can_be_read() -> None:
    config = read(program.HERE / "configs" / "matte.toml")
    assert abs(sum(part.share for part in config.parts) - 1) < 1e-6
    assert config.minutes <= 100
    assert all(part.size % 32 == 0 for part in config.parts)


def test_two_processes_train_one_network(folder: Path) -> None:
    command = [sys.executable, "-m", "editor.inference.training", *asked(folder, processes=2)]
    # In a process of its own: members are forks, and PyTorch has computed in this one.
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(row) for row in (folder / "out" / "curve.jsonl").read_text().splitlines()]
    assert all(row["samples"] % 4 == 0 for row in rows)
