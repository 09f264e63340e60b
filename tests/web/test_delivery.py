from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.flows.produce import Produced
from editor.web.delivery import Permission, engines_text, how_made, origin, printable

PICTURE = Produced("k" * 64, Path("x"), "image/png", 10, 20, 123, rendered=True)


@pytest.mark.parametrize(
    ("permission", "immutable", "header"),
    [
        (Permission(), True, "private, max-age=31536000, immutable"),
        (Permission(), False, "private, max-age=0, must-revalidate"),
        (Permission(signed=True), True, "public, max-age=31536000, immutable"),
        (Permission(signed=True), False, "public, max-age=3600, must-revalidate"),
        (Permission(signed=True, left_s=90), True, "public, max-age=90, immutable"),
        (Permission(signed=True, left_s=90), False, "public, max-age=90, must-revalidate"),
        (Permission(signed=True, left_s=9999), False, "public, max-age=3600, must-revalidate"),
    ],
)
def test_caches_keep_a_picture_no_longer_than_it_may_be_seen(
    permission: Permission, immutable: bool, header: str
) -> None:
    assert permission.caching(immutable=immutable) == header


def test_the_models_that_looked_are_named_with_their_quality() -> None:
    used = {"matte": "grabcut-matte (fallback quality)", "faces": "cascade-faces (good)"}
    assert engines_text(used) == (
        "faces=cascade-faces (good); matte=grabcut-matte (fallback quality)"
    )


def test_each_warning_is_told_once() -> None:
    told = how_made(PICTURE, ["first", 'with "quotes"', "first"], 0.0123)
    assert told["Warning"] == 'cf-images 299 "first", cf-images 299 "with \'quotes\'"'
    assert told["Cf-Resized"] == "internal=ok/m t=12 hit=0 l=123"
    assert "X-Studio-Engine" not in told


def test_warnings_leave_room_for_other_headers() -> None:
    told = how_made(PICTURE, [f"{n:03}" * 200 for n in range(200)], 0)["Warning"]
    assert told.count("cf-images 299") == 11
    assert told.endswith('"and 190 more warnings"')
    assert len(told) < 4096
    ten = how_made(PICTURE, [str(n) for n in range(10)], 0)["Warning"]
    assert ten.endswith('"9"')


@pytest.mark.parametrize(
    ("rendered", "waited", "word"),
    [(True, False, "render"), (False, True, "waited"), (False, False, "cache")],
)
def test_the_figures_tell_where_a_picture_came_from(
    rendered: bool, waited: bool, word: str
) -> None:
    picture = Produced("k", Path("x"), "a/b", 1, 1, 1, rendered=rendered, waited=waited)
    assert origin(picture) == word


@given(st.text(max_size=500))
def test_any_text_fits_a_header(text: str) -> None:
    shown = printable(text)
    assert shown.isascii()
    assert shown.isprintable()
    assert '"' not in shown
    assert len(shown) <= 300
