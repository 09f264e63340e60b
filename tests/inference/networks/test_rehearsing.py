"""Compiling happens in a process of its own that is ended in time, and isn't done twice."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from editor.inference.networks.rehearsing import CACHE, Rehearsal, Rehearsals

ONE = Rehearsal("u2netp", {}, "bfloat16", (320, 320), (1, 2, 4), "cpu")
ENOUGH_S = 120.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Compiled code lies below it; the variable that says so is taken back after the test."""
    monkeypatch.setenv(CACHE, "")
    os.environ.pop(CACHE)
    return tmp_path


def saying(text: str, log: Path) -> list[str]:
    """A process that notes its argument and runs this."""
    code = f"import sys, time, os; open({str(log)!r}, 'a').write(sys.argv[1]); {text}"
    return [sys.executable, "-c", code]


def test_what_was_compiled_is_known_and_not_compiled_again(folder: Path) -> None:
    rehearsals, log = Rehearsals(str(folder)), folder / "log"
    command = saying(f"print(1); print(2); print(4); assert os.environ[{CACHE!r}]", log)
    assert rehearsals.of(ONE) == ()
    assert rehearsals.hold(ONE, ENOUGH_S, command) == (1, 2, 4)
    assert rehearsals.hold(ONE, ENOUGH_S, command) == (1, 2, 4)
    assert log.read_text().count("u2netp") == 1
    assert rehearsals.of(replace(ONE, dtype="float16")) == ()
    assert Path(os.environ[CACHE]).is_dir()


def test_what_fails_is_left_out_and_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = folder / "log"
    command = saying("print(1); sys.exit('no such kernel')", log)
    for _ in range(2):
        assert Rehearsals(str(folder)).hold(ONE, ENOUGH_S, command) == (1,)
    assert log.read_text().count("u2netp") == 1
    assert "no such kernel" in caplog.text


def test_what_takes_too_long_is_ended_and_goes_on_at_the_next_start(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rehearsals, log = Rehearsals(str(folder)), folder / "log"
    forever = saying("print(1, flush=True); time.sleep(600)", log)
    assert rehearsals.hold(ONE, 5.0, forever) in ((1,), ())  # a busy machine may be slow to start
    assert "isn't done after 5 s" in caplog.text
    done = saying("print(1); print(2); print(4)", log)
    assert rehearsals.hold(ONE, ENOUGH_S, done) == (1, 2, 4)


def test_a_damaged_note_counts_as_none(folder: Path) -> None:
    rehearsals = Rehearsals(str(folder))
    rehearsals.hold(ONE, ENOUGH_S, saying("print(1)", folder / "log"))
    (note,) = (folder / "compiled").glob("rehearsed-*.json")
    note.write_text("{")
    assert rehearsals.of(ONE) == ()
