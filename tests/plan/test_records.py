"""Objects of untrusted JSON, and what their errors say."""

from __future__ import annotations

import pytest

from editor.errors import BadRequest, UnknownName
from editor.plan.records import fields_of


def test_null_fields_are_absent() -> None:
    assert fields_of({"a": 1, "b": None}, "layer", ("a", "b")) == {"a": 1}


@pytest.mark.parametrize(("what", "said"), [("layer", "A layer"), ("export", "An export")])
def test_errors_are_sentences(what: str, said: str) -> None:
    with pytest.raises(BadRequest, match=f"^{said} is an object"):
        fields_of([], what, ("a",))
    with pytest.raises(BadRequest, match=f"^{said} needs 'a'"):
        fields_of({}, what, ("a",), required=("a",))
    with pytest.raises(UnknownName, match=f"^'x' is not a known {what} field"):
        fields_of({"x": 1}, what, ("a",))
