"""What a pointer move costs with thirty layers on the stage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.editor.desk import Desk
from tests.browser.editor.documents import photo
from tests.browser.editor.tracing import percentile, traced
from tests.needs import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("page", [(1440, 900)], indirect=True, ids=["desktop"]),
]

MOVES = 60
LAYERS = 30
OUT = ROOT / "tests/out"


def test_only_what_moves_is_worked_on(desk: Desk, page: Page, pictures: Path) -> None:
    ids = [desk.upload(pictures / f"{name}.jpg") for name in ("person", "product", "hair")]
    layers = [
        photo(
            f"l{i}", ids[i % 3], 130 + i % 6 * 170, 120 + i // 6 * 170, 210, rotation=12 * i,
            blend="multiply" if i % 7 == 3 else "normal",
        )
        for i in range(LAYERS)
    ]  # fmt: skip
    document = desk.create(layers, width=1080, height=900)
    with traced(page) as opening:
        desk.open(document)
    assert opening.decoded() >= 3, "the trace sees when pictures are decoded"
    desk.click(470, 460)
    assert desk.selected() == ["l14"]
    x, y = desk.at(470, 460)
    page.mouse.move(x, y)
    page.mouse.down()
    # The first moves make surfaces of what moves; those after them are like each other.
    for step in range(4):
        page.mouse.move(x + step, y)
    page.wait_for_timeout(300)
    with traced(page) as trace:
        for step in range(MOVES):
            page.mouse.move(x + 5 + 2 * step, y + step)
    page.mouse.up()

    spent = trace.per_move_ms()
    assert len(spent) >= MOVES / 2
    assert trace.decoded() == 0, "no picture is decoded again"
    layouts = len(trace.named("Layout"))
    assert trace.laid_out() <= 2 * LAYERS * max(1, layouts), "the layers aren't laid out"
    _keep(spent, layouts)
    # The aim is 4 ms for 95 of 100; a crowded machine's caches are no place to insist on it.
    assert percentile(spent, 0.5) <= 16


def _keep(spent: list[float], layouts: int) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    figures = {
        "layers": LAYERS,
        "moves": len(spent),
        "cpu_ms_median": round(percentile(spent, 0.5), 2),
        "cpu_ms_p95": round(percentile(spent, 0.95), 2),
        "layouts": layouts,
    }
    (OUT / "stage-moves.json").write_text(json.dumps(figures, indent=2))
    print(figures)
