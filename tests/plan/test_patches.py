"""Patches: all or nothing, and each can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.errors import BadRequest, Conflict, InvalidDocument, StudioError, UnknownName
from editor.plan.changes import Add, Move, Patch, Remove, Set, parse_patch, patch_json
from editor.plan.document import Document, document_json, parse_document
from editor.plan.layers import every_layer
from editor.plan.patches import apply
from editor.plan.tree import Place
from tests.plan.strategies import changes, documents, json_values, setters
from tests.plan.test_document import document, group, image


def start() -> Document:
    return parse_document(
        document(image("a", recipe={"blur": 3}), group("g", image("b"), image("c")), image("d"))
    )


def after(*patch: Any) -> Document:
    return apply(start(), patch)[0]


def shape_of(result: Document) -> list[Any]:
    return [[la.id, [one.id for one in la.layers]] if la.layers else la.id for la in result.layers]


@pytest.mark.parametrize(
    ("change", "layer", "field", "value"),
    [
        (Set("a", "x", 99), "a", "x", 99),
        (Set("b", "opacity", 0.5), "b", "opacity", 0.5),
        (Set("a", "recipe.blur", 9), "a", "recipe", {"blur": 9}),
        (Set("a", "recipe.gamma", 2), "a", "recipe", {"blur": 3, "gamma": 2}),
        (Set("a", "recipe.blur", None), "a", "recipe", None),
        (Set("a", "recipe", {"gamma": 2}), "a", "recipe", {"gamma": 2}),
        (Set("a", "name", None), "a", "name", None),
    ],
)
def test_a_field_of_a_layer_is_set(change: Set, layer: str, field: str, value: object) -> None:
    (found,) = (la for la in every_layer(after(change).layers) if la.id == layer)
    assert found.written().get(field) == value


def test_fields_of_the_document_are_set() -> None:
    done = after(Set("", "canvas.width", 900), Set("", "guides", [{"axis": "x", "at": 5}]))
    assert document_json(done)["canvas"] == {"width": 900, "height": 600}
    assert document_json(done)["guides"] == [{"at": 5}]


def test_one_thing_is_added_to_a_list_and_taken_out() -> None:
    base = start()
    dot, line = {"points": [[0.5, 0.5]]}, {"mode": "restore", "points": [[0.1, 0.2], [0.3, 0.4]]}
    done, undo = apply(base, tuple(Set("a", "strokes.+", one) for one in (dot, line, dot)))
    assert done.layers[0].written()["strokes"] == [dot, line, dot]
    assert apply(done, undo)[0] == base
    less, back = apply(done, (Set("a", "strokes.-", dot), Set("a", "strokes.-", {"points": []})))
    assert less.layers[0].written()["strokes"] == [dot, line]
    assert apply(less, back)[0] == done


def test_a_part_of_an_object_that_isnt_there_yet_makes_it() -> None:
    shape = {"id": "s", "kind": "shape", "width": 5, "height": 5, "shape": {"fill": "red"}}
    base = parse_document(document(shape))
    done, undo = apply(base, (Set("s", "shape", None), Set("s", "shape.fill", "blue")))
    assert done.layers[0].written()["shape"] == {"fill": "#0000ff"}
    assert apply(done, undo)[0] == base


@pytest.mark.parametrize(
    ("patch", "wanted"),
    [
        ([Remove("a")], [["g", ["b", "c"]], "d"]),
        ([Remove("b")], ["a", ["g", ["c"]], "d"]),
        ([Move("a", Place("", "d"))], [["g", ["b", "c"]], "d", "a"]),
        ([Move("d", Place("", ""))], ["d", "a", ["g", ["b", "c"]]]),
        ([Move("a", Place("g", "b"))], [["g", ["b", "a", "c"]], "d"]),
        ([Move("c", Place("", "a"))], ["a", "c", ["g", ["b"]], "d"]),
        ([Move("a", Place("g", "gone"))], [["g", ["b", "c", "a"]], "d"]),
        ([Remove("g")], ["a", "d"]),
    ],
)
def test_layers_are_removed_and_moved(patch: list[Any], wanted: list[Any]) -> None:
    done, undo = apply(start(), tuple(patch))
    assert shape_of(done) == wanted
    assert apply(done, undo)[0] == start()


def test_a_layer_is_added_above_another() -> None:
    (added,) = parse_patch([{"op": "add", "layer": image("n"), "parent": "g", "below": "b"}])
    assert shape_of(after(added)) == ["a", ["g", ["b", "n", "c"]], "d"]


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (Set("nobody", "x", 1), Conflict, "no layer nobody"),
        (Remove("nobody"), Conflict, "no layer nobody"),
        (Move("nobody"), Conflict, "no layer nobody"),
        (Move("a", Place("nobody")), Conflict, "nobody isn't there"),
        (Move("g", Place("g")), Conflict, "lies inside the moved layer"),
        (Move("a", Place("d")), InvalidDocument, "isn't a group"),
        (Set("a", "id", "b"), BadRequest, "can't be set"),
        (Set("a", "layers", []), BadRequest, "can't be set"),
        (Set("", "layers", []), BadRequest, "can't be set"),
        (Set("", "schema", 2), UnknownName, "schema"),
        (Set("a", "opacty", 1), UnknownName, "opacty"),
        (Set("a", "opacity", 5), BadRequest, "outside 0 to 1"),
        (Set("a", "opacity.x", 5), BadRequest, "holds nothing named x"),
        (Set("a", "source", None), InvalidDocument, "has no 'source'"),
        (Set("a", "text.size", 5), InvalidDocument, "has 'text'"),
        (Set("a", "strokes.+", None), BadRequest, "stroke"),
        (Set("a", "strokes.0", {"points": []}), BadRequest, "holds nothing named 0"),
        (Set("a", "crop.+", 1), BadRequest, "four numbers"),
        (Set("", "canvas", None), BadRequest, "'canvas' needs a value"),
        (Set("", "canvas.width", None), BadRequest, "'width' needs a value"),
        (Set("a", "width", None), BadRequest, "'width' needs a value"),
        (Set("a", "width", 0), BadRequest, "outside 0.0001"),
    ],
)
def test_a_wrong_change_changes_nothing(change: Any, error: type[StudioError], text: str) -> None:
    with pytest.raises(error, match=text) as caught:
        after(change)
    assert caught.value.remedy


def test_an_id_is_given_once() -> None:
    with pytest.raises(InvalidDocument, match="A layer 'a' exists"):
        after(Add(start().layers[0]))


def test_groups_dont_grow_deeper_by_moves_than_they_may() -> None:
    nested: dict[str, Any] = group("g0")
    for n in range(1, 7):
        nested = group(f"g{n}", nested)
    base = parse_document(document(nested, group("h", group("i", image("a")))))
    with pytest.raises(InvalidDocument, match="groups 8 deep"):
        apply(base, (Move("h", Place("g0")),))


@given(st.data())
def test_the_inverse_undoes(data: st.DataObject) -> None:
    base = parse_document(data.draw(documents()))
    now, patch = base, []
    for number in range(data.draw(st.integers(1, 5))):
        change = data.draw(changes(now.layers, number))
        now, _ = apply(now, (change,))
        patch.append(change)
    done, undo = apply(base, tuple(patch))
    assert done == now
    assert apply(done, undo)[0] == base
    assert apply(base, parse_patch(patch_json(tuple(patch))))[0] == done


@given(st.data())
def test_patches_on_different_layers_commute(data: st.DataObject) -> None:
    base = parse_document(data.draw(documents()))
    ids = [layer.id for layer in every_layer(base.layers)]
    assume(len(ids) >= 2)
    cut = data.draw(st.integers(1, len(ids) - 1))
    one: Patch = tuple(data.draw(st.lists(setters(ids[:cut]), max_size=4)))
    two: Patch = tuple(data.draw(st.lists(setters(ids[cut:]), max_size=4)))
    assert apply(apply(base, one)[0], two)[0] == apply(apply(base, two)[0], one)[0]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({}, "patch is a list"),
        ([5], "known change"),
        ([{"op": "replace"}], "known change"),
        ([{"op": "set", "layer": "a"}], "needs 'field'"),
        ([{"op": "set", "layer": 5, "field": "x"}], "isn't a name"),
        ([{"op": "remove"}], "needs 'layer'"),
        ([{"op": "remove", "layer": "a", "field": "x"}], "field"),
        ([{"op": "add"}], "needs 'layer'"),
        ([{"op": "add", "layer": {}}], "needs 'id'"),
        ([{"op": "remove", "layer": "a"}] * 1001, "holds 1001 things"),
    ],
)
def test_a_patch_is_a_list_of_changes(data: object, text: str) -> None:
    with pytest.raises(BadRequest, match=text):
        parse_patch(data)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"op": st.sampled_from(["set", "add", "remove", "move"])},
            optional={
                "layer": st.sampled_from(["a", "g", ""]) | json_values,
                "field": st.sampled_from(["x", "recipe.blur", "text.size", "crop"]) | st.text(),
                "value": json_values,
                "parent": st.just("g") | json_values,
                "below": json_values,
            },
        ),
        max_size=3,
    )
    | json_values
)
def test_any_json_is_applied_or_refused_as_the_callers_fault(data: object) -> None:
    try:
        apply(start(), parse_patch(data))
    except StudioError as error:
        status = error.status
    else:
        status = 200
    assert status in (200, 400, 409)
