"""The pictures of the benchmark, made from the photographs of the tests, alike on every machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

PHOTOS = Path(__file__).resolve().parents[3] / "tests/pictures"
GRAIN = 3.0
"""Standard deviation of the sensor noise that is added: a picture scaled up has none."""


def make(folder: Path) -> None:
    """Writes what isn't there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    makers: dict[str, Callable[[Path], None]] = {
        "photo.jpg": lambda to: mosaic(6000, 4000).save(to, quality=90),
        "photo.png": lambda to: mosaic(3000, 2000).save(to, compress_level=6),
        "photo.webp": lambda to: mosaic(3000, 2000).save(to, quality=85),
        "phone.jpg": lambda to: mosaic(4000, 3000).save(to, quality=90),
        "medium.jpg": lambda to: mosaic(2400, 1600).save(to, quality=90),
        "portrait.jpg": lambda to: portrait().save(to, quality=90),
        "matte.png": lambda to: matte().save(to),
        **{f"layer-{n}.jpg": layer(n) for n in (1, 2, 3)},
        **{f"layer-{n}.png": cutout(n) for n in (4, 5)},
    }
    for name, write in makers.items():
        path = folder / name
        if not path.exists():
            part = folder / f"part-{name}"
            write(part)
            part.replace(path)


def mosaic(width: int, height: int) -> Image.Image:
    """Real photographs side by side, each at twice its size, every other one mirrored."""
    tiles = [Image.open(PHOTOS / name).convert("RGB") for name in ("product.jpg", "hair.jpg")]
    tiles = [tile.resize((1200, 800), Image.Resampling.BICUBIC) for tile in tiles]
    sheet = Image.new("RGB", (width, height))
    for number, top in enumerate(range(0, height, 800)):
        for column, left in enumerate(range(0, width, 1200)):
            tile = tiles[(number + column) % 2]
            sheet.paste(ImageOps.mirror(tile) if column % 2 else tile, (left, top))
    return grained(sheet)


def portrait() -> Image.Image:
    """One person on 25 megapixels."""
    return grained(
        Image.open(PHOTOS / "person.jpg")
        .convert("RGB")
        .resize((4608, 5400), Image.Resampling.BICUBIC)
    )


def matte() -> Image.Image:
    """The person's matte at the size of a model's answer."""
    return Image.open(PHOTOS / "person.mask.png").convert("L").resize((874, 1024))


def layer(number: int) -> Callable[[Path], None]:
    """Writes a photo of 2.2 megapixels; each number shows another part."""

    def write(to: Path) -> None:
        sheet = mosaic(2400, 1600)
        left, top = 150 * number, 100 * number
        sheet.crop((left, top, left + 1800, top + 1200)).save(to, quality=90)

    return write


def cutout(number: int) -> Callable[[Path], None]:
    """Writes a transparent product, as people upload them."""

    def write(to: Path) -> None:
        side = 1300 + 40 * number, 860 + 30 * number
        picture = Image.open(PHOTOS / "product.jpg").convert("RGB").resize(side)
        picture.putalpha(Image.open(PHOTOS / "product.mask.png").convert("L").resize(side))
        picture.save(to)

    return write


def grained(picture: Image.Image) -> Image.Image:
    """With fine noise, always the same, strip by strip."""
    pixels = np.asarray(picture).copy()
    random = np.random.default_rng(20)
    for top in range(0, len(pixels), 200):
        strip = pixels[top : top + 200]
        noise = random.normal(0, GRAIN, (*strip.shape[:2], 1))
        pixels[top : top + 200] = np.clip(strip + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)
