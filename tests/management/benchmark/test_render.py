"""The benchmark's table, its page, and that both sides do the same jobs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor.management.benchmark import peers, render
from editor.management.benchmark.peers import Measure
from editor.management.benchmark.render import Row
from editor.management.commands.benchmark import PAGE
from editor.render.benchmark.jobs import JOBS

ROWS = [
    Row("thumbnail", Measure(0.081, 58_000_000, 121_000), Measure(0.1, 89_400_000, 125_400)),
    Row("decode-png", Measure(0.2, 70_000_000, 0), Measure(0.1, 132_000_000, 0)),
]


def test_every_job_is_described_and_done_by_both_sides() -> None:
    script = (peers.ROOT / "editor/render/benchmark/sharp.mjs").read_text()
    listed = re.search(r"const JOBS = \{(.*?)\n\};", script, re.DOTALL)
    assert listed
    theirs = re.findall(r"^  '?([a-z-]+)'?[:,]", listed[1], re.MULTILINE)
    assert list(JOBS) == list(render.JOBS) == theirs


def test_the_table_names_both_sides_the_machine_and_the_ratio() -> None:
    text = render.table(ROWS, ("Studio (Pillow 1)", "sharp 2"), 7)
    assert "Studio (Pillow 1) beside sharp 2" in text
    assert "medians of 7 rounds" in text
    assert f"{render.machine()}" in text
    assert (
        "| 24 megapixels to an 800 px thumbnail (JPEG) | 81 ms | 100 ms | 0.81 | 58 MB | 89 MB |"
        " 121 kB | 125 kB |"
    ) in text
    assert (
        "| decode a PNG of 6 megapixels | 200 ms | 100 ms | 2.00 | 70 MB | 132 MB |  |  |" in text
    )


def test_medians_are_taken_of_each_number_by_itself() -> None:
    measures = [Measure(0.3, 5, 1), Measure(0.1, 9, 1), Measure(0.2, 7, 1)]
    assert render.middle(measures) == Measure(0.2, 7, 1)


def test_only_the_measured_part_of_the_page_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{render.BEGIN}\nold\n{render.END}\nafter\n")
    render.write(page, "new")
    assert page.read_text() == f"before\n{render.BEGIN}\nnew\n{render.END}\nafter\n"
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_a_page_without_a_measured_part_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n")
    with pytest.raises(ValueError, match="no part between"):
        render.write(page, "new")


def test_the_docs_hold_measured_numbers() -> None:
    text = PAGE.read_text().partition("<!-- end -->")[0]  # other rooms have tables of their own
    rows = [line for line in text.splitlines() if line.startswith("| ") and " ms |" in line]
    assert len(rows) == len(render.JOBS)
    assert "/home" not in text
    assert "/work" not in text


@pytest.mark.slow
def test_the_jobs_run_in_turns_in_processes_of_their_own(tmp_path: Path) -> None:
    def start() -> tuple[peers.Peer, peers.Peer]:
        return peers.ours(tmp_path), peers.ours(tmp_path)

    rows = list(render.measured(["thumbnail", "document"], start, rounds=1))
    for row in rows:
        for side in (row.ours, row.theirs):
            assert 0.01 < side.cpu_s < 10
            assert 20 * render.MB < side.peak_rss < 1000 * render.MB
            assert 10_000 < side.bytes < 2_000_000
    assert rows[0].ours.bytes == rows[0].theirs.bytes
