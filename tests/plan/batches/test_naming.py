"""File names of batches."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from editor.plan.batches.naming import Named, file_name, sku_in, stem, unique

ONE = Named("blue mug", "AB-1", 7, 9, 2000, 1500, "amazon", "jpg")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{name}", "blue mug.jpg"),
        ("{sku}_{n}", "AB-1_7.jpg"),
        ("{target}-{width}x{height}", "amazon-2000x1500.jpg"),
        ("fixed", "fixed.jpg"),
        ("a/b\\c:*?", "a b c.jpg"),
        ("..", "photo.jpg"),
        ("con", "_con.jpg"),
        ("x" * 400, "x" * 150 + ".jpg"),
    ],
)
def test_a_pattern_becomes_a_name_that_every_system_takes(pattern: str, name: str) -> None:
    assert file_name(pattern, ONE) == name


def test_names_are_those_that_the_page_shows_as_examples() -> None:
    cases = json.loads(Path(__file__).with_name("file_names.json").read_text())
    assert len(cases) >= 10
    for case in cases:
        pattern, wanted = case.pop("pattern"), case.pop("file")
        one = Named(**case, width=2000, height=2000, target="amazon", ending="jpg")
        assert file_name(pattern, one) == wanted


def test_what_people_wrote_can_t_leave_the_folder_or_name_a_field() -> None:
    sly = replace(ONE, name="../../{sku}", sku="x/../y")
    assert file_name("{name}", sly) == "(sku).jpg"
    assert "/" not in file_name("{sku}", sly)


def test_without_a_sku_the_name_stands_for_it() -> None:
    assert file_name("{sku}", replace(ONE, sku="")) == "blue mug.jpg"
    assert sku_in("AB-12_front.jpeg") == "AB-12"
    assert sku_in("front.jpeg") == "front"


def test_an_ending_is_only_what_looks_like_one() -> None:
    assert stem("mug.jpg") == "mug"
    assert stem("mug 1.5 litres") == "mug 1.5 litres"
    assert stem(".jpg") == ".jpg"


def test_places_are_written_with_as_many_digits_as_the_last_one() -> None:
    names = [file_name("{n}", replace(ONE, n=n, last=1200)) for n in (1, 12, 1200)]
    assert names == ["0001.jpg", "0012.jpg", "1200.jpg"]


def test_equal_names_are_told_apart_by_the_places_of_their_photos() -> None:
    given = ["a/x.jpg", "a/X.jpg", "b/x.jpg", "a/x.jpg", "a/x-2.jpg"]
    found = list(unique([(name, place) for place, name in enumerate(given, 1)]))
    assert found == ["a/x.jpg", "a/X-2-2.jpg", "b/x.jpg", "a/x-4.jpg", "a/x-2.jpg"]
    assert len({one.casefold() for one in found}) == 5
