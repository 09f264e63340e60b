"""The page about the service says what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from editor.inference.protocol import CARD, DEADLINE, DTYPE, PREFIX, QUALITY, RAW_TYPE, SHAPE
from editor.inference.settings import PREFIX as SETTING
from editor.inference.settings import SECRET, Settings

PAGE = (Path(__file__).resolve().parents[2] / "editor/docs/inference.md").read_text()


def test_every_setting_is_listed_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", PAGE, re.MULTILINE))
    names = {
        SECRET if f.name == "secret" else SETTING + f.name.upper(): f
        for f in fields(Settings)
        if f.name != "private"
    }
    assert set(rows) == set(names)
    for name, text in rows.items():
        default = names[name].default
        if name != SECRET:
            assert text.strip("`") == (
                f"{default:g}" if isinstance(default, float) else str(default)
            )


def test_every_header_and_path_is_named() -> None:
    for word in (SHAPE, DTYPE, CARD, QUALITY, DEADLINE, RAW_TYPE):
        assert f"`{word}" in PAGE or f" {word}`" in PAGE, word
    for path in ("models", "faces", "mattes"):
        assert f"{PREFIX}/{path}" in PAGE
