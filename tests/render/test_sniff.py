"""Formats are told by content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import NotAPicture
from editor.render.sniff import HEAD, PICTURES, picture_kind, sniff
from tests.corpus import strangers
from tests.corpus.case import Case
from tests.corpus.valid import SAMPLES

STRANGERS = [case for case in strangers.cases() if case.data and case.name != "raw.tif"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_picture_is_known_by_its_first_bytes(name: str) -> None:
    kind = sniff(SAMPLES[name]()[:HEAD])
    assert kind is PICTURES[name.partition("-")[0]]
    assert kind.readable
    assert kind.content_type.startswith("image/")


@pytest.mark.parametrize("case", STRANGERS, ids=lambda case: case.name)
def test_other_files_are_named_for_what_they_are(case: Case) -> None:
    with pytest.raises(NotAPicture) as refused:
        picture_kind(case.data[:HEAD], case.name)
    assert case.words in refused.value.text
    assert case.name in refused.value.text
    assert "JPEG" in refused.value.remedy


@pytest.mark.parametrize(
    ("brands", "name"),
    [
        (b"heic\0\0\0\0mif1heic", "heic"),
        (b"mif1\0\0\0\0mif1heic", "heic"),
        (b"mif1\0\0\0\0mif1avifmiaf", "avif"),
        (b"avis\0\0\0\0avifavis", "avif"),
        (b"isom\0\0\0\0isommp42", "mp4"),
        (b"crx \0\0\0\x01crx isom", "raw"),
    ],
)
def test_the_brands_of_a_container_tell_its_format(brands: bytes, name: str) -> None:
    head = (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands
    assert sniff(head + bytes(40)).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BMW and MZ are no signatures in prose", "text"),
        ("ein schöner Text, " * 400, "text"),
        ("\ufeff<!DOCTYPE html><p>", "html"),
        ("<!-- hello --><svg viewBox='0 0 1 1'/>", "svg"),
        ("<?xml version='1.0'?><rss/>", "xml"),
        ("  \n<HTML>", "html"),
    ],
)
def test_text_is_told_from_markup(text: str, name: str) -> None:
    assert sniff(text.encode()[:HEAD]).name == name


def test_a_long_or_odd_name_is_shown_shortened_and_printable() -> None:
    with pytest.raises(NotAPicture) as refused:
        picture_kind(b"text", "\x1b[31m" + "x" * 500)
    assert "\x1b" not in refused.value.text
    assert len(refused.value.text) < 200


@given(st.binary(max_size=300))
def test_any_bytes_get_exactly_one_answer(head: bytes) -> None:
    kind = sniff(head)
    assert kind.label
    if kind.readable:
        assert picture_kind(head) is kind
    else:
        with pytest.raises(NotAPicture):
            picture_kind(head)


@given(st.sampled_from([k.name for k in PICTURES.values()]), st.binary(max_size=200))
def test_what_follows_the_signature_doesnt_change_the_answer(name: str, rest: bytes) -> None:
    head = SAMPLES[name]()[:32]
    assert sniff(head + rest).name == name
