"""Messages over pipes: whole, in order, in time, and only data of this project."""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Iterator

import pytest

from editor.errors import TooManyPixels
from editor.render.pipe import Closed, Pipe, packed, unpacked_answer
from editor.render.request import Answer, Rendered


@pytest.fixture
def ends() -> Iterator[tuple[Pipe, Pipe]]:
    """Two sides of one line."""
    here_reads, there_writes = os.pipe()
    there_reads, here_writes = os.pipe()
    yield Pipe(here_reads, here_writes), Pipe(there_reads, there_writes)
    for end in (here_reads, there_writes, there_reads, here_writes):
        try:
            os.close(end)
        except OSError:
            continue


def soon() -> float:
    return time.monotonic() + 5


@pytest.mark.parametrize("length", [0, 1, 65_536, 5_000_000])
def test_a_message_of_any_length_arrives_whole(ends: tuple[Pipe, Pipe], length: int) -> None:
    here, there = ends
    sent = os.urandom(length)
    sender = threading.Thread(target=here.send, args=(sent, soon()))
    sender.start()
    assert there.receive(soon()) == sent
    sender.join()


def test_messages_arrive_one_by_one_in_order(ends: tuple[Pipe, Pipe]) -> None:
    here, there = ends
    here.send(b"first", soon())
    here.send(b"second", soon())
    assert [there.receive(soon()), there.receive(soon())] == [b"first", b"second"]


def test_waiting_for_an_answer_ends_at_the_deadline(ends: tuple[Pipe, Pipe]) -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        ends[0].receive(started + 0.05)
    assert time.monotonic() - started < 2


def test_sending_to_a_side_that_never_reads_ends_at_the_deadline(ends: tuple[Pipe, Pipe]) -> None:
    with pytest.raises(TimeoutError):
        ends[0].send(bytes(10_000_000), time.monotonic() + 0.05)


def test_a_side_that_is_gone_is_noticed() -> None:
    reads, writes = os.pipe()
    here = Pipe(reads, writes)
    os.close(writes)
    with pytest.raises(Closed):
        here.receive(soon())
    os.close(reads)


def test_half_a_message_counts_as_none() -> None:
    reads, writes = os.pipe()
    here = Pipe(reads, writes)
    os.write(writes, (100).to_bytes(8, "big") + b"only this")
    os.close(writes)
    with pytest.raises(Closed):
        here.receive(soon())
    os.close(reads)


def test_a_length_beyond_every_bound_is_not_waited_for() -> None:
    reads, writes = os.pipe()
    os.write(writes, (1 << 60).to_bytes(8, "big"))
    with pytest.raises(Closed):
        Pipe(reads, writes).receive(soon())
    os.close(reads)
    os.close(writes)


def test_answers_survive_the_way() -> None:
    error = TooManyPixels("too many", remedy="fewer", retry_after_s=3)
    answer = unpacked_answer(packed(Answer(Rendered(3, 2, "image/png", 70, ("w",)), error, 5)))
    assert answer.value == Rendered(3, 2, "image/png", 70, ("w",))
    assert type(answer.error) is TooManyPixels
    assert (answer.error.text, answer.error.remedy) == ("too many", "fewer")
    assert answer.error.retry_after_s == 3


class Bomb:
    """Data that runs a command when it is unpacked."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[object, ...]:
        return self.call  # type: ignore[return-value]


@pytest.mark.parametrize(
    "hostile",
    [
        packed(Bomb(os.getcwd)),
        packed(Bomb(eval, "1 + 1")),
        # A dotted name would reach through one of our modules into any other.
        b"\x80\x04\x8c\x12editor.render.pipe\x8c\x09os.getcwd\x93)R.",
        b"\x80\x04\x8c\x15editor.render.request\x8c\x07Mapping\x93)R.",
        b"no pickle at all",
        b"",
    ],
)
def test_an_answer_with_anything_but_our_data_is_refused(hostile: bytes) -> None:
    with pytest.raises(Closed):
        unpacked_answer(hostile)


def test_the_hostile_examples_would_work_with_a_plain_unpickler() -> None:
    assert pickle.loads(packed(Bomb(os.getcwd))) == os.getcwd()
