"""Systems that lack the library for complex scripts still draw letters, and say what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import ImageFont

from editor.plan.composition import Text
from editor.render.text import faces, shaping
from editor.render.text.layout import layout
from editor.render.text.picture import draw
from tests.plan.strategies import texts
from tests.render.text.conftest import text


def forget() -> None:
    for cached in (faces.can_shape, faces.opened, faces.vertical, shaping.width, shaping.ink):
        cached.cache_clear()


@pytest.fixture
def basic(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", False)
    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.mark.usefixtures("basic")
def test_simple_scripts_are_drawn_without_a_word() -> None:
    drawn = draw(text("Plain words שלום", 400, 60))
    assert drawn.warnings == ()
    assert drawn.pixels.getbbox() is not None


@pytest.mark.usefixtures("basic")
@pytest.mark.parametrize("written", ["مرحبا", "नमस्ते"])
def test_scripts_that_need_shaping_are_named(written: str) -> None:
    (said,) = draw(text(written, 400, 60)).warnings
    assert "libfribidi" in said


@pytest.mark.usefixtures("basic")
def test_right_to_left_letters_still_run_right_to_left() -> None:
    (line,) = layout(text("אב (ab)", 400, 60)).lines
    assert line.rtl
    hebrew = next(one for one in line.placed if "א" in one.run.text)
    latin = next(one for one in line.placed if "a" in one.run.text)
    assert latin.x < hebrew.x


@pytest.mark.usefixtures("basic")
@given(texts)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_can_be_drawn(given_text: Text) -> None:
    assert draw(given_text).pixels.mode == "RGBA"
