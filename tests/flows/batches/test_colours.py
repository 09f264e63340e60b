"""Photos in other colours than sRGB, through a batch, read by another library."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from editor.flows.batches import feeding
from editor.flows.engines import Engines
from editor.geometry import Box
from editor.models import BatchItem
from editor.render.benchmark.reading import photo, read
from tests.corpus import profiles
from tests.flows.batches.conftest import Fill, work
from tests.flows.photos import PICTURES

SIDE = 300
SHOP = {"name": "shop", "width": SIDE, "height": SIDE}
RECIPE = {"cut": False, "trim": False, "targets": [SHOP, {**SHOP, "name": "png", "format": "png"}]}


def tagged(mode: str, profile: bytes) -> bytes:
    """A square of a photo whose numbers mean other colours."""
    out = io.BytesIO()
    with Image.open(PICTURES / "product.jpg") as picture:
        square = picture.convert(mode).crop((0, 0, 600, 600))
        square.save(out, "JPEG", quality=95, icc_profile=profile)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_files_are_srgb_whatever_the_colours_of_the_photo(filled: Fill, engines: Engines) -> None:
    photos = {
        "p3": tagged("RGB", profiles.matrix_profile("p3")),
        "adobe": tagged("RGB", profiles.matrix_profile("adobe")),
        "press": tagged("CMYK", profiles.cmyk_profile()),
    }
    batch = filled(RECIPE, **photos)
    work(feeding.start(batch.workspace, batch.pk).outcomes, batch.workspace, engines)
    for item in BatchItem.objects.filter(batch=batch):
        wanted = photo(photos[item.name.removesuffix(".jpg")], Box(0, 0, 1, 1), SIDE, SIDE)
        for result, most in zip(item.results, (2.5, 1.0), strict=True):
            told = {one["name"]: (one["verdict"], one["value"]) for one in result["checks"]}
            tag = "tagged" if result["target"] == "png" else "untagged"
            assert told["srgb"] == ("pass", f"sRGB, {tag}")
            kept = engines.caches.variants.find(result["key"])
            assert kept is not None
            found = read(kept.path.read_bytes()).pixels
            off = np.abs(found.astype(float) - wanted).mean()
            assert off <= most, (item.name, result["target"], off)
