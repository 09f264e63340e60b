"""Patches against an older revision: merged, the older value told, deleted layers a conflict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import Conflict, InvalidOption
from editor.plan.changes import Add, Move, Remove, Set
from editor.plan.document import parse_document
from editor.plan.layers import parse_layer
from editor.plan.merging import Lost, Merged, merge
from editor.plan.patches import apply
from editor.plan.tree import Place
from tests.plan.strategies import changes, documents
from tests.plan.test_document import document, group, image
from tests.plan.test_patches import shape_of

BASE = parse_document(
    document(image("a", recipe={"blur": 3}), group("g", image("b")), group("h"), image("d"))
)


def merged(since: list[Any], incoming: list[Any]) -> Merged:
    current, _ = apply(BASE, tuple(since))
    return merge(current, [tuple(since)], tuple(incoming))


def test_a_patch_on_the_present_revision_is_just_applied() -> None:
    patch = (Set("a", "x", 1),)
    done = merge(BASE, [], patch)
    assert (done.document, done.inverse) == apply(BASE, patch)
    assert (done.patch, done.lost, done.conflicts) == (patch, (), ())


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (Set("a", "x", 1), Set("d", "x", 2)),
        (Set("a", "x", 1), Set("a", "y", 2)),
        (Set("a", "recipe.blur", 1), Set("a", "recipe.gamma", 2)),
        (Set("", "canvas.width", 5), Set("", "canvas.height", 5)),
        (Set("a", "x", 1), Move("a", Place("g", "b"))),
        (Remove("d"), Set("a", "x", 1)),
        (Move("a", Place("g", "")), Move("d", Place("", ""))),
    ],
)
def test_changes_of_different_layers_or_fields_merge(older: Any, newer: Any) -> None:
    done = merged([older], [newer])
    assert (done.lost, done.conflicts) == ((), ())
    assert done.document == apply(BASE, (older, newer))[0]


def test_two_people_add_to_one_list_without_losing_each_others() -> None:
    one, two = {"points": [[0.1, 0.1]]}, {"points": [[0.2, 0.2]]}
    done = merged([Set("a", "strokes.+", one)], [Set("a", "strokes.+", two)])
    assert (done.lost, done.conflicts) == ((), ())
    assert done.document.layers[0].written()["strokes"] == [one, two]
    whole = merged([Set("a", "strokes.+", one)], [Set("a", "strokes", None)])
    assert whole.lost == (Lost("a", "strokes.+", one),)


@pytest.mark.parametrize("both", [Remove("a"), Add(parse_layer(image("n")))])
def test_what_both_did_is_done_once(both: Any) -> None:
    done = merged([both], [both, Set("d", "x", 5)])
    assert (done.patch, done.conflicts) == ((Set("d", "x", 5),), ())


def test_a_group_that_comes_back_with_a_layer_that_is_there_again_is_a_conflict() -> None:
    back = Add(parse_layer(group("n", image("b"))))
    done = merged([Set("a", "x", 1)], [back])
    assert (done.patch, done.conflicts) == ((), (back,))


def test_a_window_may_be_late_by_its_own_saves_alone() -> None:
    patch = (Set("gone", "x", 1), Set("d", "x", 5))
    assert merge(BASE, [], patch, late=True).conflicts == patch[:1]
    with pytest.raises(Conflict):
        merge(BASE, [], patch)


@pytest.mark.parametrize(
    ("older", "newer", "lost"),
    [
        (Set("a", "x", 1), Set("a", "x", 2), Lost("a", "x", 1)),
        (Set("a", "recipe.blur", 1), Set("a", "recipe", None), Lost("a", "recipe.blur", 1)),
        (Set("a", "recipe", {}), Set("a", "recipe.blur", 2), Lost("a", "recipe", {})),
        (Set("a", "x", 1), Remove("a"), Lost("a", "x", 1)),
        (
            Move("a", Place("g", "b")),
            Move("a", Place("h", "")),
            Lost("a", "place", {"parent": "g", "below": "b"}),
        ),
    ],
)
def test_the_last_writer_wins_and_the_older_value_is_told(
    older: Any, newer: Any, lost: Lost
) -> None:
    done = merged([older], [newer])
    assert done.lost == (lost,)
    assert done.document == apply(BASE, (older, newer))[0]
    assert done.as_json()["lost"] == [
        {"layer": lost.layer, "field": lost.field, "value": lost.value}
    ]


def test_equal_values_are_no_loss() -> None:
    assert merged([Set("a", "x", 1)], [Set("a", "x", 1)]).lost == ()


def test_only_the_last_of_several_older_values_is_told() -> None:
    done = merged([Set("a", "x", 1), Set("a", "x", 2)], [Set("a", "x", 3)])
    assert done.lost == (Lost("a", "x", 2),)


@pytest.mark.parametrize(
    "change",
    [
        Set("b", "x", 1),
        Move("b", Place("", "")),
        Move("a", Place("g", "")),
        Add(parse_layer(image("n")), Place("g", "")),
    ],
)
def test_a_change_of_a_deleted_layer_is_a_conflict_and_the_rest_is_done(change: Any) -> None:
    done = merged([Remove("g")], [change, Set("a", "x", 5)])
    assert done.conflicts == (change,)
    assert done.patch == (Set("a", "x", 5),)
    assert done.document == apply(BASE, (Remove("g"), Set("a", "x", 5)))[0]
    assert len(done.as_json()["conflicts"]) == 1


def test_deleting_twice_is_no_conflict() -> None:
    done = merged([Remove("g")], [Remove("b"), Remove("g")])
    assert (done.conflicts, done.patch, done.lost) == ((), (), ())


def test_a_neighbour_that_is_gone_is_no_conflict() -> None:
    done = merged([Remove("d")], [Move("a", Place("", "d"))])
    assert done.conflicts == ()
    assert shape_of(done.document) == [["g", ["b"]], "h", "a"]


def test_two_groups_moved_into_each_other_dont_vanish() -> None:
    done = merged([Move("g", Place("h"))], [Move("h", Place("g"))])
    assert done.conflicts == (Move("h", Place("g")),)
    assert shape_of(done.document) == ["a", ["h", ["g"]], "d"]


def test_a_layer_that_never_was_is_an_error_without_older_patches() -> None:
    with pytest.raises(Conflict):
        merge(BASE, [], (Set("nobody", "x", 1),))


def test_a_bad_value_stays_an_error() -> None:
    with pytest.raises(InvalidOption):
        merged([Set("a", "x", 1)], [Set("a", "opacity", 7)])


def test_undoing_a_merge_leaves_the_older_changes() -> None:
    older, newer = Set("a", "x", 1), Set("a", "y", 2)
    done = merged([older], [newer, Remove("d")])
    assert apply(done.document, done.inverse)[0] == apply(BASE, (older,))[0]


@given(st.data())
def test_any_two_patches_merge_without_an_error(data: st.DataObject) -> None:
    base = parse_document(data.draw(documents()))
    older = tuple(data.draw(changes(base.layers, 1)) for _ in range(1))
    newer = tuple(data.draw(changes(base.layers, 2)) for _ in range(1))
    current, _ = apply(base, older)
    done = merge(current, [older], newer)
    assert len(done.patch) + len(done.conflicts) <= len(newer)
    assert apply(current, done.patch)[0] == done.document
    assert apply(done.document, done.inverse)[0] == current
