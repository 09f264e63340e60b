"""The client against a running studio, and in process."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from editor.client import AsyncImages, Images, ImagesError
from editor.errors import FontUnavailable, NotAPicture
from editor.flows import fonts, workspaces
from editor.flows.engines import Engines
from editor.flows.in_process import InProcess
from tests.fontfiles import blocks
from tests.studio.running import Studio

PRODUCT = Path(__file__).resolve().parent.parent / "pictures/product.jpg"


@pytest.fixture(scope="module")
def token(studio: Studio) -> str:
    return studio.token("client")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_pictures_are_made_over_http(studio: Studio, token: str, tmp_path: Path) -> None:
    with Images(studio.url, token=token) as images:
        told = images.info(PRODUCT)
        assert (told.width, told.height) == Image.open(PRODUCT).size
        assert (told.format, told.file_size) == ("image/jpeg", PRODUCT.stat().st_size)
        letters = images.text("Sale", font="anton", size=40, color="red")
        with PRODUCT.open("rb") as file:
            start = images.input(file).transform(width=200, height=200, fit="cover")
            made = start.draw(letters, bottom=5, right=5).output("image/webp", quality=90)
            plain = start.output("image/webp", quality=90)
        assert made.content_type == "image/webp"
        assert made.content != plain.content
        made.save(tmp_path / "made.webp")
        assert Image.open(tmp_path / "made.webp").size == (200, 200)
        odd = images.input(PRODUCT).transform(width=9, wdth=3).output("image/png")
        assert "wdth" in odd.warnings[0]
        with pytest.raises(ImagesError) as refused:
            images.info(b"hello")
        assert (refused.value.number, refused.value.http_status) == (9412, 415)
    with Images(studio.url) as stranger, pytest.raises(ImagesError) as denied:
        stranger.info(PRODUCT)
    assert denied.value.number == 9430
    with Images("http://127.0.0.1:9") as nobody, pytest.raises(ImagesError, match="reached"):
        nobody.info(PRODUCT)


async def test_event_loops_need_not_wait(studio: Studio, token: str) -> None:
    async with AsyncImages(studio.url, token=token) as images:
        assert (await images.info(PRODUCT)).format == "image/jpeg"
        made = await images.input(PRODUCT).transform(width=50).output("image/png")
        assert opened(made.content).width == 50
        with pytest.raises(ImagesError):
            await images.input(PRODUCT).output("image/jpg")


@pytest.mark.django_db(transaction=True)
async def test_the_same_works_in_process(engines: Engines) -> None:
    images = Images(InProcess(engines))
    beside = AsyncImages(InProcess(engines))
    assert await beside.info(PRODUCT) == Image_info(PRODUCT)
    made = await beside.input(PRODUCT).transform(width=40).draw(PRODUCT).output("image/png")
    assert opened(made.content).width == 40
    with pytest.raises(NotAPicture):
        await beside.info(b"hello")
    assert images.input(PRODUCT).recipe.start == PRODUCT


@pytest.mark.django_db(transaction=True)
def test_in_process_texts_find_the_fonts_of_a_workspace(engines: Engines, data_dir: Path) -> None:
    owner = workspaces.named("tests")
    font = fonts.upload(owner, "blocks.ttf", [blocks()], using=engines).font
    letters = Images(InProcess(engines, owner)).text("A", font=str(font.pk), size=100)
    assert opened(letters.output("image/png").content).width == pytest.approx(60, abs=8)
    with pytest.raises(FontUnavailable):
        Images(InProcess(engines)).text("A", font=str(font.pk)).output("image/png")


def Image_info(path: Path) -> object:
    from editor.client import Info

    width, height = Image.open(path).size
    return Info("image/jpeg", path.stat().st_size, width, height)
