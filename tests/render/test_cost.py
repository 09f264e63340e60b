"""The memory estimate against what renders really take, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from editor.findings import Matte
from editor.plan.composition import Composition
from editor.render.admission import MIB
from editor.render.cost import BASE, peak_bytes
from editor.render.processes import RenderPool
from tests.render.conftest import PICTURES, Ask, recipe

WIDTH, HEIGHT = 4000, 2500

STROKES = [
    {"mode": mode, "size": size, "points": [[0.1, 0.2], [0.8, 0.7], [0.2, 0.9]]}
    for mode in ("erase", "restore")
    for size in (0.05, 0.9)
]

CANVAS = {"canvas": {"width": 2000, "height": 2000, "background": "white"}}


def drawn(source: str, x: float, y: float, width: float, height: float, **mixing: object) -> object:
    placement = {"x": x, "y": y, "width": width, "height": height, "rotation": 20}
    picture = {"source": {"original": source}}
    return {"draw": {"picture": picture, "placement": placement, **mixing}}


def transform(source: str, format: str = "baseline-jpeg", **options: object) -> Composition:
    output = {name: options.pop(name) for name in ("max-bytes",) if name in options}
    return recipe({"transform": options}, source=source, format=format, **output)


def letters(**said: object) -> dict[str, object]:
    said = {"text": "Large letters", "size": 300, "font": "anton", "sizing": "fixed", **said}
    return {"text": {**said, "width": 2000, "height": 1400}}


RECIPES = {
    "thumbnail": transform("large", width=300),
    "thumbnail of a progressive JPEG": transform("progressive", width=300),
    "thumbnail of a PNG": transform("png", width=300),
    "thumbnail of a PNG with alpha": transform("alpha", width=300, format="png"),
    "thumbnail of a deep PNG": transform("deep", width=300),
    "thumbnail of a WebP": transform("webp", width=300),
    "thumbnail of an AVIF": transform("avif", width=300),
    "thumbnail of a GIF": transform("gif", width=300),
    "thumbnail of a TIFF": transform("tiff", width=300),
    "as it is": transform("large"),
    "as PNG": transform("large", format="png"),
    "as WebP": transform("large", format="webp"),
    "as AVIF": transform("large", format="avif"),
    "turned": transform("large", rotate=90, width=2000),
    "nearly full size": transform("large", width=3500),
    "blurred": transform("large", blur=20),
    "sharpened PNG with alpha": transform("alpha", sharpen=1, format="png"),
    "toned": transform("large", brightness=1.2, contrast=1.1, saturation=0.9),
    "padded": transform("large", width=3000, height=3000, fit="pad", background="red"),
    "trimmed": transform("large", **{"trim.border": True}, width=300),
    "shadow": transform("alpha", width=1500, shadow=20, format="png"),
    "spread shadow": transform(
        "alpha", width=1500, shadow=20, format="png", **{"shadow.spread": 4}
    ),
    "cut out": transform("large", segment="foreground", format="png"),
    "brushed": transform("large", **{"segment.strokes": STROKES}, format="png"),
    "outline": transform("alpha", width=1500, outline=12, format="png"),
    "letters": recipe(source=letters(), format="png"),
    "letters with an outline": recipe(source=letters(stroke=20), format="png"),
    "letters in a gradient": recipe(
        source=letters(color="linear-gradient(red 0%,blue 100%)"), format="png"
    ),
    "below so many bytes": transform("large", width=2400, format="webp", **{"max-bytes": 300_000}),
    "below so few bytes that its subject shrinks": transform(
        "alpha", width=2400, format="webp", **{"max-bytes": 60_000}
    ),
    "two layers": recipe(
        drawn("large", 1000, 1000, 1200, 800),
        drawn("alpha", 900, 900, 900, 700, blend="multiply"),
        source=CANVAS,
        format="jpeg",
    ),
    "one original, twice": recipe(
        drawn("large", 600, 1000, 1600, 1000),
        drawn("large", 900, 900, 1400, 875),
        source=CANVAS,
        format="jpeg",
    ),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A photo of ten megapixels in every way that it may be stored."""
    folder = tmp_path_factory.mktemp("large")
    photo = Image.open(PICTURES / "product.jpg").convert("RGB").resize((WIDTH, HEIGHT))
    cutout = photo.copy()
    cutout.putalpha(Image.radial_gradient("L").resize(photo.size))
    deep = np.asarray(photo.convert("L")).astype(np.uint16) * 257
    pictures: dict[str, tuple[Image.Image, dict[str, object]]] = {
        "large.jpg": (photo, {}),
        "progressive.jpg": (photo, {"progressive": True}),
        "png.png": (photo, {"compress_level": 1}),
        "alpha.png": (cutout, {"compress_level": 1}),
        "webp.webp": (photo, {"method": 0}),
        "avif.avif": (photo, {"speed": 10}),
        "gif.gif": (photo, {}),
        "tiff.tif": (photo, {}),
    }
    for name, (picture, options) in pictures.items():
        picture.save(folder / name, **options)  # type: ignore[arg-type]
    write_deep_png(folder / "deep.png", deep)
    return {path.stem: path for path in folder.iterdir()}


def soft_matte() -> Matte:
    """A subject with a wide soft edge: the dearest kind."""
    alpha = np.asarray(Image.radial_gradient("L").resize((1024, 640)))
    return Matte(255 - np.clip(alpha.astype(int) * 2 - 128, 0, 255).astype(np.uint8), "test")


def write_deep_png(path: Path, grey: np.ndarray) -> None:
    """16 bits per channel, three channels: what Pillow itself can't write."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    height, width = grey.shape
    rows = np.zeros((height, 1 + width * 6), np.uint8)
    rows[:, 1:] = (
        np.repeat(grey.astype(">u2")[..., None], 3, axis=2).view(np.uint8).reshape(height, -1)
    )
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 1)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def taken(files: dict[str, Path]) -> Iterator[Callable[..., int]]:
    """Renders in a process that has done nothing yet; bytes beyond what it held when idle."""
    pool = RenderPool(1, 4096 * MIB, 10, 120, recycle_after=1)
    pool.warm()

    def measure(request: object) -> int:
        from tests.render.pools import until

        before = pool.counters().recycled
        until(lambda: bool(pool.pids()) and pool.counters().processes == 1)
        (pid,) = pool.pids()
        idle = settled(pid)
        done = pool.submit(request, MIB).result(120)  # type: ignore[call-overload]
        until(lambda: pool.counters().recycled > before)
        return int(done.peak_rss) - idle

    yield measure
    pool.close()


def settled(pid: int) -> int:
    """Resident bytes of a process once it has loaded what it needs."""
    import time

    process, last, alike = psutil.Process(pid), -1, 0
    while alike < 8:  # on a busy machine a process that still loads may rest for a while
        now = process.memory_info().rss
        alike = alike + 1 if now == last and now >= 30 * MIB else 0
        last = now
        time.sleep(0.15)
    return last


@pytest.mark.slow
@pytest.mark.flaky(reruns=1)  # what the system takes back from a resting process counts as none
@pytest.mark.parametrize("name", RECIPES)
def test_the_estimate_lies_between_the_truth_and_twice_the_truth(
    name: str, ask: Ask, files: dict[str, Path], taken: Callable[..., int]
) -> None:
    request = ask(RECIPES[name], **files)
    if name == "cut out":
        request = replace(request, findings={((0,), "matte"): soft_matte()})
    estimate, truth = peak_bytes(request), taken(request)
    said = f"{name}: {estimate / MIB:.0f} MiB estimated, {truth / MIB:.0f} MiB taken"
    print(said)
    assert truth <= estimate, said
    assert estimate <= 2 * truth + BASE, said
