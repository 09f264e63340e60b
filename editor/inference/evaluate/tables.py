"""Results as CSV, Markdown and a plot."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any

from editor.inference.evaluate.measuring import Result
from editor.inference.evaluate.metrics import METRICS

SHOWN = ("iou", "dice", "accuracy", "mae", "s_measure", "weighted_f", "boundary_iou")
BAR_PX, GAP_PX, LEFT_PX, LINE_PX = 18, 26, 150, 520


def as_csv(results: Iterable[Result]) -> str:
    """One line per model and picture."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["model", "device", "set", "picture", *METRICS, "ms"])
    for result in results:
        for row in result.rows:
            numbers = [f"{row.figures[name]:.5f}" for name in METRICS]
            where = [result.model, result.device, row.pair.set, row.pair.name]
            lines.writerow([*where, *numbers, f"{row.ms:.2f}"])
    return out.getvalue()


def as_markdown(told: Mapping[str, Any]) -> str:
    """A table of figures per model and set, and one of times per model and device."""
    lines = table(
        ["model", "set", "n", *SHOWN],
        [
            [model, name, str(part["n"]), *(f"{part[figure]:.3f}" for figure in SHOWN)]
            for model, facts in told.items()
            for name, part in [*facts["sets"].items(), ("all", facts["all"])]
        ],
    )
    times = table(
        ["model", "device", "ms per picture (median)", "ms (95 %)"],
        [
            [model, facts["device"], f"{facts['ms']:.0f}", f"{facts['ms_p95']:.0f}"]
            for model, facts in told.items()
        ],
    )
    return "\n".join([*lines, "", *times, ""])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    every = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(row)} |" for row in every]


def plot(told: Mapping[str, Any], figure: str = "iou") -> str:
    """Bars of one figure, per set and model, as SVG."""
    bars = [
        (f"{model} · {name}", part[figure])
        for model, facts in told.items()
        for name, part in [*facts["sets"].items(), ("all", facts["all"])]
    ]
    height = GAP_PX * len(bars) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT_PX + LINE_PX + 70}" '
        f'height="{height}" font-family="system-ui, sans-serif" font-size="12">',
        f'<text x="8" y="20" font-weight="600">mean {escape(figure)}</text>',
    ]
    for index, (label, value) in enumerate(bars):
        top = 34 + index * GAP_PX
        width = max(0.0, min(1.0, value)) * LINE_PX
        parts += [
            f'<text x="8" y="{top + 13}">{escape(label)}</text>',
            f'<rect x="{LEFT_PX}" y="{top}" width="{width:.1f}" height="{BAR_PX}" rx="3" '
            'fill="#2f6bff"/>',
            f'<text x="{LEFT_PX + width + 6:.1f}" y="{top + 13}">{value:.3f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
