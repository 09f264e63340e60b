"""Animated GIF and WebP: every frame goes through the recipe, durations and loops stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageSequence

from editor.geometry import Size
from editor.operations import operations
from editor.plan.from_url import from_url
from editor.render import animated
from editor.render.cost import cost
from editor.render.pipeline import render
from editor.render.request import Rendered, RenderRequest, SourceFile

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)]
DURATIONS = [100, 200, 50, 400]


def source(folder: Path, format: str, *, clear: bool = False, loop: int | None = 3) -> Path:
    """Four frames of 80x60 px, each with a square of its own colour at the left."""
    made = []
    for colour in COLOURS:
        frame = Image.new("RGBA", (80, 60), (0, 0, 0, 0 if clear else 255))
        ImageDraw.Draw(frame).rectangle((0, 0, 39, 59), fill=(*colour, 255))
        made.append(frame if clear else frame.convert("RGB"))
    path = folder / f"source.{format}"
    more = {} if loop is None else {"loop": loop}
    options = {"lossless": True} if format == "webp" else {"disposal": 2 if clear else 0}
    made[0].save(path, save_all=True, append_images=made[1:], duration=DURATIONS, **options, **more)
    return path


def asked(path: Path, options: str) -> RenderRequest:
    format = path.suffix.lstrip(".")
    file = SourceFile(str(path), Size(80, 60), format, frames=len(COLOURS))
    recipe = from_url(options, "abc", operations()).composition
    return RenderRequest(recipe, {"abc": file}, str(path.parent / "result"))


def made(path: Path, options: str) -> tuple[Rendered, list[Image.Image], list[int]]:
    done = render(asked(path, options))
    frames, durations = [], []
    with Image.open(path.parent / "result") as result:
        for frame in ImageSequence.Iterator(result):
            frames.append(frame.convert("RGBA"))
            durations.append(int(frame.info.get("duration", 0)))
    return done, frames, durations


@pytest.mark.parametrize("of", ["gif", "webp"])
@pytest.mark.parametrize("to", ["gif", "webp", ""])
def test_every_frame_goes_through_the_recipe(tmp_path: Path, of: str, to: str) -> None:
    options = "width=40,flip=h" + (f",format={to}" if to else "")
    done, frames, durations = made(source(tmp_path, of), options)
    assert done.content_type == f"image/{to or of}"
    assert (done.width, done.height) == (40, 30)
    assert durations == DURATIONS
    for frame, colour in zip(frames, COLOURS, strict=True):
        assert frame.size == (40, 30)
        shown = frame.getpixel((30, 15))
        assert isinstance(shown, tuple)
        assert max(abs(a - b) for a, b in zip(shown, colour, strict=False)) < 40
        assert frame.getpixel((5, 15))[:3] != shown[:3]  # type: ignore[index]


@pytest.mark.parametrize("loop", [None, 0, 3])
@pytest.mark.parametrize("to", ["gif", "webp"])
def test_it_is_shown_as_often_as_before(tmp_path: Path, loop: int | None, to: str) -> None:
    made(source(tmp_path, "gif", loop=loop), f"width=40,format={to}")
    with Image.open(tmp_path / "result") as result:
        once = None if to == "gif" else 1
        assert result.info.get("loop") == (once if loop is None else loop)


@pytest.mark.parametrize("of", ["gif", "webp"])
@pytest.mark.parametrize("to", ["gif", "webp"])
def test_what_is_clear_stays_clear(tmp_path: Path, of: str, to: str) -> None:
    path = source(tmp_path, "gif", clear=True)
    if of == "webp":
        made(path, "format=webp,quality=100")
        path = (tmp_path / "result").rename(tmp_path / "source.webp")
    _, frames, _ = made(path, f"width=40,format={to}")
    assert len(frames) == len(COLOURS)
    for frame in frames:
        assert frame.getpixel((35, 15))[3] == 0  # type: ignore[index]
        assert frame.getpixel((5, 15))[3] == 255  # type: ignore[index]


def test_a_crop_lies_where_the_first_frame_wants_it(tmp_path: Path) -> None:
    _, frames, _ = made(source(tmp_path, "gif"), "width=30,height=60,fit=crop,g=auto,format=webp")
    for frame, colour in zip(frames, COLOURS, strict=True):
        shown = frame.getpixel((10, 30))
        assert isinstance(shown, tuple)
        assert max(abs(a - b) for a, b in zip(shown, colour, strict=False)) < 60


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("anim=false,format=webp", ""),
        ("format=jpeg", "first frame"),
        ("format=png", "first frame"),
        ("format=webp,max-bytes=50000", "max-bytes"),
    ],
)
def test_stills_show_the_first_frame_and_say_why(tmp_path: Path, options: str, said: str) -> None:
    done, frames, _ = made(source(tmp_path, "gif"), f"width=40,{options}")
    assert len(frames) == 1
    assert any(said in text for text in done.warnings) if said else not done.warnings


@pytest.mark.parametrize(("raw", "channels"), [("rgb", 3), ("rgba", 4)])
def test_bare_pixels_are_those_of_the_first_frame(tmp_path: Path, raw: str, channels: int) -> None:
    done = render(asked(source(tmp_path, "gif"), f"width=40,raw={raw}"))
    assert done.content_type == "application/octet-stream; width=40; height=30"
    assert (tmp_path / "result").stat().st_size == 40 * 30 * channels
    assert any("first frame" in text for text in done.warnings)


def test_avif_is_written_as_webp(tmp_path: Path) -> None:
    done, frames, _ = made(source(tmp_path, "gif"), "width=40,format=avif")
    assert done.content_type == "image/webp"
    assert len(frames) == len(COLOURS)
    assert any("WebP instead of AVIF" in text for text in done.warnings)


def test_frames_are_bounded_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor.render import drawing

    assert animated.MOST_MEGAPIXELS == 50
    monkeypatch.setattr(drawing, "MOST_MEGAPIXELS", 0.001)
    done, frames, _ = made(source(tmp_path, "gif"), "width=40,format=webp")
    assert len(frames) == 1
    assert any("megapixels in all" in text for text in done.warnings)


def test_frames_that_wait_are_counted(tmp_path: Path) -> None:
    path = source(tmp_path, "gif")
    moving, still = (cost(asked(path, f"format=gif{more}")) for more in ("", ",anim=false"))
    assert moving.peak_bytes >= still.peak_bytes + 4 * 80 * 60
    assert moving.size == still.size


def test_a_still_can_be_a_gif(tmp_path: Path) -> None:
    Image.new("RGB", (80, 60), "red").save(tmp_path / "source.png")
    file = SourceFile(str(tmp_path / "source.png"), Size(80, 60), "png")
    recipe = from_url("width=40,format=gif", "abc", operations()).composition
    done = render(RenderRequest(recipe, {"abc": file}, str(tmp_path / "result")))
    assert done.content_type == "image/gif"
    assert Image.open(tmp_path / "result").format == "GIF"
