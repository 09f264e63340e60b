"""Batches go through recorded sizes: filled up, cut, in portions. Here a recording is a pass that
reads from and writes to fixed places, as one on CUDA does."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor

from editor.inference.networks.graphs import COMPILING_S, Forward, Graphs, Recorded
from editor.inference.networks.staging import Pictures

SHAPE = (3, 4, 6)


def doubled(given: Tensor) -> tuple[Tensor, ...]:
    return 2 * given, given.mean((1, 2, 3))


def up(given: Pictures, into: Tensor) -> None:
    for place, one in enumerate(given):
        into[place].copy_(one)


@dataclass
class Again:
    """The pass, done again over the same places."""

    forward: Forward
    given: Tensor
    outputs: tuple[Tensor, ...]

    def replay(self) -> None:
        for place, fresh in zip(self.outputs, self.forward(self.given), strict=True):
            place.copy_(fresh)

    def reset(self) -> None:
        self.outputs = ()


@dataclass
class Recorder:
    """Notes what was recorded; sizes in `full` find no memory."""

    sizes: list[int]
    full: tuple[int, ...] = ()

    def __call__(self, forward: Forward, given: Tensor) -> Recorded:
        if len(given) in self.full:
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.sizes.append(len(given))
        outputs = forward(given)
        return Recorded(Again(forward, given, outputs), outputs)


def graphs(recorder: Recorder, sizes: tuple[int, ...] = (1, 2, 4, 8)) -> Graphs:
    made = Graphs(torch.zeros(max(sizes), *SHAPE), up, recorder)
    made.record(sizes, doubled, doubled, ())
    return made


@pytest.mark.parametrize("pictures", [1, 2, 3, 5, 8, 11, 17])
def test_any_number_of_pictures_is_answered_as_if_nothing_were_recorded(pictures: int) -> None:
    made = graphs(Recorder([]))
    given = torch.rand(pictures, *SHAPE)
    for batch in (given, list(given)):
        for ours, plain in zip(made.answer(batch), doubled(given), strict=True):
            assert torch.equal(ours, plain)


def test_an_answer_stays_when_the_next_one_is_made() -> None:
    made = graphs(Recorder([]))
    first = torch.rand(2, *SHAPE)
    (answer, _) = made.answer(first)
    made.answer(torch.rand(2, *SHAPE))
    assert torch.equal(answer, 2 * first)


def test_the_largest_size_is_recorded_first() -> None:
    recorder = Recorder([])
    assert graphs(recorder).told() == "graphs 1 2 4 8"
    assert recorder.sizes == [8, 4, 2, 1]


def test_a_size_without_memory_is_left_out_and_named(caplog: pytest.LogCaptureFixture) -> None:
    made = graphs(Recorder([], full=(4, 8)))
    assert made.told() == "graphs 1 2 (batch 4: OutOfMemoryError)"
    assert "batch of 8 can't be recorded" in caplog.text
    given = torch.rand(5, *SHAPE)
    assert torch.equal(made.answer(given)[0], 2 * given)


def test_with_nothing_recorded_passes_are_eager_and_it_says_why() -> None:
    made = graphs(Recorder([], full=(1, 2)), (1, 2))
    assert made.told() == "eager (batch 1: OutOfMemoryError)"
    assert not made.takes(torch.zeros(1, *SHAPE))


def test_other_shapes_and_closed_recordings_are_not_taken() -> None:
    made = graphs(Recorder([]))
    assert made.takes([torch.zeros(SHAPE)])
    assert not made.takes([torch.zeros(3, 4, 4)])
    made.close()
    assert not made.takes([torch.zeros(SHAPE)])


def test_rehearsed_sizes_are_recorded_compiled_and_those_that_fail_as_they_are() -> None:
    def broken(given: Tensor) -> tuple[Tensor, ...]:
        if len(given) == 2:
            raise RuntimeError("strides differ")
        return doubled(given)

    made = Graphs(torch.zeros(4, *SHAPE), up, Recorder([]))
    made.record((1, 2, 4), doubled, broken, (1, 2))
    assert made.told() == "compiled 1, graphs 2 4 (batch 2: RuntimeError)"


def test_compiled_code_is_not_waited_for_longer_than_a_load_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    slow = SimpleNamespace(monotonic=lambda: clock[0])
    monkeypatch.setattr("editor.inference.networks.graphs.time", slow)

    def slowly(given: Tensor) -> tuple[Tensor, ...]:
        clock[0] += COMPILING_S
        return doubled(given)

    made = Graphs(torch.zeros(4, *SHAPE), up, Recorder([]))
    made.record((1, 2, 4), doubled, slowly, (1, 2, 4))
    assert made.told() == "compiled 4, graphs 1 2"
