"""Files of a batch as another library reads them: libvips, which shares no code with the renderer.
It measures their size, their white, the subject's share and colours, and looks for a halo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from editor.flows.batches import feeding
from editor.flows.batches.looked import looked
from editor.flows.batches.making import arranged, targets
from editor.flows.batches.running import order_of
from editor.flows.engines import Engines
from editor.management.benchmark.batches.verifying import MOST_FRINGE
from editor.models import Batch, BatchItem
from editor.render.benchmark.reading import Measured, Read, Shown, measured, read
from editor.render.benchmark.reading import shown_by as shown_by_vips
from tests.flows.batches.conftest import Fill, work
from tests.flows.photos import PICTURES

SIDE = 1000
PHOTOS = ("product", "hair")
SHOP = {"name": "shop", "width": SIDE, "height": SIDE}
# A model of a fixed name: what `auto` means changes with the models that are here.
RECIPE = {"model": "grabcut-matte", "targets": [SHOP, {**SHOP, "name": "png", "format": "png"}]}
CLEAR = {**RECIPE, "background": "transparent", "targets": [{**SHOP, "format": "png"}]}


def made(batch: Batch, engines: Engines) -> dict[str, BatchItem]:
    work(feeding.start(batch.workspace, batch.pk).outcomes, batch.workspace, engines)
    return {one.name: one for one in BatchItem.objects.filter(batch=batch)}


def file(item: BatchItem, number: int, engines: Engines) -> Read:
    kept = engines.caches.variants.find(item.results[number]["key"])
    assert kept is not None
    return read(kept.path.read_bytes())


def shown(white: BatchItem, clear: BatchItem, engines: Engines) -> Shown:
    order = order_of(white)
    placed = arranged(
        order, targets(order.recipe)[0], looked(order.recipe, order.original, engines)
    )
    photo = (PICTURES / white.name).read_bytes()
    return shown_by_vips(placed.document, file(clear, 0, engines), photo)


@pytest.mark.django_db(transaction=True)
def test_another_library_finds_in_the_files_what_was_promised(
    filled: Fill, engines: Engines
) -> None:
    white = made(filled(RECIPE, *PHOTOS), engines)
    clear = made(filled(CLEAR, *PHOTOS), engines)
    for name in white:
        should = shown(white[name], clear[name], engines)
        for number, most in ((0, 2.5), (1, 1.0)):
            found = measured(file(white[name], number, engines), should)
            assert (found.width, found.height, found.full) == (SIDE, SIDE, True), name
            assert found.white == 1, name
            assert abs(found.fill - 0.85) <= 0.01, name
            assert found.colour is not None
            assert found.colour <= most, name
            assert found.fringe is not None
            assert abs(found.fringe) <= MOST_FRINGE, name


def disc(value: int, **changes: Any) -> tuple[Read, Shown]:
    """A grey disc with a soft edge on white, and what should be seen of it."""
    y, x = np.mgrid[:200, :200] - 99.5
    alpha = np.clip((80 - np.hypot(x, y)) * 128 + 128, 0, 255).astype(np.uint8)
    photo = np.full((200, 200, 3), value, np.uint8)
    share = changes.get("share", alpha / 255)
    pixels = np.rint(share * value + (1 - share) * changes.get("white", 255)).astype(np.uint8)
    return Read(np.stack([pixels] * 3, axis=2), True), Shown(alpha, photo, 0, 0)


def measures(value: int, **changes: Any) -> Measured:
    return measured(*disc(value, **changes))


def test_the_measures_find_what_is_wrong() -> None:
    good = measures(120)
    assert good.white == 1
    assert abs(good.fill - 0.8) < 0.02
    assert good.colour is not None
    assert good.colour < 0.5
    assert good.fringe is not None
    assert abs(good.fringe) < 1
    assert measures(120, white=254).white == 0
    y, x = np.mgrid[:200, :200] - 99.5
    wider = np.clip((82 - np.hypot(x, y)) * 128 + 128, 0, 255) / 255
    dark = measures(120, share=wider).fringe
    assert dark is not None
    assert dark < -20
    file, shown = disc(120)
    paler = Read(np.where(file.pixels < 200, file.pixels + 4, file.pixels), True)
    found = measured(paler, shown).colour
    assert found is not None
    assert 3.5 < found < 4.5


def bordered(contour: int, wide: int) -> float:
    """The fringe of a dark disc on a light board: `contour` is the brightness of its last px, and
    the matte reaches `wide` px beyond it."""
    y, x = np.mgrid[:200, :200] - 99.5
    far = np.hypot(x, y)
    photo = np.where(far < 76, 90, np.where(far < 80, contour, 200)).astype(np.uint8)
    alpha = np.clip((80 + wide - far) * 64 + 128, 0, 255).astype(np.uint8)
    share = alpha / 255
    # The file shows the photo's own colours up to the matte's end.
    grown = np.where(far < 80, photo, contour if not wide else 200)
    pixels = np.rint(share * grown + (1 - share) * 255).astype(np.uint8)
    shown = Shown(alpha, np.stack([photo] * 3, axis=2), 0, 0)
    found = measured(Read(np.stack([pixels] * 3, axis=2), True), shown).fringe
    assert found is not None
    return found


def test_a_contour_of_its_own_is_no_halo_but_a_rest_of_the_board_is() -> None:
    assert abs(bordered(90, 0)) < 1
    assert abs(bordered(40, 0)) < 1
    assert abs(bordered(120, 0)) < 1
    assert bordered(90, 4) > MOST_FRINGE


def test_a_file_with_shared_colours_is_told_from_one_without() -> None:
    import pyvips

    # One colour would be kept by either.
    picture = pyvips.Image.new_from_file(str(PICTURES / "hair.jpg"))
    assert read(picture.jpegsave_buffer(Q=95, subsample_mode="off")).full
    assert not read(picture.jpegsave_buffer(Q=95, subsample_mode="on")).full
