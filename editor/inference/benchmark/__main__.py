"""`python -m editor.inference.benchmark networks`: a table and JSON; no weights and no Django.
`... load` is the service under load (`load/command.py`)."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from editor.inference.benchmark.cases import PLAIN, SIZES, Case, cases

DEFAULT = "birefnet_lite,isnet,u2net,u2netp,retinaface_mobilenet025,retinaface_resnet50"
RUNS, RUNS_ON_CUDA = 5, 50
ON_CUDA = f"birefnet,{DEFAULT},sam_vit_b"


def main(arguments: list[str]) -> int:
    """0 when everything was measured."""
    if arguments[:1] == ["load"]:
        from editor.inference.benchmark.load import command

        return command.main(arguments[1:])
    asked = _parser().parse_args(arguments)
    device = _device() if asked.device == "auto" else asked.device
    on_cuda = device.startswith("cuda")
    networks = (asked.networks or (ON_CUDA if on_cuda else DEFAULT)).split(",")
    unknown = [name for name in networks if name not in SIZES]
    if unknown:
        print(f"not known: {', '.join(unknown)}; known: {', '.join(SIZES)}", file=sys.stderr)  # noqa: T201
        return 2
    batches = asked.batches or ("1,2,4,8" if on_cuda else "1")
    runs = asked.runs or (RUNS_ON_CUDA if on_cuda else RUNS)
    rows = []
    for case in cases(networks, [int(text) for text in batches.split(",")], device):
        rows.append(_alone(case, runs, asked.threads))
        print(_line(rows[-1]), file=sys.stderr)  # noqa: T201
    print(table(rows))  # noqa: T201
    if asked.json:
        machine = {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count()}
        asked.json.write_text(json.dumps({**machine, "rows": rows}, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m editor.inference.benchmark")
    parser.add_argument("what", choices=["networks", "load"])
    parser.add_argument("--networks", help=f"With commas; of {', '.join(SIZES)}.")
    parser.add_argument("--batches", help="With commas; 1, or on CUDA 1,2,4,8.")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--runs", type=int, help=f"{RUNS}, or on CUDA {RUNS_ON_CUDA}.")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    return parser


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _alone(case: Case, runs: int, threads: int) -> dict[str, Any]:
    """In a process of its own: memory is counted from nothing."""
    given = json.dumps({**case.as_json(), "runs": runs, "threads": threads})
    command = [sys.executable, "-m", "editor.inference.benchmark.one", given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown; `ratio` is the median beside that of the plain forward of its group."""
    head = ["network", "size", "batch", "dtype", "way", "p50 ms", "p95 ms", "CPU ms", "pictures/s"]
    lines = [[*head, "peak MiB", "ratio"]]
    lines.append(["---"] * len(lines[0]))
    for row in rows:
        size = f"{row['width']}x{row['height']}"
        way = f"{row['way']}: {row['ran']}" if row.get("ran", "eager") != "eager" else row["way"]
        facts = [row["network"], size, str(row["batch"]), row["dtype"], way]
        times = [f"{row[key]:{_digits(row[key])}}" for key in ("p50_ms", "p95_ms", "cpu_ms")]
        times.append(f"{row['pictures_per_s']:.2f}")
        ratio = row["p50_ms"] / _plain(rows, row)
        lines.append([*facts, *times, f"{row['peak_bytes'] / 2**20:.0f}", f"{ratio:.2f}"])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _digits(number: float) -> str:
    return ".1f" if number < 100 else ".0f"


def _plain(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> float:
    group = (row["network"], row["batch"])
    plain = (r for r in rows if (r["network"], r["batch"]) == group and r["way"] == PLAIN)
    return float(next(plain)["p50_ms"])


def _line(row: dict[str, Any]) -> str:
    return f"{row['network']} {row['way']} {row['dtype']} x{row['batch']}: {row['p50_ms']} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
