"""Options of transform URLs that depend on who looks."""

from __future__ import annotations

import pytest

from editor.errors import InvalidOption
from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.from_url import Around, from_url
from editor.plan.from_wire import from_options
from editor.plan.viewing import Viewer

OPS = operations()


def read(options: str) -> Composition:
    return from_url(options, "abc", OPS).composition


@pytest.mark.parametrize(
    ("options", "viewer", "same"),
    [
        ("width=auto", Viewer(), "w=1200"),
        ("width=auto,wdesktop=900", Viewer(), "w=900"),
        ("w=auto", Viewer(mobile=True), "w=768"),
        ("w=auto,wmobile=500", Viewer(mobile=True), "w=500"),
        ("w=auto", Viewer(width=300), "w=320"),
        ("w=auto", Viewer(width=800, mobile=True), "w=960"),
        ("w=auto", Viewer(width=5000), "w=1200"),
        ("w=auto,wbreakpoints=1000;400", Viewer(width=390), "w=400"),
        ("q=90,scq=30,w=9", Viewer(slow=True), "w=9,q=30"),
        ("q=90,scq=low,w=9", Viewer(slow=True), "w=9,q=35"),
        ("q=90,scq=30,w=9", Viewer(), "w=9,q=90"),
        ("onerror=redirect,w=9", Viewer(), "w=9"),
    ],
)
def test_what_depends_on_who_looks_is_settled_at_the_door(
    options: str, viewer: Viewer, same: str
) -> None:
    reading = from_url(options, "abc", OPS, strict=True, around=Around(viewer))
    assert reading.composition == read(same)
    names = {"auto": "Sec-CH-Viewport-Width", "scq": "Save-Data"}
    for word, header in names.items():
        assert (header in reading.heeded) is (word in options)


@pytest.mark.parametrize(
    "options", ["wbreakpoints=", "wbreakpoints=a", "wbreakpoints=0", "wmobile=x", "onerror=ignore"]
)
def test_options_about_the_viewer_have_rules_too(options: str) -> None:
    with pytest.raises(InvalidOption):
        read(options)


def test_doors_that_dont_know_who_looks_ignore_them_with_a_warning() -> None:
    reading = from_options({"width": 9, "onerror": "redirect", "scq": 30}, "abc", OPS)
    assert reading.composition == read("w=9")
    assert len(reading.warnings) == 2
    with pytest.raises(InvalidOption):
        from_options({"onerror": "redirect"}, "abc", OPS, strict=True)
    with pytest.raises(InvalidOption, match="depends on who looks"):
        from_options({"width": "auto"}, "abc", OPS)
