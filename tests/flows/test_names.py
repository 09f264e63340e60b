from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.flows import names


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("dog.jpg", "dog.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\dog.jpg", "dog.jpg"),
        ("/abs/olute.png", "olute.png"),
        ("Größe 東京 🐕.webp", "Größe 東京 🐕.webp"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\x1bc\u200b.png", "abc.png"),
        ("a\r\nContent-Type: x.png", "a Content-Type: x.png"),
        ("e\u0301.png", "é.png"),
        ("...", "picture"),
        ("", "picture"),
        ("dir/", "picture"),
        ("  spaced   out .png ", "spaced out .png"),
        ("\ud800.png", "png"),
    ],
)
def test_a_file_name_is_made_fit_to_show(given_name: str, expected: str) -> None:
    assert names.shown(given_name) == expected


def test_a_long_name_keeps_its_ending() -> None:
    name = names.shown("x" * 400 + ".jpeg")
    assert len(name) == 255
    assert name.endswith("x.jpeg")


@given(st.text(max_size=600))
def test_any_name_becomes_short_printable_and_free_of_paths(text: str) -> None:
    name = names.shown(text)
    assert 1 <= len(name) <= 255
    assert not set("/\\") & set(name)
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
    assert names.shown(name) == name
    name.encode()


@given(st.text(max_size=600))
def test_any_title_becomes_one_short_line(text: str) -> None:
    title = names.title(text)
    assert 1 <= len(title) <= 255
    assert len(title.splitlines()) == 1
    assert names.title(title) == title


def test_a_title_may_hold_what_a_file_name_may_not() -> None:
    assert names.title("Shop / summer.") == "Shop / summer."
