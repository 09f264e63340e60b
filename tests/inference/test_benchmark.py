"""The networks' benchmark runs without weights and compares each with its plain forward."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from editor.inference.benchmark.__main__ import main, table
from editor.inference.benchmark.cases import GRAPHS, PLAIN, SERVED, Case, cases


def row(network: str, way: str, p50: float) -> dict[str, object]:
    case = Case(network, 320, 320, 1, "float32", "cpu", way)
    times = {"p50_ms": p50, "p95_ms": p50, "cpu_ms": p50, "pictures_per_s": 1.0}
    return {**case.as_json(), **times, "peak_bytes": 2**20}


def test_a_ratio_compares_within_one_network() -> None:
    rows = [row("a", PLAIN, 100), row("a", SERVED, 50), row("b", PLAIN, 10), row("b", SERVED, 12)]
    ratios = [line.split("|")[-2].strip() for line in table(rows).splitlines()[2:]]
    assert ratios == ["1.00", "0.50", "1.00", "1.20"]


def test_every_network_is_measured_plain_first() -> None:
    every = list(cases(["u2netp", "isnet"], [1, 2], "cpu"))
    assert [case.way for case in every] == [PLAIN, SERVED] * 4
    on_gpu = [(case.dtype, case.way) for case in cases(["u2netp"], [1], "cuda")]
    assert on_gpu[:2] == [("float32", PLAIN), ("auto", SERVED)]
    assert ("auto", GRAPHS) in on_gpu


def test_one_command_measures_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "told.json"
    given = ["networks", "--networks", "u2netp", "--runs", "1", "--threads", "1"]
    assert main([*given, "--device", "cpu", "--json", str(out)]) == 0
    rows = json.loads(out.read_text())["rows"]
    assert [one["way"] for one in rows] == [PLAIN, SERVED]
    assert all(one["p50_ms"] > 0 and one["peak_bytes"] > 2**26 for one in rows)
    assert "| u2netp | 320x320 | 1 | float32 | plain |" in capsys.readouterr().out
    assert main(["networks", "--networks", "u3net"]) == 2
