from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.web.negotiate import format_for, parts


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("image/avif,image/webp,image/apng,*/*;q=0.8", "avif"),
        ("image/webp,*/*;q=0.8", "webp"),
        ("image/avif", "avif-or-jpeg"),
        ("image/avif,image/webp;q=0,*/*", "avif-or-jpeg"),
        ("IMAGE/WEBP", "webp"),
        ("image/avif;q=0, image/webp", "webp"),
        ("image/avif;q=0.0,*/*", ""),
        ("image/avif;q=broken, image/png", ""),
        ("image/*,*/*", ""),
        ("*/*", ""),
        ("", ""),
    ],
)
def test_the_best_format_that_the_client_names_is_chosen(accept: str, best: str) -> None:
    assert format_for(accept) == best


@given(st.text(max_size=200))
def test_any_header_is_read(accept: str) -> None:
    assert format_for(accept) in ("", "avif", "avif-or-jpeg", "webp")
    assert all(0 <= quality <= 1 for _, quality in parts(accept))
