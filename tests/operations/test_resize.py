"""The eight fits, gravity and face crops, in numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.findings import NOTHING, Face, Findings
from editor.geometry import Box, Frame, Size
from editor.operations.resize import Resize
from editor.plan.operation import Need
from tests.operations.numbers import applied, measured, shown

FITS = ["scale-down", "contain", "cover", "crop", "aspect-crop", "pad", "squeeze", "scale-up"]


@pytest.mark.parametrize(
    ("options", "source", "size"),
    [
        # scale-down: inside, never larger
        ("w=500,h=500", (1080, 720), (500, 333)),
        ("w=2000,h=2000", (1080, 720), (1080, 720)),
        ("w=540", (1080, 720), (540, 360)),
        ("h=360", (1080, 720), (540, 360)),
        ("w=540,h=2000", (1080, 720), (540, 360)),
        ("w=2000,h=360", (1080, 720), (540, 360)),
        ("w=1", (10, 3000), (1, 300)),
        ("w=1", (3000, 10), (1, 1)),
        # contain: inside, larger too
        ("fit=contain,w=500,h=500", (1080, 720), (500, 333)),
        ("fit=contain,w=2160,h=2160", (1080, 720), (2160, 1440)),
        ("fit=contain,w=2160", (1080, 720), (2160, 1440)),
        # scale-up: never smaller
        ("fit=scale-up,w=500,h=500", (1080, 720), (1080, 720)),
        ("fit=scale-up,w=1080,h=1080", (540, 360), (1080, 720)),
        ("fit=scale-up,w=500", (100, 50), (500, 250)),
        # exactly the size
        ("fit=cover,w=500,h=500", (1080, 720), (500, 500)),
        ("fit=cover,w=1296,h=1296", (1080, 720), (1296, 1296)),
        ("fit=squeeze,w=300,h=200", (100, 100), (300, 200)),
        ("fit=squeeze,w=1080,h=540", (1080, 720), (1080, 540)),
        ("fit=pad,w=1080,h=1080", (1080, 720), (1080, 1080)),
        ("fit=pad,w=300,h=301", (1080, 720), (300, 301)),
        # one side alone keeps the shape
        ("fit=cover,w=540", (1080, 720), (540, 360)),
        ("fit=cover,w=2000", (1080, 720), (1080, 720)),
        ("fit=squeeze,w=2160", (1080, 720), (2160, 1440)),
        ("fit=pad,h=1440", (1080, 720), (2160, 1440)),
        ("fit=aspect-crop,h=100", (1080, 720), (150, 100)),
        # crop: cover without enlarging
        ("fit=crop,w=500,h=500", (1080, 720), (500, 500)),
        ("fit=crop,w=1296,h=1296", (1080, 720), (1080, 720)),
        ("fit=crop,w=2000,h=300", (1080, 720), (1080, 300)),
        ("fit=crop,w=300,h=2000", (1080, 720), (300, 720)),
        ("fit=crop,w=1080,h=720", (1080, 720), (1080, 720)),
        # aspect-crop: always the ratio, without enlarging
        ("fit=aspect-crop,w=1920,h=1120", (612, 613), (612, 357)),
        ("fit=aspect-crop,w=2000,h=2000", (1080, 720), (720, 720)),
        ("fit=aspect-crop,w=500,h=500", (1080, 720), (500, 500)),
        ("fit=aspect-crop,w=100,h=2000", (1080, 720), (36, 720)),
        # sides mean the turned picture; dpr multiplies them
        ("rotate=90,w=360", (1080, 720), (360, 540)),
        ("w=300,h=200,dpr=2", (1080, 720), (600, 400)),
    ],
)
def test_a_fit_gives_this_size(
    options: str, source: tuple[int, int], size: tuple[int, int]
) -> None:
    assert measured(options, *source).canvas == Size(*size)


@pytest.mark.parametrize(
    ("options", "source", "part"),
    [
        ("fit=cover,w=500,h=500", (1080, 720), (180, 0, 720, 720)),
        ("fit=cover,w=500,h=500,g=left", (1080, 720), (0, 0, 720, 720)),
        ("fit=cover,w=500,h=500,g=right", (1080, 720), (360, 0, 720, 720)),
        ("fit=cover,w=500,h=500,g=top", (720, 1080), (0, 0, 720, 720)),
        ("fit=cover,w=500,h=500,g=bottom", (720, 1080), (0, 360, 720, 720)),
        ("fit=cover,w=500,h=500,g=bottom", (1080, 720), (180, 0, 720, 720)),
        ("fit=cover,w=1080,h=400,g=bottom", (1080, 720), (0, 320, 1080, 400)),
        ("fit=cover,w=300,h=900,g=0.33x0.5", (900, 900), (198, 0, 300, 900)),
        ("fit=cover,w=500,h=500,g=0x1", (1080, 720), (0, 0, 720, 720)),
        # the crop's middle on the point, as far as the picture reaches
        ("fit=cover,w=300,h=900,g=0.5x0.5;box-center", (900, 900), (300, 0, 300, 900)),
        ("fit=cover,w=300,h=900,g=0.33x0.5;box-center", (900, 900), (147, 0, 300, 900)),
        ("fit=cover,w=300,h=900,g=0.1x0;box-center", (900, 900), (0, 0, 300, 900)),
        ("fit=cover,w=300,h=900,g=1x0;box-center", (900, 900), (600, 0, 300, 900)),
        ("rotate=180,fit=cover,w=300,h=900,g=0.33x0;box-center", (900, 900), (453, 0, 300, 900)),
        ("fit=crop,w=500,h=500,g=right", (1080, 720), (360, 0, 720, 720)),
        ("fit=crop,w=2000,h=300,g=top", (1080, 720), (0, 0, 1080, 300)),
        ("fit=aspect-crop,w=1920,h=1120,g=bottom", (612, 613), (0, 256, 612, 357)),
        ("fit=contain,w=500,h=500,g=left", (1080, 720), (0, 0, 1080, 720)),
        # the turned picture's left is the source's bottom
        ("rotate=90,fit=cover,w=500,h=500,g=top", (1080, 720), (0, 0, 720, 720)),
        ("rotate=90,fit=cover,w=100,h=500,g=left", (1080, 720), (0, 504, 1080, 216)),
        ("flip=h,fit=cover,w=500,h=500,g=left", (1080, 720), (360, 0, 720, 720)),
    ],
)
def test_gravity_keeps_this_part_of_the_source(
    options: str, source: tuple[int, int], part: tuple[int, int, int, int]
) -> None:
    assert shown(measured(options, *source)) == part


def test_a_crop_without_scaling_lies_on_whole_pixels() -> None:
    """Half a pixel's shift would blur the whole picture."""
    window = measured("fit=aspect-crop,w=2000,h=1000", 1081, 721).window
    assert (window.left, window.top) == (int(window.left), int(window.top))
    window = measured("fit=crop,w=2000,h=100,g=0.5x0.333", 500, 301).window
    assert (window.top, window.height) == (int(window.top), 100)


@pytest.mark.parametrize(
    ("target", "bars"),
    [
        ((1080, 1080), (0, 180)),
        ((2160, 720), (540, 0)),
        ((300, 301), (0, 50)),
        ((1080, 720), (0, 0)),
    ],
)
def test_the_bars_of_pad_lie_on_both_sides(target: tuple[int, int], bars: tuple[int, int]) -> None:
    frame = measured(f"fit=pad,w={target[0]},h={target[1]}", 1080, 720)
    assert (frame.at.x, frame.at.y) == bars


@given(
    st.sampled_from(FITS),
    st.tuples(st.integers(1, 3000), st.integers(1, 3000)),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.sampled_from(["left", "0.3x0.7", "face"]),
)
def test_a_fit_keeps_its_promise(
    fit: str, source: tuple[int, int], width: int, height: int, gravity: str
) -> None:
    sides = "".join(f",{n}={v}" for n, v in (("w", width), ("h", height)) if v)
    frame = measured(f"fit={fit},g={gravity}{sides}", *source)
    canvas, window = frame.canvas, frame.window
    assert window.left >= -1e-6
    assert window.top >= -1e-6
    assert window.right <= source[0] + 1e-5
    assert window.bottom <= source[1] + 1e-5
    both = bool(width and height)
    if both and fit in ("cover", "pad", "squeeze"):
        assert canvas == Size(width, height)
    if fit in ("scale-down", "contain"):
        assert canvas.width <= (width or 10**9)
        assert canvas.height <= (height or 10**9)
    if fit in ("scale-down", "crop", "aspect-crop"):
        assert canvas.width <= source[0]
        assert canvas.height <= source[1]
    if fit == "scale-up":
        assert canvas.width >= source[0]
        assert canvas.height >= source[1]


FACE = Face(Box(0.3, 0.2, 0.1, 0.2), 0.99)
TWO = Findings(faces=(FACE, Face(Box(0.5, 0.4, 0.2, 0.1), 0.9)))
ONE = Findings(faces=(FACE,))
NOBODY = Findings(faces=())


@pytest.mark.parametrize(
    ("options", "seen", "part", "size"),
    [
        # the box itself: faces from 0.3 to 0.7 and 0.2 to 0.5
        ("g=face,zoom=1", TWO, (300, 200, 400, 300), (400, 300)),
        # half the zoom shows twice as much around the centre (500, 350)
        ("g=face,zoom=0.5", TWO, (100, 50, 800, 600), (800, 600)),
        # too large on one axis: clamped there alone
        ("g=face,zoom=0.3", TWO, (0, 0, 1000, 1000), (1000, 1000)),
        ("g=face,zoom=0.5", ONE, (250, 100, 200, 400), (200, 400)),
        ("g=face", TWO, (0, 0, 1000, 1000), (1000, 1000)),
        ("g=face,zoom=1,w=100", TWO, (300, 200, 400, 300), (100, 75)),
        # widened to the target's ratio around the centre, then fitted
        ("g=face,zoom=1,w=100,h=100", TWO, (300, 150, 400, 400), (100, 100)),
        ("g=face,zoom=1,fit=cover,w=100,h=200", TWO, (300, 0, 400, 800), (100, 200)),
        ("g=face,zoom=1,fit=cover,w=50,h=50", ONE, (250, 200, 200, 200), (50, 50)),
        # shifted inside the picture when it would leave it
        ("g=face,zoom=0.5,fit=cover,w=100,h=100", TWO, (100, 0, 800, 800), (100, 100)),
        # no zoom: the crop is centred on the faces
        ("g=face,fit=cover,w=500,h=1000", TWO, (250, 0, 500, 1000), (500, 1000)),
        ("g=face,fit=cover,w=250,h=1000", ONE, (225, 0, 250, 1000), (250, 1000)),
        # a picture larger than the target stays exact, also where the faces are small
        ("g=face,zoom=0.6,fit=crop,w=500,h=500", ONE, (183, 133, 333, 333), (500, 500)),
        # nobody there: the centre, and no zoom
        ("g=face,zoom=1,fit=cover,w=500,h=1000", NOBODY, (250, 0, 500, 1000), (500, 1000)),
        ("g=face,zoom=1", NOBODY, (0, 0, 1000, 1000), (1000, 1000)),
    ],
)  # fmt: skip
def test_a_face_crop_shows_this_part(
    options: str, seen: Findings, part: tuple[int, int, int, int], size: tuple[int, int]
) -> None:
    frame = measured(options, 1000, 1000, seen)
    assert shown(frame) == part
    assert frame.canvas == Size(*size)


def test_faces_follow_trim_flip_and_rotate() -> None:
    options = "trim.left=200,flip=h,rotate=90,g=face,zoom=1"
    frame = measured(options, 1000, 1000, ONE)
    assert shown(frame) == (300, 200, 100, 200)
    assert frame.canvas == Size(200, 100)


def test_a_face_that_was_trimmed_away_doesnt_count() -> None:
    frame = measured("trim.left=450,g=face,zoom=1", 1000, 1000, TWO)
    assert shown(frame) == (500, 400, 200, 100)
    frame = measured("trim.left=800,g=face,zoom=1", 1000, 1000, TWO)
    assert shown(frame) == (800, 0, 200, 1000)


def test_ticked_faces_are_taken_instead_of_looking() -> None:
    (resize,) = applied("g=face,zoom=1,faces=0.3;0.2;0.1;0.2")
    assert resize.needs() == ()
    assert shown(resize.measure(Frame.of(Size(1000, 1000)), TWO)) == (300, 200, 100, 200)


@pytest.mark.parametrize(
    ("options", "needs"),
    [
        ("g=face,zoom=0.5", (Need("faces"),)),
        ("g=face,fit=cover,w=5,h=5", (Need("faces"),)),
        ("g=face,w=5,h=5", ()),
        ("g=left,fit=cover,w=5,h=5", ()),
    ],
)
def test_faces_are_looked_for_only_where_they_matter(options: str, needs: tuple[Need, ...]) -> None:
    assert sum((o.needs() for o in applied(options)), ()) == needs


@pytest.mark.parametrize(("mode", "bar"), [("RGB", (255, 255, 255)), ("RGBA", (255,) * 4)])
def test_bars_are_white(mode: str, bar: tuple[int, ...]) -> None:
    picture = Image.new(mode, (30, 20), (10,) * len(mode))
    resize = Resize(width=30, height=30, fit="pad")
    padded = resize.apply(picture, resize.measure(Frame.of(Size(30, 20)), NOTHING), NOTHING)
    assert padded.size == (30, 30)
    assert padded.getpixel((15, 2)) == padded.getpixel((15, 27)) == bar
    assert padded.getpixel((15, 5)) == padded.getpixel((15, 24)) == (10,) * len(mode)


def test_without_bars_the_picture_is_handed_on_as_it_is() -> None:
    picture = Image.new("RGB", (30, 20))
    assert Resize(width=30).apply(picture, Frame.of(Size(30, 20)), NOTHING) is picture
