"""The grammar of transform URLs as a whole: whatever is asked gives a picture or an error that is
documented, order says nothing, and equal meaning has one key."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from editor import errors
from editor.errors import StudioError
from editor.findings import Face, Matte
from editor.geometry import Box, Size
from editor.operations import operations
from editor.plan.canonical import variant_key
from editor.plan.composition import Composition, needs
from editor.plan.from_url import from_url
from editor.plan.to_url import to_url
from editor.render.pipeline import render
from editor.render.request import RenderRequest, SourceFile
from tests.plan.strategies import WORDS, good_pairs

OPS = operations()
T = TypeVar("T")
SIDE_PX = 300
"""Results are kept this small: the grammar is tried, not the patience."""

Pairs = tuple[tuple[str, object], ...]


def small(pair: tuple[str, object]) -> tuple[str, object]:
    name, value = pair
    if WORDS[name].option.px and isinstance(value, int) and not isinstance(value, bool):
        return name, value % SIDE_PX or 1
    return pair


def spelled(pairs: Pairs) -> str:
    """The options segment of a URL."""
    said = ((n, str(v).lower() if isinstance(v, bool) else str(v)) for n, v in pairs)
    return ",".join(f"{name}={quote(value, safe='')}" for name, value in said if value)


urls = good_pairs.filter(bool).map(lambda pairs: tuple(map(small, pairs)))


def key(recipe: Composition) -> str:
    return variant_key(recipe, {}, "1")


def tried(work: Callable[[], T]) -> T | StudioError:
    """What comes of it, an error of ours included; any other is a fault."""
    try:
        return work()
    except StudioError as error:
        return error


def read(options: str) -> Composition | None:
    """None for what the door refuses."""
    reading = tried(lambda: from_url(options, "abc", OPS))
    if not isinstance(reading, StudioError):
        return reading.composition
    assert 400 <= reading.status < 500
    return None


@given(urls, st.randoms())
def test_order_and_aliases_say_nothing_and_canonical_forms_are_stable(
    pairs: Pairs, chance: random.Random
) -> None:
    said = [(chance.choice([n, *WORDS[n].option.aliases]), v) for n, v in pairs]
    chance.shuffle(said)
    one, other = read(spelled(pairs)), read(spelled(tuple(said)))
    assert (one is None) is (other is None)
    if one is None or other is None:
        return
    assert key(one) == key(other)
    written = to_url(one)
    again = read(written)
    assert again == one
    assert to_url(one) == written


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[SourceFile]:
    """A photograph, a cutout and an animation, all small."""
    folder = tmp_path_factory.mktemp("sources")
    size = Size(48, 36)
    opaque = Image.radial_gradient("L").resize((48, 36)).convert("RGB")
    clear = opaque.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((48, 36)))
    opaque.save(folder / "a.jpeg", quality=95)
    clear.save(folder / "a.png")
    more = [opaque.rotate(90 * turn) for turn in (1, 2)]
    opaque.save(folder / "a.gif", save_all=True, append_images=more)
    return [
        SourceFile(str(folder / "a.jpeg"), size, "jpeg"),
        SourceFile(str(folder / "a.png"), size, "png", has_alpha=True),
        SourceFile(str(folder / "a.gif"), size, "gif", frames=3),
    ]


DOCUMENTED = {
    kind.wire_code
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, StudioError)
}


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(urls, st.integers(0, 2))
@example((("format", "gif"), ("segment", "foreground")), 2)
@example((("gravity", "auto"), ("fit", "cover"), ("width", 9), ("height", 30)), 1)
@example((("trim.left", 40), ("trim.width", 20)), 0)
def test_every_url_gives_a_picture_or_a_documented_error(
    tmp_path: Path, sources: list[SourceFile], pairs: Pairs, which: int
) -> None:
    recipe = read(spelled(pairs))
    if recipe is None:
        return
    seen: dict[object, object] = {
        (placed.path, placed.need.task): _seen(placed.need.task)
        for placed in needs(recipe)
        if placed.need.task in ("faces", "matte")
    }
    result = tmp_path / "result"
    request = RenderRequest(recipe, {"abc": sources[which]}, str(result), seen)  # type: ignore[arg-type]
    made = tried(lambda: render(request))
    if isinstance(made, StudioError):
        assert made.wire_code in DOCUMENTED
        assert made.status < 500
        assert made.remedy
        return
    assert result.stat().st_size == made.bytes
    if made.content_type == "application/json":
        assert json.loads(result.read_text())["width"] == made.width
    elif made.content_type.startswith("image/"):
        with Image.open(io.BytesIO(result.read_bytes())) as picture:
            assert picture.size == (made.width, made.height)
            picture.load()


def _seen(task: str) -> object:
    if task == "faces":
        return (Face(Box(0.3, 0.2, 0.3, 0.4), 0.9),)
    y, x = np.mgrid[-1:1:36j, -1:1:48j]
    return Matte(np.where(x**2 + y**2 < 0.5, 255, 0).astype(np.uint8), "drawn")
