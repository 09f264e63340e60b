"""The browser applies patches as the server does: the same corpus through both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from editor.errors import InvalidDocument
from editor.plan.changes import Change, Patch, Set, parse_patch, patch_json
from editor.plan.document import Document, document_json, parse_document
from editor.plan.layers import Layer, every_layer
from editor.plan.merging import merge
from editor.plan.patches import apply
from tests.editing.scripts import bundled, run
from tests.plan.strategies import changes, documents

EXAMPLES = 400

_OF_TEXT = {
    "text.text": ["a", "b"],
    "text.size": [9, 96, None],
    "text.align": ["center", None],
    "text.lineHeight": [2, None],
    "text.strokeColor": ["#ff0000", None],
    "text": [{"text": "c", "italic": True}],
}
_OF_SHAPES = {
    "shape.form": ["rectangle", None],
    "shape.fill": ["#00ff00", None],
    "shape": [{"fill": "#0000ff"}],
}
_OF_ALL = {
    "effects": [None, [{"kind": "outline", "recipe": {"outline": 4}}, {"kind": "adjust"}]],
    "crop": [None, [0.1, 0, 0.5, 1]],
    "strokes": [None, [{"points": [[0.1, 0.2], [0.3, 0.4, 0.5]]}]],
    "strokes.+": [{"points": [[0.1, 0.2]]}, {"mode": "restore", "points": [[0.3, 0.4]]}],
    "strokes.-": [{"points": [[0.1, 0.2]]}],
    "effects.+": [{"kind": "shadow"}],
    "recipe.gamma": [None, 2],
    "clip": ["circle", None],
}
_OF_DOCUMENTS = {
    "canvas.width": [5, 900],
    "canvas.background": ["#ff0000", None],
    "guides": [None, [{"axis": "y", "at": 3}, {"at": 4}]],
}


@st.composite
def fields(draw: st.DrawFn, tree: tuple[Layer, ...]) -> Change:
    """A field that only some layers have, or the document has, gets a value."""
    every = list(every_layer(tree))
    layer = draw(st.sampled_from([None, *every]))
    if layer is None:
        values: dict[str, list[Any]] = _OF_DOCUMENTS
    else:
        own = {"text": _OF_TEXT, "shape": _OF_SHAPES}.get(layer.kind, {})
        values = {**_OF_ALL, **own}
    field = draw(st.sampled_from(sorted(values)))
    return Set(layer.id if layer else "", field, draw(st.sampled_from(values[field])))


@st.composite
def patches(draw: st.DrawFn, document: Document, number: int) -> tuple[Patch, Document]:
    """Changes that follow on each other, and what they lead to."""
    patch: list[Change] = []
    for count in range(draw(st.integers(1, 5))):
        either = changes(document.layers, number + count) | fields(document.layers)
        change = draw(either)
        document, _ = apply(document, (change,))
        patch.append(change)
    return tuple(patch), document


def corpus() -> list[dict[str, Any]]:
    """Documents with a patch, and another patch that was made on the document before the first."""
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        body = data.draw(documents())
        patch, done = data.draw(patches(parse_document(body), 0))
        late, _ = data.draw(patches(parse_document(body), data.draw(st.sampled_from([0, 100]))))
        try:
            merge(done, [patch], late)
        except InvalidDocument:
            reject()  # One id for two kinds of layers: no window does that.
        found.append({"body": body, "patch": patch_json(patch), "late": patch_json(late)})

    collect()
    return found


def test_browser_and_server_apply_undo_and_merge_alike(tmp_path: Path) -> None:
    cases = corpus()
    script = bundled("apply.ts", tmp_path, "--platform=node")
    answers = json.loads(run(script, given=json.dumps(cases)))
    assert len(answers) == len(cases) >= EXAMPLES // 2
    for case, answer in zip(cases, answers, strict=True):
        _check(case, answer)


def _check(case: dict[str, Any], answer: dict[str, Any]) -> None:
    base = parse_document(case["body"])
    patch, late = parse_patch(case["patch"]), parse_patch(case["late"])
    done, _ = apply(base, patch)
    assert parse_document(answer["done"]) == done, case
    assert parse_document(answer["back"]) == base, case
    # The browser's inverse, undone here.
    assert apply(done, parse_patch(answer["inverse"]))[0] == base, case
    both = merge(done, [patch], late)
    assert parse_document(answer["merged"]["doc"]) == both.document, case
    assert parse_patch(answer["merged"]["patch"]) == both.patch, case
    assert parse_patch(answer["merged"]["conflicts"]) == both.conflicts, case


def test_the_browser_reads_what_the_server_writes_and_fills_it_in(tmp_path: Path) -> None:
    """Every field is there, with the server's own default."""
    layer = {"id": "t", "kind": "text", "width": 9, "height": 9, "text": {"text": "Hi"}}
    body = {"schema": 1, "canvas": {"width": 5, "height": 6}, "layers": [layer]}
    case = {"body": body, "patch": [], "late": []}
    script = bundled("apply.ts", tmp_path, "--platform=node")
    [answer] = json.loads(run(script, given=json.dumps([case])))
    whole = answer["done"]["layers"][0]
    assert set(whole) == {option.name for option in Layer.options()}
    assert document_json(parse_document(answer["done"])) == body
