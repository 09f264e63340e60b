"""Export presets. One entry is one preset; its options are those of a transform URL.

The rules of messengers and shops change: each entry names where they stand and when that was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from editor.errors import unknown_name
from editor.plan.exporting import Preset
from editor.plan.option import shown
from editor.plan.rules import Rules, shown_format
from editor.plan.shops import ON_WHITE, READ_ON, shops

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "share": "To share",
        "print": "To print and to work on",
        "product": "Product shots",
        "sticker": "Stickers",
    }
)
"""Group -> its title, in the order in which they are shown."""

_WHATSAPP = "github.com/WhatsApp/stickers, Android/README.md"
_TELEGRAM = "core.telegram.org/stickers"
_IMESSAGE = "stickerlist.com/guidelines"
_CONVERTER = "github.com/laggykiller/sticker-convert, compression.json"
_SHOPS = "Amazon main image, Google Merchant Center 6324350, eBay picture policy"


def _plain() -> Iterator[Preset]:
    yield Preset(
        "web",
        "Web",
        "share",
        "A small file for pages: WebP, at most 2048 px a side.",
        "format=webp,quality=82,metadata=none",
        longest=2048,
    )
    yield Preset(
        "photo",
        "Photo",
        "share",
        "JPEG that every program opens, in full size on white.",
        "background=white,format=jpeg,quality=90",
    )
    yield Preset(
        "transparent",
        "Transparent",
        "print",
        "PNG in full size with its true 8-bit alpha.",
        "format=png",
    )
    yield Preset(
        "print",
        "Print",
        "print",
        "JPEG of the highest quality in full size, marked 300 dpi.",
        "background=white,format=jpeg,quality=97,dpi=300",
    )


def _product(name: str, title: str, purpose: str, width: int, height: int) -> Preset:
    rules = Rules(
        width,
        height,
        "exact",
        ("jpeg",),
        max_bytes=10_000_000,
        fill=0.85,
        white=True,
        detail=True,
        source=_SHOPS,
        checked_on=READ_ON,
    )
    return Preset(name, title, "product", purpose, ON_WHITE, framed=True, rules=rules)


def _products() -> Iterator[Preset]:
    yield _product(
        "product-square",
        "Product, square",
        "2000x2000 px on pure white, the subject at 85 % of the side, as marketplaces ask for.",
        2000,
        2000,
    )
    yield _product(
        "product-portrait",
        "Product, 4:5",
        "1600x2000 px on pure white, the subject at 85 % of the side.",
        1600,
        2000,
    )


def _sticker(name: str, title: str, purpose: str, rules: Rules) -> Preset:
    """Stickers lie on nothing; WebP takes the best quality that the budget allows."""
    [format] = rules.formats[:1]
    budget = f",max-bytes={rules.max_bytes}" if rules.max_bytes else ""
    options = f"format={format}{budget},metadata=none"
    return Preset(name, title, "sticker", purpose, options, framed=True, rules=rules)


def _whatsapp() -> Iterator[Preset]:
    yield _sticker(
        "sticker-whatsapp",
        "WhatsApp sticker",
        "512x512 px WebP on nothing, below 100 KB, with a white outline and a free margin.",
        Rules(
            512,
            512,
            "exact",
            ("webp",),
            max_bytes=100_000,
            alpha=True,
            margin=16,
            outline=8,
            source=_WHATSAPP,
            checked_on=READ_ON,
        ),
    )
    yield _sticker(
        "sticker-whatsapp-tray",
        "WhatsApp tray icon",
        "96x96 px PNG that stands for a pack, below 50 KB.",
        Rules(
            96,
            96,
            "exact",
            ("png", "webp"),
            max_bytes=50_000,
            alpha=True,
            source=_WHATSAPP,
            checked_on=READ_ON,
        ),
    )


def _telegram() -> Iterator[Preset]:
    yield _sticker(
        "sticker-telegram",
        "Telegram sticker",
        "WebP whose longer side is exactly 512 px, with a white outline.",
        Rules(
            512,
            512,
            "one side",
            ("webp", "png"),
            max_bytes=512_000,
            alpha=True,
            outline=8,
            source=_TELEGRAM,
            checked_on=READ_ON,
        ),
    )
    yield _sticker(
        "sticker-telegram-emoji",
        "Telegram emoji",
        "100x100 px WebP on nothing.",
        Rules(
            100,
            100,
            "exact",
            ("webp", "png"),
            max_bytes=512_000,
            alpha=True,
            source=_TELEGRAM,
            checked_on=READ_ON,
        ),
    )


def _fixed(
    app: str,
    title: str,
    size: tuple[int, int],
    max_bytes: int,
    source: str,
    margin: int = 0,
    formats: tuple[str, ...] = ("png",),
) -> Preset:
    """A sticker of one exact size."""
    budget = f", at most {max_bytes // 1000} KB" if max_bytes else ""
    rules = Rules(
        *size,
        "exact",
        formats,
        max_bytes=max_bytes,
        alpha=True,
        margin=margin,
        source=source,
        checked_on=READ_ON,
    )
    purpose = f"{size[0]}x{size[1]} px {shown_format(formats[0])} on nothing{budget}."
    return _sticker(f"sticker-{app}", title, purpose, rules)


def _others() -> Iterator[Preset]:
    discord = "discord.com/developers, guild stickers"
    yield _fixed("discord", "Discord sticker", (320, 320), 512_000, discord)
    line = "creator.line.me/en/guideline"
    yield _fixed("line", "LINE sticker", (370, 320), 1_000_000, line, margin=10)
    either = ("webp", "png")
    yield _fixed("signal", "Signal sticker", (512, 512), 300_000, _CONVERTER, formats=either)
    yield _fixed("imessage-small", "iMessage, small", (300, 300), 500_000, _IMESSAGE)
    yield _fixed("imessage", "iMessage, medium", (408, 408), 500_000, _IMESSAGE)
    yield _fixed("imessage-large", "iMessage, large", (618, 618), 500_000, _IMESSAGE)
    yield _fixed("kakao", "KakaoTalk sticker", (360, 360), 150_000, _CONVERTER)
    yield _fixed("viber", "Viber sticker", (490, 490), 0, _CONVERTER)


def _entries() -> Iterator[Preset]:
    yield from _plain()
    yield from _products()
    yield from shops()
    yield from _whatsapp()
    yield from _telegram()
    yield from _others()


PRESETS: Mapping[str, Preset] = MappingProxyType({p.name: p for p in _entries()})


def preset(name: str) -> Preset:
    """The preset of this name; UnknownName with the nearest one otherwise."""
    if name not in PRESETS:
        raise unknown_name("export preset", shown(name), PRESETS)
    return PRESETS[name]
