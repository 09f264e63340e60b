"""What the benchmark of batches measures of a studio from outside, and what its table says."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from editor.management.benchmark.batches import measured, probing, verifying, watching
from editor.management.benchmark.batches.flow import Went
from editor.management.benchmark.batches.measured import Run
from editor.management.benchmark.batches.verifying import Checked

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
ITEM = {"state": "passed", "results": [{"engines": {"matte": "grabcut-matte (fallback quality)"}}]}


def test_the_time_of_children_that_live_and_that_ended_is_counted() -> None:
    before = sum(watching.seconds(watching.tree(os.getpid())).values())
    with subprocess.Popen([sys.executable, "-c", BUSY + "input()"], stdin=subprocess.PIPE) as lives:
        subprocess.run([sys.executable, "-c", BUSY], check=True)
        lives.communicate(b"\n")
    took = sum(watching.seconds(watching.tree(os.getpid())).values()) - before
    assert 0.6 <= took < 20


def test_processes_are_told_apart_and_their_peaks_kept() -> None:
    with watching.Watch(os.getpid()) as watch:
        pass
    assert max(watch.peaks.values()) > 10_000_000


def test_answers_are_told_by_their_middle_their_slow_ones_and_the_slowest() -> None:
    told = probing.told([n / 1000 for n in range(1, 101)], refused=2)
    assert (told.count, told.middle, told.p95, told.longest, told.refused) == (100, 50, 95, 100, 2)
    assert probing.told([]).count == 0


def test_photos_are_taken_evenly_from_every_folder(tmp_path: Path) -> None:
    for name, count in (("many", 20), ("few", 2)):
        (tmp_path / name).mkdir()
        for number in range(count):
            (tmp_path / name / f"{number:02d}.jpg").touch()
    (tmp_path / "many" / "notes.txt").touch()
    found = measured.photos([tmp_path / "many", tmp_path / "few"], 8)
    assert [p.parent.name for p in found] == ["few"] * 2 + ["many"] * 6
    assert [p.stem for p in found[2:]] == ["00", "03", "06", "10", "13", "16"]


def test_the_table_names_the_machine_the_model_and_every_figure() -> None:
    went = Went("id", 10.0, 30.0, (ITEM, {"state": "failed", "results": []}) * 20)
    answers = {"/": probing.told([0.02], 1)}
    took, peaks = {"render": 12.0, "web": 4.0}, {"web": 100_000_000}
    run = Run(went, "auto", "m", took, {"web": 2.0}, peaks, answers)
    text = measured.table(run)
    assert "40 photos through a studio of its own, cut out by m" in text
    assert "| photos a minute, from the batch's start to its end | 80 |" in text
    assert "| ... with the upload before it | 60 |" in text
    assert "| passed, to review, failed | 20, 0, 20 |" in text
    assert "| CPU seconds a photo, all processes | 0.40 |" in text
    assert "| ... render | 0.300 |" in text
    assert "| peak memory of one process, web | 100 MB |" in text
    assert "longest of 1, 1 refused | 20, 20, 20 ms |" in text


def test_files_that_miss_a_measure_are_counted_and_named() -> None:
    good = Checked("a.jpg", "jpeg", 1000, 1000, True, 1.0, 0.85, 0.3, -0.5)
    bad = replace(good, name="b.jpg", format="png", white=0.99, fill=0.8, colour=2.0, fringe=-9.0)
    files = [good, bad]
    text = verifying.table([*files, replace(good, format="png")], 1000)
    assert "| PNG: white at exactly 255 away from the subject | 1 of 2 | 0.995 | 0.99 |" in text
    assert "| PNG: mean difference to the photo, at most 1 of 255 | 1 of 2 | 1.15 | 2 |" in text
    assert "below the blend with white | 1 of 2 | 4.75 | 9 |" in text
    [line] = verifying.told(files)
    assert line == "b.jpg (png): white 0.99000, fill 0.800, colour 2.00, fringe -9.00"
