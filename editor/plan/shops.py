"""What marketplaces ask of a product's main picture. One entry is one marketplace.

Shops change their rules: each entry names where they stand and when that was read. The owner can
change the numbers (`flows/rulebook.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from editor.plan.exporting import Preset
from editor.plan.rules import Rules

READ_ON = "2026-11-20"
ON_WHITE = "background=white,format=jpeg,quality=95,metadata=none"
_MB = 1_000_000


def _shop(
    name: str,
    title: str,
    purpose: str,
    side: int,
    formats: tuple[str, ...],
    megabytes: int,
    source: str,
    **more: Any,
) -> Preset:
    """A square of so many px a side; `more` are its other rules."""
    rules = Rules(
        *(side, side, "exact", formats),
        max_bytes=megabytes * _MB,
        detail=True,
        sharp=True,
        srgb=True,
        source=source,
        checked_on=READ_ON,
        **more,
    )
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
        2000,
        ("jpeg", "png"),
        10,
        "guides by sellers and agencies that agree with each other; not Amazon's own",
        fill=0.85,
        white=True,
        least=500,
        advised=1600,
        most=10_000,
        aspects=("1:1",),
        plain=True,
        shadowless=True,
    )
    yield _shop(
        "google",
        "Google Merchant Center",
        "1500x1500 px JPEG on white, the subject between 75 % and 90 % of the side.",
        1500,
        ("jpeg", "webp", "png"),
        16,
        "support.google.com/merchants/answer/6324350",
        fill=0.75,
        most_fill=0.9,
        white=True,
        least=500,
        advised=1500,
        most=8000,
        plain=True,
    )
    yield _shop(
        "walmart",
        "Walmart main image",
        "2200x2200 px JPEG on pure white, at most 5 MB.",
        2200,
        ("jpeg", "png"),
        5,
        "a good practice, not verified: look it up before you rely on it",
        fill=0.85,
        white=True,
        advised=2200,
        least=1000,
        aspects=("1:1",),
        plain=True,
    )


def _free() -> Iterator[Preset]:
    """Those that leave the background to the seller."""
    yield _shop(
        "ebay",
        "eBay",
        "1600x1600 px JPEG, nothing added to the photo.",
        1600,
        ("jpeg", "png"),
        12,
        "ebay.com/help/policies/listing-policies/picture-policy?id=4370",
        fill=0.8,
        least=500,
        advised=1600,
        most=9000,
        plain=True,
    )
    yield _shop(
        "shopify",
        "Shopify",
        "2048x2048 px JPEG, all products alike.",
        2048,
        ("jpeg", "png", "webp"),
        20,
        "guides that cite Shopify's help pages",
        fill=0.8,
        least=800,
        advised=2048,
        most=5000,
        aspects=("1:1",),
    )
    yield _shop(
        "etsy",
        "Etsy",
        "2000x2000 px JPEG; Etsy also shows 4:3.",
        2000,
        ("jpeg", "png"),
        10,
        "guides that disagree about the size: look it up before you rely on it",
        fill=0.8,
        advised=2000,
        least=500,
        aspects=("1:1", "4:3"),
    )
