"""The tree of layers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from editor.plan.document import parse_document
from editor.plan.layers import every_layer
from editor.plan.tree import Place, changed, find, inserted, place_of, without
from tests.plan.strategies import documents
from tests.plan.test_document import document, group, image

LAYERS = parse_document(document(image("a"), group("g", image("b"), image("c")))).layers


def test_a_layer_is_found_with_its_place() -> None:
    assert place_of(LAYERS, "a") == Place("", "")
    assert place_of(LAYERS, "g") == Place("", "a")
    assert place_of(LAYERS, "b") == Place("g", "")
    assert place_of(LAYERS, "c") == Place("g", "b")
    assert place_of(LAYERS, "nobody") is None
    assert find(LAYERS, "nobody") is None


def test_a_change_touches_one_layer_and_leaves_the_others_as_they_are() -> None:
    done = changed(LAYERS, "c", lambda layer: replace(layer, name="new"))
    assert find(done, "c").name == "new"  # type: ignore[union-attr]
    assert done[0] is LAYERS[0]


@given(documents(), st.data())
def test_taking_out_and_putting_back_changes_nothing(
    data: dict[str, object], draw: st.DataObject
) -> None:
    layers = parse_document(data).layers
    ids = [layer.id for layer in every_layer(layers)]
    assume(ids)
    id = draw.draw(st.sampled_from(ids))
    layer, place = find(layers, id), place_of(layers, id)
    assert layer is not None
    assert place is not None
    rest = without(layers, id)
    assert find(rest, id) is None
    assert inserted(rest, layer, place) == layers
