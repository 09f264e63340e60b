"""How the children's words reach the supervisor's output."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.management.supervisor.output import LONGEST_LINE, Lines, Output


class Heard(Output):
    """An output that remembers."""

    def __init__(self) -> None:
        super().__init__(-1)
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_lines_come_out_whole_however_they_were_cut(pieces: list[bytes]) -> None:
    heard = Heard()
    lines = Lines("web-1", heard)
    for piece in pieces:
        lines.feed(piece)
    lines.end()
    said = b"".join(pieces)
    expected = said.split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    assert heard.data == b"".join(b"web-1      | " + line + b"\n" for line in expected)


def test_an_endless_line_is_broken_and_not_kept() -> None:
    heard = Heard()
    lines = Lines("web-1", heard)
    for _ in range(100):
        lines.feed(b"x" * 1000)
    assert heard.data.count(b"\n") == 100_000 // LONGEST_LINE
    assert heard.data.count(b"x") == 6 * LONGEST_LINE


def test_as_json_every_line_is_an_object_that_tells_who_said_it() -> None:
    heard = Heard()
    heard.as_json = True
    lines = Lines("web-1", heard)
    lines.feed(b'{"message": "ours", "process": "web-1"}\nplain \xff\n')
    told = [json.loads(line) for line in heard.data.splitlines()]
    assert [one["process"] for one in told] == ["web-1", "web-1"]
    assert told[0]["message"] == "ours"
    assert told[1]["message"].startswith("plain ")


@pytest.fixture
def broken_pipe() -> Iterator[int]:
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


def test_an_output_that_nobody_reads_asks_for_a_stop_once(broken_pipe: int) -> None:
    stops: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: stops.append(number))
    try:
        out = Output(broken_pipe)
        out.say("first")
        out.say("second")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert stops == [signal.SIGTERM]
