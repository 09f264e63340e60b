"""A run's figures as the page about the service shows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: load -->", "<!-- end -->"
DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = DOCS / "inference.md"
PICTURES = DOCS / "pictures"
MIB = 2**20
SHOWN = (
    ("Seconds to the right answer by model", "load-waits.svg"),
    ("Pictures by the size of their batch", "load-batches.svg"),
    ("Resident memory over the steady time", "load-memory.svg"),
)


def table(told: Mapping[str, Any]) -> str:
    """What was asked, and what came of it."""
    rows = [
        ("answers, all compared with the first for the same picture", f"{told['answers']:,}"),
        ("wrong, failed", f"{told['mixed_up']}, {sum(told['failures'].values())}"),
        ("sent away with `Retry-After`, and right later", f"{told['waited_as_told']:,}"),
        ("pictures a second through HTTP, by the models alone", _both(told)),
        ("... as a part of that", _part(told["of_bare"])),
        ("... where the models must be loaded as often", _part(told["of_bare_with_loads"])),
        ("processor time of the models alone, as a part of the service's", _spent(told)),
        ("the device worked, loaded, did nothing", _device(told["device"])),
        ("resident memory at the first quarter's end, at the end", _memory(told["resident"])),
        *_light(told["light"]),
    ]
    waits = [
        (name, *(f"{row[part]:.2f} s" for part in ("p50", "p95", "p99")), _sizes(told, name))
        for name, row in told["waits_s"].items()
    ]
    return "\n".join(
        [
            _asked(told),
            "",
            "| what | measured |",
            "|---|--:|",
            *(f"| {what} | {text} |" for what, text in rows),
            "",
            "| model | half within | 95 % | 99 % | batches, size × how often |",
            "|---|--:|--:|--:|---|",
            *(f"| {' | '.join(row)} |" for row in waits),
            *(f"\n![{what}](pictures/{file})" for what, file in SHOWN),
        ]
    )


def written(page: str, told: Mapping[str, Any]) -> str:
    """The page with this table between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(told)}\n{END}{after}"


def _asked(told: Mapping[str, Any]) -> str:
    need, budget = (told[name] // MIB for name in ("memory_needed", "memory_budget"))
    return (
        f"{told['clients']} clients for {told['steady_s']:g} s beside a warm-up; "
        f"{len(told['models'])} models that need {need} MiB in a budget of {budget} MiB; "
        f"{told['machine']}, {told['cores']} cores, {told['threads']} threads a pass."
    )


def _both(told: Mapping[str, Any]) -> str:
    return f"{told['per_s']:g}, {told['bare_per_s']:g}"


def _part(part: float) -> str:
    return f"{100 * part:.0f} %"


def _spent(told: Mapping[str, Any]) -> str:
    return _part(told["of_bare_cpu"])


def _device(parts: Mapping[str, float]) -> str:
    return ", ".join(_part(parts[name]) for name in ("passing", "loading", "idle"))


def _memory(told: Mapping[str, Any]) -> str:
    early, late = (told[name] / MIB for name in ("early", "late"))
    return f"{early:.0f}, {late:.0f} MiB ({100 * told['growth']:+.1f} %)"


def _light(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not told:
        return []
    waits = f"{told['alone_p95_s']:.2f} s, {told['beside_p95_s']:.2f} s: {told['ratio']:g} times"
    asked = f"{told['alone']} and {told['beside']} questions"
    return [(f"95 % of a light client's waits alone, beside a flood of {told['flood']}", waits),
            (f"... {told['model']}", asked)]  # fmt: skip


def _sizes(told: Mapping[str, Any], name: str) -> str:
    return ", ".join(f"{size} × {n}" for size, n in told["batches"].get(name, {}).items())
