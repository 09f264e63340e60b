"""What marketplaces ask of a product's main picture. One entry is one marketplace.

Shops change their rules: each entry names where they stand and when that was read. The owner can
change the numbers (`flows/rulebook.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from editor.plan.exporting import Preset
from editor.plan.rules import Rules

READ_ON = "2026-11-20"
ON_WHITE = "background=white,format=jpeg,quality=95,metadata=none"
_MB = 1_000_000


def _shop(name: str, title: str, purpose: str, rules: Rules) -> Preset:
    return Preset(name, title, "product", purpose, ON_WHITE, framed=True, rules=rules)


def shops() -> Iterator[Preset]:
    """The marketplaces, in the order in which they are shown."""
    yield from _white()
    yield from _free()


def _white() -> Iterator[Preset]:
    """Those that ask for a white background."""
    yield _shop(
        "amazon",
        "Amazon main image",
        "2000x2000 px JPEG on pure white, the subject at 85 % of the side, nothing else on it.",
        Rules(
            *(2000, 2000, "exact", ("jpeg", "png")),
            max_bytes=10 * _MB,
            fill=0.85,
            white=True,
            detail=True,
            least=500,
            advised=1600,
            most=10_000,
            aspects=("1:1",),
            plain=True,
            shadowless=True,
            sharp=True,
            source="guides by sellers and agencies that agree with each other; not Amazon's own",
            checked_on=READ_ON,
        ),
    )
    yield _shop(
        "google",
        "Google Merchant Center",
        "1500x1500 px JPEG on white, the subject between 75 % and 90 % of the side.",
        Rules(
            *(1500, 1500, "exact", ("jpeg", "webp", "png")),
            max_bytes=16 * _MB,
            fill=0.75,
            most_fill=0.9,
            white=True,
            detail=True,
            least=500,
            advised=1500,
            most=8000,
            plain=True,
            sharp=True,
            source="support.google.com/merchants/answer/6324350",
            checked_on=READ_ON,
        ),
    )
    yield _shop(
        "walmart",
        "Walmart main image",
        "2200x2200 px JPEG on pure white, at most 5 MB.",
        Rules(
            *(2200, 2200, "exact", ("jpeg", "png")),
            max_bytes=5 * _MB,
            fill=0.85,
            white=True,
            detail=True,
            advised=2200,
            least=1000,
            aspects=("1:1",),
            plain=True,
            sharp=True,
            source="a good practice, not verified: look it up before you rely on it",
            checked_on=READ_ON,
        ),
    )


def _free() -> Iterator[Preset]:
    """Those that leave the background to the seller."""
    yield _shop(
        "ebay",
        "eBay",
        "1600x1600 px JPEG, nothing added to the photo.",
        Rules(
            *(1600, 1600, "exact", ("jpeg", "png")),
            max_bytes=12 * _MB,
            fill=0.8,
            detail=True,
            least=500,
            advised=1600,
            most=9000,
            plain=True,
            sharp=True,
            source="ebay.com/help/policies/listing-policies/picture-policy?id=4370",
            checked_on=READ_ON,
        ),
    )
    yield _shop(
        "shopify",
        "Shopify",
        "2048x2048 px JPEG, all products alike.",
        Rules(
            *(2048, 2048, "exact", ("jpeg", "png", "webp")),
            max_bytes=20 * _MB,
            fill=0.8,
            detail=True,
            least=800,
            advised=2048,
            most=5000,
            aspects=("1:1",),
            sharp=True,
            source="guides that cite Shopify's help pages",
            checked_on=READ_ON,
        ),
    )
    yield _shop(
        "etsy",
        "Etsy",
        "2000x2000 px JPEG; Etsy also shows 4:3.",
        Rules(
            *(2000, 2000, "exact", ("jpeg", "png")),
            max_bytes=10 * _MB,
            fill=0.8,
            detail=True,
            advised=2000,
            least=500,
            aspects=("1:1", "4:3"),
            sharp=True,
            source="guides that disagree about the size: look it up before you rely on it",
            checked_on=READ_ON,
        ),
    )
