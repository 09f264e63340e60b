"""The load test's parts, and a short run of it: every request ends right."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from editor.findings import Face, Matte
from editor.geometry import Box
from editor.inference.benchmark.__main__ import main
from editor.inference.benchmark.load import page, plots
from editor.inference.benchmark.load.bare import Alone
from editor.inference.benchmark.load.clients import alike
from editor.inference.benchmark.load.command import right
from editor.inference.benchmark.load.fairness import LEAST, TURNS, light
from editor.inference.benchmark.load.memory import Memory, growth
from editor.inference.benchmark.load.running import Plan, Round, compared
from editor.inference.benchmark.load.setting import Address, bench, pictures
from editor.inference.benchmark.load.window import between, read
from tests.inference.doubles import SECRET, Brightness


def told(folder: Path, *more: str) -> dict[str, object]:
    """The figures of a run with these arguments, which ended right."""
    assert main(["load", "--out", str(folder), *more]) == 0
    figures: dict[str, object] = json.loads((folder / "load.json").read_text())
    return figures


def test_a_short_run_ends_right_for_everybody(tmp_path: Path) -> None:
    figures = told(tmp_path, "--seconds", "2", "--clients", "6", "--threads", "1")
    assert figures["failures"] == {}
    assert figures["mixed_up"] == 0
    assert set(figures["models"]) >= {"u2netp", "cascade-faces", "grabcut-matte"}  # type: ignore[call-overload]
    assert figures["memory_needed"] > figures["memory_budget"]  # type: ignore[operator]
    assert figures["per_s"] > 0  # type: ignore[operator]
    assert figures["of_bare"] > 0  # type: ignore[operator]
    assert len(figures["resident"]["mib"]) >= 1  # type: ignore[index]
    assert page.BEGIN in page.written(f"Before {page.BEGIN}old{page.END} after", figures)
    for name in ("load-waits.svg", "load-batches.svg", "load-memory.svg"):
        assert ElementTree.parse(tmp_path / name).getroot().tag.endswith("svg")


@pytest.mark.slow
def test_a_minute_of_64_clients_ends_right(tmp_path: Path) -> None:
    figures = told(tmp_path, "--seconds", "60", "--clients", "64")
    assert figures["failures"] == {}
    assert figures["answers"] >= 64  # type: ignore[operator]


def test_pictures_differ_and_are_the_same_in_every_run() -> None:
    first = pictures(12)
    assert len(set(first)) == 12
    assert pictures(12) == first


def test_the_models_never_fit_together(tmp_path: Path) -> None:
    ready = bench(tmp_path, None)
    assert max(card.memory for card in ready.cards) <= ready.budget
    assert sum(card.memory for card in ready.cards) > ready.budget


def test_weights_are_known_by_their_digest(tmp_path: Path) -> None:
    folder, weights = tmp_path / "models", tmp_path / "weights"
    folder.mkdir()
    weights.mkdir()
    (weights / "retinaface-1mb.pth").write_bytes(b"something else")
    assert "retinaface-1mb" not in {card.name for card in bench(folder, weights).cards}


def test_an_answer_for_another_picture_is_noticed() -> None:
    light, dark = (Matte(np.full((4, 4), value, np.uint8), "m@1") for value in (250, 100))
    nearly = Matte(np.full((4, 4), 251, np.uint8), "m@1")
    assert alike(light, nearly)
    assert not alike(light, dark)
    assert not alike(light, Matte(np.full((4, 5), 250, np.uint8), "m@1"))
    here, there = ((Face(Box(left, 0, 0.2, 0.2), 0.9),) for left in (0.1, 0.5))
    assert alike(here, here)
    assert not alike(here, there)
    assert not alike(here, ())
    assert not alike(here, light)


def test_a_run_is_right_only_with_answers_and_without_failures() -> None:
    fine = {"answers": 3, "failures": {}, "mixed_up": 0}
    assert right(fine)
    for spoilt in ({"answers": 0}, {"failures": {"busy": 1}}, {"mixed_up": 1}):
        assert not right({**fine, **spoilt})


def test_growth_leaves_the_warm_up_out() -> None:
    assert growth([1, 9, 100, 100, 100, 100, 110, 110]) == {
        "early": 100,
        "late": 110,
        "growth": 0.1,
    }
    assert growth([5])["growth"] == 0


async def test_a_light_client_is_measured_alone_and_beside_a_flood(
    port: tuple[int, type[Brightness]],
) -> None:
    at, kind = port
    told = await light(
        kind.card, pictures(8), Address(f"http://127.0.0.1:{at}", SECRET), 0, flood=3
    )
    assert told["alone"] >= LEAST * TURNS
    assert told["beside"] >= LEAST * TURNS
    assert 0 < told["alone_p50_s"] <= told["alone_p95_s"]
    assert told["ratio"] > 0
    assert max(kind.batches) >= 1
    words = page.table({**FIGURES, "light": told})
    assert "beside a flood of 3" in words


def test_memory_is_told_for_every_five_seconds_of_the_steady_time() -> None:
    memory = Memory([(float(second), (100 + second) * 2**20) for second in range(12)])
    assert memory.last_s == 11
    assert memory.told()["mib"] == [100, 105, 110]
    assert Memory().told()["mib"] == []


FIGURES = {
    "machine": "x86_64", "cores": 2, "clients": 64, "threads": 2, "models": ["a", "b"],
    "memory_needed": 30 * 2**20, "memory_budget": 20 * 2**20, "steady_s": 600.5,
    "answers": 1234, "failures": {}, "mixed_up": 0, "waited_as_told": 5,
    "per_s": 2.5, "bare_per_s": 3.0, "of_bare": 0.833, "of_bare_with_loads": 0.85,
    "of_bare_cpu": 0.97, "device": {"passing": 0.95, "loading": 0.03, "idle": 0.02},
    "resident": {"early": 100 * 2**20, "late": 102 * 2**20, "growth": 0.02},
    "waits_s": {"a": {"p50": 1.0, "p95": 2.0, "p99": 3.0}}, "batches": {"a": {"1": 7, "8": 2}},
    "light": {},
}  # fmt: skip


def test_the_pages_table_tells_the_figures() -> None:
    written = page.written(f"Before\n{page.BEGIN}\nold\n{page.END}\nafter", FIGURES)
    assert written.startswith("Before\n")
    assert written.endswith("after")
    assert "old" not in written
    for words in ("1,234", "| 0, 0 |", "2.5, 3", "83 %", "100, 102 MiB (+2.0 %)",
                  "| a | 1.00 s | 2.00 s | 3.00 s | 1 × 7, 8 × 2 |", "95 %, 3 %, 2 %"):  # fmt: skip
        assert words in written
    assert "light client" not in written
    light = {"alone_p95_s": 0.5, "beside_p95_s": 0.9, "ratio": 1.8, "model": "a", "flood": 48}
    told = page.table({**FIGURES, "light": {**light, "alone": 9, "beside": 7}})
    assert "0.50 s, 0.90 s: 1.8 times" in told
    assert page.BEGIN in page.PAGE.read_text()


EARLY = """
inference_batches_total{model="a",pictures="1"} 3
inference_predict_seconds_sum{model="a"} 5
inference_model_loads{model="a"} 1
inference_model_loading_seconds{model="a"} 2
"""
LATE = """
inference_batches_total{model="a",pictures="1"} 5
inference_batches_total{model="b",pictures="4"} 2
inference_predict_seconds_sum{model="a"} 8
inference_predict_seconds_sum{model="b"} 4
inference_model_loads{model="a"} 1
inference_model_loads{model="b"} 1
inference_model_loading_seconds{model="a"} 2
inference_model_loading_seconds{model="b"} 1
"""


def test_only_the_steady_time_is_compared_with_the_models_alone() -> None:
    steady = between(read(EARLY, 100.0, 1.0), read(LATE, 108.0, 11.0))
    assert steady.sizes == {("a", 1): 2, ("b", 4): 2}
    cpu = {("a", 1): 2.0, ("b", 4): 2.5}
    alone = Alone({("a", 1): 1.0, ("b", 4): 1.25}, {"a": 9.0, "b": 0.5}, cpu)
    told = compared([Round(steady, alone)])
    assert compared([Round(steady, alone)] * 3) == {**told, "steady_s": 24}
    assert told["steady_s"] == 8
    assert told["per_s"] == 10 / 8
    assert told["of_bare"] == round(4.5 / 8, 3)
    assert told["of_bare_with_loads"] == round(5 / 8, 3)
    assert told["of_bare_cpu"] == 0.9
    # 7 s of passes with 1 s of loading among them.
    parts = {"passing": 0.75, "loading": 0.125, "idle": 0.125, "pass_beside_alone": 6 / 4.5}
    assert told["device"] == {name: round(part, 3) for name, part in parts.items()}


def test_service_and_models_alone_take_turns_in_long_runs() -> None:
    assert Plan(1, 2.0, 1).rounds() == [2.0]
    assert Plan(64, 600.0, 2).rounds() == [50.0] * 12


def test_plots_hold_every_row_and_escape_names() -> None:
    waits = plots.waits({"a<b": {"p50": 0.1, "p95": 0.2, "p99": 0.4}, "c": dict.fromkeys(
        ("p50", "p95", "p99"), 0.0)})  # fmt: skip
    assert len(ElementTree.fromstring(waits).findall(".//{*}rect")) == 6
    assert "a&lt;b" in waits
    sizes = plots.batches({"m": {1: 4, 8: 2}})
    assert "20 %" in sizes
    assert "80 %" in sizes
