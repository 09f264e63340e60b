"""Tables of SKUs as spreadsheets write them."""

from __future__ import annotations

import pytest

from editor.errors import BadRequest
from editor.flows.batches.packing import MANIFEST_FIELDS, table
from editor.plan.batches.codes import sku_of, sku_table

LINES = ("File name,SKU", "Cup_front.JPG,AB-1", "bag,AB-2")


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(LINES).encode(),
        "\r\n".join(LINES).replace(",", ";").encode("utf-8-sig"),
        "\r\n".join(LINES).replace(",", "\t").encode("utf-16"),
        b'SKU,Note,"Photo"\nAB-1,"two\nlines",shots\\cup_front.jpg\nAB-2,,bag\n,,x\nshort\n',
    ],
)
def test_a_table_is_read_however_it_was_saved(content: bytes) -> None:
    found = sku_table(content)
    assert sku_of(found, "cup_front.jpg") == "AB-1"
    assert sku_of(found, "bag.png") == "AB-2", "a name without its ending"
    assert sku_of(found, "cup_front.png") == "", "another file"
    assert len(found) == 2


def test_letters_of_old_spreadsheets_and_of_other_systems_are_the_same() -> None:
    assert (
        sku_of(sku_table("file;sku\nTasse_grün.jpg;Ü1".encode("cp1252")), "Tasse_grün.jpg") == "Ü1"
    )
    assert sku_of(sku_table("file,sku\ngru\u0308n.jpg,1".encode()), "grün.JPG") == "1"


def test_a_manifest_with_corrected_skus_is_such_a_table() -> None:
    row = ["amazon/x.jpg", "amazon", "cup.jpg", "@7", *[""] * (len(MANIFEST_FIELDS) - 4)]
    written = table(MANIFEST_FIELDS, [row])
    assert "'@7" in written, "guarded for spreadsheets"
    assert sku_table(written.encode()) == {"cup.jpg": "@7"}


@pytest.mark.parametrize("content", [b"", b"\n", b"a,b\n1,2", b"file,price\n1,2", b"\x00\xff,\x01"])
def test_another_table_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        sku_table(content)
    assert "file and sku" in caught.value.remedy
