"""Decoded originals are there for the requests that follow, and nobody sees a wrong one."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from PIL import Image

from editor.geometry import Box, Size
from editor.render import child, originals
from editor.render.child import answered
from editor.render.decode import Decoded, decode
from editor.render.kept import Kept, key
from editor.render.metadata import NO_METADATA, Metadata
from editor.render.pipe import Pipe
from editor.render.pipeline import render
from editor.render.request import RenderRequest
from tests.render.conftest import PICTURES, Ask
from tests.render.drawn import canvas, draw, png

PERSON = PICTURES / "person.jpg"

RECIPES = {
    "smaller": png({"transform": {"width": 250}}),
    "as it is": png(),
    "a part": png({"transform": {"width": 80, "height": 80, "fit": "crop", "gravity": "left"}}),
    "turned": png({"transform": {"width": 250, "rotate": 90}}),
    "drawn twice": png(
        draw("person", 0, 0, 250, 293),
        draw("person", 100, 100, 250, 293, blend="multiply"),
        source=canvas(300, 300),
    ),
    "around what draws the eye": png(
        {"transform": {"width": 90, "height": 60, "fit": "cover", "gravity": "auto"}}
    ),
    "written over": png({"transform": {"border.width": 20, "border.color": "red"}}),
}


@pytest.fixture
def decodes(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each decode from now on."""
    seen: list[object] = []

    def counted(path: str, **options: object) -> Decoded:
        seen.append(path)
        return decode(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(originals, "decode", counted)
    return seen


def of(side: int, metadata: Metadata = NO_METADATA) -> Decoded:
    picture = Image.new("RGB", (side, side))
    return Decoded(picture, Size(side, side), 1.0, 1.0, metadata=metadata)


def bytes_of(request: RenderRequest, before: Kept) -> bytes:
    render(request, before)
    return Path(request.destination).read_bytes()


def test_another_size_of_the_same_original_needs_no_second_decode(
    ask: Ask, decodes: list[object]
) -> None:
    before = Kept()
    for width in (250, 240, 230):
        render(ask(png({"transform": {"width": width}})), before)
    assert len(decodes) == 1


def test_a_size_that_needs_more_pixels_is_decoded_anew(ask: Ask, decodes: list[object]) -> None:
    before = Kept()
    for width in (60, 250):
        render(ask(png({"transform": {"width": width}})), before)
    assert len(decodes) == 2


@pytest.mark.parametrize("name", RECIPES)
def test_the_picture_is_the_same_whatever_was_made_before(ask: Ask, name: str) -> None:
    alone = bytes_of(ask(RECIPES[name]), Kept(0))
    before = Kept()
    for recipe in (*RECIPES.values(), *reversed(RECIPES.values())):
        bytes_of(ask(recipe), before)
        assert bytes_of(ask(RECIPES[name]), before) == alone


def test_a_file_that_was_replaced_is_decoded_anew(ask: Ask, tmp_path: Path) -> None:
    before, path = Kept(), tmp_path / "one.png"
    recipe = png({"transform": {"width": 20}}, source="one")
    seen = []
    for colour in ("red", "blue"):
        fresh = tmp_path / "fresh.png"
        Image.new("RGB", (40, 40), colour).save(fresh)
        os.replace(fresh, path)
        seen.append(bytes_of(ask(recipe, one=path), before))
    assert seen[0] != seen[1]


def test_a_copy_elsewhere_is_another_file(tmp_path: Path) -> None:
    copied = shutil.copy(PERSON, tmp_path / "copy.jpg")
    assert key(str(PERSON), 1) != key(str(copied), 1)
    assert key(str(PERSON), 1) == key(str(PERSON), 1)
    assert key(str(PERSON), 1) != key(str(PERSON), 2)
    assert key(str(PERSON), 1) != key(str(PERSON), 1, Box(0, 0, 9, 9))


def test_those_that_were_used_last_stay() -> None:
    kept = Kept(250_000)
    one, two, three = (key(str(PERSON), shrink) for shrink in (1, 2, 4))
    assert kept.keep(one, of(100))
    assert kept.keep(two, of(100))
    assert kept.find(one)
    assert kept.keep(three, of(100))
    assert [kept.find(name) is not None for name in (one, two, three)] == [True, False, True]


def test_what_is_too_large_is_not_kept_and_pushes_nothing_out() -> None:
    kept = Kept(150_000)
    one, two = key(str(PERSON), 1), key(str(PERSON), 2)
    kept.keep(one, of(100))
    assert not kept.keep(two, of(200))
    assert kept.find(one)
    kept.clear()
    assert kept.is_empty


def test_tiny_pictures_and_what_files_tell_count_as_well() -> None:
    kept = Kept(1_000_000)
    for shrink in range(1, 100):
        kept.keep(key(str(PERSON), shrink), of(1))
    there = [shrink for shrink in range(1, 100) if kept.find(key(str(PERSON), shrink))]
    assert there == list(range(85, 100))
    assert not kept.keep(key(str(PERSON), 1), of(1, Metadata(xmp=b" " * 1_000_000)))


def test_what_lacks_memory_beside_kept_pictures_is_tried_again_without_them(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, request = Kept(), ask(RECIPES["smaller"])
    answered(request, 1, before)
    assert not before.is_empty

    def lacking(request: RenderRequest, kept: Kept) -> object:
        if not kept.is_empty:
            raise MemoryError
        return render(request, kept)

    monkeypatch.setattr(child, "render", lacking)
    answer = answered(request, 1, before)
    assert (answer.error, answer.leaves) == (None, False)


def test_what_lacks_memory_anyway_is_refused_and_the_process_leaves(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(request: RenderRequest, kept: Kept) -> object:
        raise MemoryError

    monkeypatch.setattr(child, "render", lacking)
    answer = answered(ask(RECIPES["smaller"]), 1, Kept())
    assert answer.leaves
    assert answer.error is not None
    assert answer.error.status == 413


@pytest.mark.parametrize(("idle_s", "kept_s", "stays"), [(9, 9, True), (0, 9, True), (0, 0, False)])
def test_after_half_a_minute_without_work_nothing_is_kept(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, idle_s: float, kept_s: float, stays: bool
) -> None:
    before = Kept()
    render(ask(RECIPES["smaller"]), before)
    for name, seconds in (("IDLE_S", idle_s), ("KEPT_S", kept_s)):
        monkeypatch.setattr(child, name, seconds)
    reader, writer = os.pipe()
    came = threading.Timer(0.2, os.write, [writer, b"a request"])
    came.start()
    child.rest(Pipe(reader, writer), before)
    came.join()
    for end in (reader, writer):
        os.close(end)
    assert before.is_empty is not stays
