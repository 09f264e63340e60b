"""The registry of fonts and its files."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from editor.plan._font_files import DIGESTS
from editor.plan.canonical import variant_key
from editor.plan.composition import Composition, Text
from editor.plan.fonts import FALLBACKS, FAMILIES, fallback_digest
from tests.needs import ROOT

FOLDER = ROOT / "editor/fonts"


def test_every_file_is_the_one_that_keys_speak_of() -> None:
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttf")}
    assert found == dict(DIGESTS)
    assert {face.file for one in FAMILIES.values() for face in one.faces} == set(DIGESTS)


def test_every_family_has_its_licence() -> None:
    listed = (FOLDER / "FONTS.md").read_text()
    for family in FAMILIES.values():
        words = (FOLDER / "licences" / f"{family.name}.txt").read_text()
        assert "Open Font License" in words or "Apache License" in words
        assert f"| {family.title} |" in listed


@pytest.mark.parametrize(
    ("weight", "italic", "file"),
    [
        (400, False, "inter-400.ttf"),
        (100, False, "inter-300.ttf"),
        (500, False, "inter-600.ttf"),
        (800, False, "inter-900.ttf"),
        (600, True, "inter-700i.ttf"),
    ],
)
def test_the_nearest_weight_is_taken(weight: int, italic: bool, file: str) -> None:
    assert FAMILIES["inter"].face(weight, italic).file == file


def test_fonts_are_part_of_a_pictures_key(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {"text": "a", "width": 9.0, "height": 9.0}

    def key(**more: Any) -> str:
        return variant_key(Composition(Text(**said, **more)), {}, "1")

    before = key()
    assert key(font="anton") != before
    face = FAMILIES["inter"].face(400)
    changed = {**DIGESTS, face.file: "0" * 64}
    monkeypatch.setattr("editor.plan.fonts.DIGESTS", changed)
    assert key() != before
    assert key(font="anton") == variant_key(Composition(Text(**said, font="anton")), {}, "1")


def test_one_digest_speaks_for_all_fonts_that_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fallback_digest()
    changed = {**DIGESTS, FALLBACKS[-1].faces[0].file: "0" * 64}
    monkeypatch.setattr("editor.plan.fonts.DIGESTS", changed)
    assert fallback_digest() != before
