"""What readers take for one character, and where lines may break between two of them."""

from __future__ import annotations

import unicodedata

ZWJ, ZWNJ, ZWSP = "\u200d", "\u200c", "\u200b"
EMOJI_LOOK, TEXT_LOOK = "\ufe0f", "\ufe0e"
_VIRAMA = 9
_FLAGS = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_UNBROKEN = "\u00a0\u202f\u2007\ufeff\u2060"
_HYPHENS = "-\u2010\u2013\u2014"
_NOT_FIRST = frozenset(
    "!%),.:;?]}»’”…‥・、。，．：；？！％）］｝〉》」』】〕〗〙〛ー々〻ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NOT_LAST = frozenset("([{«‘“（［｛〈《「『【〔〖〘〚$£¥￥")
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")


def clusters(text: str) -> list[str]:
    """The text in pieces that are never drawn apart; together they are the text."""
    found: list[str] = []
    for c in text:
        if found and _joins(found[-1], c):
            found[-1] += c
        else:
            found.append(c)
    return found


def is_space(cluster: str) -> bool:
    return cluster.isspace() and cluster[0] not in _UNBROKEN


def breaks(before: str, after: str) -> bool:
    """True when a line may end between these two clusters."""
    if is_space(after) or after[0] in _UNBROKEN or before[-1] in _UNBROKEN:
        return False
    if is_space(before) or before[-1] == ZWSP:
        return True
    if before[0] in _HYPHENS:
        return after[0].isalpha()
    if after[0] in _NOT_FIRST or before[0] in _NOT_LAST:
        return False
    if after[0] in _LEADING_VOWELS:
        return before[0] >= "\u0e00"
    return _is_wide(before) or _is_wide(after)


def _joins(cluster: str, c: str) -> bool:
    last, point = cluster[-1], ord(c)
    if cluster == "\n" or c == "\n":
        return False
    if unicodedata.category(c) in ("Mn", "Me", "Mc") or c in (ZWJ, ZWNJ):
        return True
    if point in _TONES or point in _TAGS:
        return True
    if last == ZWJ:
        return True
    if point in _FLAGS:
        return len(cluster) == 1 and ord(last) in _FLAGS
    # Consonants that a virama ties together are shaped as one.
    if unicodedata.combining(last) == _VIRAMA:
        return unicodedata.category(c) == "Lo" and ord(last) >> 7 == point >> 7
    return False


def _is_wide(cluster: str) -> bool:
    """Chinese, Japanese, emoji: written without spaces."""
    point = ord(cluster[0])
    if 0xAC00 <= point <= 0xD7A3 or 0x1100 <= point <= 0x11FF:
        return False
    return unicodedata.east_asian_width(cluster[0]) in "WF"
