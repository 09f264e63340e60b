"""Which numbers and which way a network runs by, told from what a node is; no device is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidOption
from editor.inference.networks.ways import SIZES, Node, Wanted, planned, portions, told
from editor.inference.settings import Settings

HOPPER = Node("cuda", (9, 0), compiler=True)
WANTED = Wanted(shape=(1024, 1024), most=8)


@pytest.mark.parametrize(
    ("node", "dtype"),
    [
        (HOPPER, "bfloat16"),
        (Node("cuda", (8, 6)), "bfloat16"),
        (Node("cuda", (7, 5)), "float16"),
        (Node("cuda", (6, 1)), "float32"),
        (Node("mps"), "float32"),
        (Node("cpu"), "float32"),
    ],
)
def test_numbers_are_what_the_device_is_fast_in(node: Node, dtype: str) -> None:
    assert planned(WANTED, node).dtype == dtype


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("node", [HOPPER, Node("cpu")])
def test_numbers_that_were_asked_for_are_taken(precision: str, node: Node) -> None:
    assert planned(replace(WANTED, precision=precision), node).dtype == precision


def test_a_device_without_bfloat16_is_not_asked_for_it() -> None:
    with pytest.raises(InvalidOption) as refused:
        planned(replace(WANTED, precision="bfloat16"), Node("cuda", (7, 5)))
    assert "float16" in refused.value.remedy


@pytest.mark.parametrize(
    ("most", "sizes"), [(1, (1,)), (2, (1, 2)), (3, (1, 2, 4)), (8, SIZES), (20, SIZES)]
)
def test_sizes_are_recorded_up_to_the_largest_batch(most: int, sizes: tuple[int, ...]) -> None:
    assert planned(replace(WANTED, most=most), HOPPER).sizes == sizes


def test_a_node_with_a_compiler_compiles_and_others_record() -> None:
    assert planned(WANTED, HOPPER).compiled
    without = planned(WANTED, replace(HOPPER, compiler=False))
    assert (without.compiled, without.sizes) == (False, SIZES)
    graphs = planned(replace(WANTED, way="graphs"), HOPPER)
    assert (graphs.compiled, graphs.sizes) == (False, SIZES)


@pytest.mark.parametrize(
    ("wanted", "node"),
    [
        (WANTED, Node("cpu", compiler=True)),
        (WANTED, Node("mps")),
        (replace(WANTED, way="eager"), HOPPER),
        (replace(WANTED, shape=None), HOPPER),
    ],
)
def test_elsewhere_by_request_or_for_any_shape_passes_are_eager(wanted: Wanted, node: Node) -> None:
    plan = planned(wanted, node)
    assert (plan.sizes, plan.compiled) == ((), False)


def test_what_settings_may_say_is_known_here() -> None:
    settings = Settings(secret="shh")
    wanted = replace(WANTED, precision=settings.precision, way=settings.way)
    assert planned(wanted, HOPPER).compiled


@given(st.integers(1, 40), st.sets(st.sampled_from(SIZES), min_size=1))
def test_every_picture_is_in_one_portion_and_no_portion_overflows(
    pictures: int, recorded: set[int]
) -> None:
    parts = list(portions(pictures, sorted(recorded)))
    assert sum(some for some, _ in parts) == pictures
    assert all(0 < some <= size and size in recorded for some, size in parts)
    # None could have gone in a smaller size.
    assert all(size == min(s for s in recorded if s >= some) for some, size in parts)


def test_a_batch_is_filled_up_to_the_next_size() -> None:
    assert list(portions(3, SIZES)) == [(3, 4)]
    assert list(portions(11, SIZES)) == [(8, 8), (3, 4)]


def test_the_way_is_told_in_words() -> None:
    assert told([], SIZES) == "graphs 1 2 4 8"
    assert told([2, 1], SIZES) == "compiled 1 2, graphs 4 8"
    assert told([], []) == "eager"
    assert told([], [], "batch 1: RuntimeError") == "eager (batch 1: RuntimeError)"
