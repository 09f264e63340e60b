"""Animated GIF and WebP: every frame goes through the recipe, durations and loops stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageSequence

from editor.geometry import Size
from editor.operations import operations
from editor.plan.composition import Composition, Original
from editor.plan.from_binding import from_binding
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


def steps(folder: Path, path: Path, *entries: dict[str, Any], **said: str) -> RenderRequest:
    """What the images binding asks for: the animation 0, and a red mark of 10x10 px, 1."""
    Image.new("RGB", (10, 10), "red").save(folder / "mark.png")
    mark = SourceFile(str(folder / "mark.png"), Size(10, 10), "png")
    plain = asked(path, "width=40")
    pictures = [Original("abc"), Original("mark"), Original("abc")]
    recipe = from_binding([*entries], pictures, said, operations()).composition
    return replace(plain, composition=recipe, sources={**plain.sources, "mark": mark})


def test_every_frame_goes_through_all_steps_and_under_what_is_drawn(tmp_path: Path) -> None:
    path = source(tmp_path, "gif", clear=True)
    entries = (
        {"imageIndex": 0, "width": 40},
        {"imageIndex": 1, "width": 5},
        {"drawImageIndex": 1, "targetImageIndex": 0, "right": 0, "bottom": 0},
        {"imageIndex": 0, "rotate": 90},
    )
    request = steps(tmp_path, path, *entries, format="webp", quality="100", background="white")
    done = render(request)
    assert (done.content_type, done.width, done.height) == ("image/webp", 30, 40)
    assert not done.warnings
    with Image.open(tmp_path / "result") as result:
        shown = [frame.convert("RGB") for frame in ImageSequence.Iterator(result)]
    assert len(shown) == len(COLOURS)
    for frame, colour in zip(shown, COLOURS, strict=True):
        assert frame.getpixel((15, 5)) == colour
        assert frame.getpixel((2, 37)) == (255, 0, 0)
        assert frame.getpixel((15, 35)) == (255, 255, 255)


def test_of_a_drawn_animation_the_first_frame_is_used_and_that_is_said(tmp_path: Path) -> None:
    path = source(tmp_path, "gif")
    draw = {"drawImageIndex": 1, "targetImageIndex": 0, "right": 0}
    request = steps(tmp_path, path, {"imageIndex": 1, "width": 9}, draw, format="gif")
    sources = {"abc": request.sources["mark"], "mark": request.sources["abc"]}
    done = render(replace(request, sources=sources))
    assert any("drawn animation" in text for text in done.warnings)
    done = render(replace(request, sources={**sources, "abc": sources["mark"]}))
    assert any("drawn animation" in text for text in done.warnings)
    with Image.open(tmp_path / "result") as result:
        assert result.n_frames == len(COLOURS)  # type: ignore[attr-defined]


def test_what_is_drawn_on_all_frames_is_counted_as_long(tmp_path: Path) -> None:
    path = source(tmp_path, "gif")
    draws = [{"drawImageIndex": 1, "targetImageIndex": 0}] * 9
    once, often = (cost(steps(tmp_path, path, *draws[:n], format="gif")) for n in (1, 9))
    assert often.peak_bytes >= once.peak_bytes + 8 * 3 * 10 * 10


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


def test_who_reads_no_webp_gets_an_animation_as_gif_instead_of_avif(tmp_path: Path) -> None:
    done, frames, _ = made(source(tmp_path, "webp"), "width=40,format=avif-or-jpeg")
    assert done.content_type == "image/gif"
    assert len(frames) == len(COLOURS)
    assert any("GIF instead of AVIF" in text for text in done.warnings)


def test_frames_are_bounded_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor.render import drawing

    assert animated.MOST_MEGAPIXELS == 50
    monkeypatch.setattr(drawing, "MOST_MEGAPIXELS", 0.001)
    done, frames, _ = made(source(tmp_path, "gif"), "width=40,format=webp")
    assert len(frames) == 1
    assert any("megapixels in all" in text for text in done.warnings)


def test_a_still_of_too_many_frames_is_made_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.render import drawing

    monkeypatch.setattr(drawing, "MOST_MEGAPIXELS", 0.001)
    path = source(tmp_path, "gif")
    mark = {"drawImageIndex": 1, "targetImageIndex": 0, "right": 0, "bottom": 0}
    entries = {"imageIndex": 0, "width": 40}, mark, {"imageIndex": 0, "width": 20}
    request = steps(tmp_path, path, *entries, format="webp")
    still = replace(request.composition, output=replace(request.composition.output, anim=False))
    done = render(request)
    shown = (tmp_path / "result").read_bytes()
    plain = render(replace(request, composition=still))
    assert (done.stretch, plain.stretch) == (0.5, 0.5)
    assert shown == (tmp_path / "result").read_bytes()


@pytest.mark.parametrize("composite", ["over", "xor", "atop"])
def test_what_is_drawn_lies_on_each_frame_as_on_the_first(tmp_path: Path, composite: str) -> None:
    """Four frames of one colour: whatever leaks from one into the next shows as a difference."""
    frame = Image.new("RGBA", (80, 60), (0, 120, 200, 255))
    path = tmp_path / "source.webp"
    others = [frame.copy() for _ in COLOURS[1:]]
    for number, other in enumerate(others):
        other.putpixel((79, 59), (number, 0, 0, 255))
    frame.save(path, save_all=True, append_images=others, lossless=True)
    draw = {"drawImageIndex": 1, "targetImageIndex": 0, "composite": composite, "opacity": 0.5}
    animation = {"drawImageIndex": 2, "targetImageIndex": 0, "left": 0, "repeat": "y"}
    request = steps(tmp_path, path, draw, {"imageIndex": 2, "width": 8}, animation, format="webp")
    render(replace(request, composition=_lossless(request)))
    with Image.open(tmp_path / "result") as result:
        shown = [one.convert("RGBA").crop((0, 0, 70, 50)) for one in ImageSequence.Iterator(result)]
    assert len(shown) == len(COLOURS)
    assert all(one.tobytes() == shown[0].tobytes() for one in shown)


def _lossless(request: RenderRequest) -> Composition:
    output = request.composition.output
    return replace(request.composition, output=replace(output, quality=100))


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
