"""SVG drawings: what stays, and everything that could act goes."""

from __future__ import annotations

import pytest

from editor.errors import BrokenPicture
from editor.render import svg
from editor.render.svg import DEEPEST, cleaned

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def clean(inside: str) -> str:
    return cleaned(f"{OPEN}{inside}</svg>".encode()).decode()


@pytest.mark.parametrize(
    "drawn",
    [
        '<rect width="5" height="5" fill="#f00" />',
        '<g transform="rotate(4)"><path d="M0 0L9 9" style="stroke:red" /></g>',
        '<text x="1">a<tspan>b</tspan>c</text>',
        '<linearGradient id="g"><stop offset="0" /></linearGradient><rect fill="url(#g)" />',
        '<use href="#a" />',
        '<use xlink:href="#a" />',
        '<image href="data:image/png;base64,iVBORw0KGgo=" />',
        "<style>.a{fill:url(#g)}</style>",
        '<text xml:space="preserve">a</text>',
    ],
)
def test_what_only_draws_stays(drawn: str) -> None:
    assert drawn in clean(drawn)


@pytest.mark.parametrize(
    "acting",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.test/a.js"/>',
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        '<a href="https://evil.test/"><rect/></a>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<use href="https://evil.test/a.svg#b"/>',
        '<image href="https://evil.test/a.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<image xlink:href=" javascript:alert(1)"/>',
        '<feImage href="//evil.test/a"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>evil</body></foreignObject>",
        '<rect style="fill:url(https://evil.test/a)"/>',
        "<rect fill=\"url( '//evil.test/a#b' )\"/>",
        '<rect style="fill:u\\72l(https://evil.test/a)"/>',
        '<rect style="fill:url(/**/https://evil.test/a)"/>',
        "<style>@import 'https://evil.test/a.css';</style>",
        "<style>a{}<g/>@import 'https://evil.test/a.css';</style>",
        "<style>a{}<x/>@import 'https://evil.test/a.css';</style>",
        "<style>a{}<style>@import</style><x/> 'https://evil.test/a.css';</style>",
        "<style>@font-face{src:url(https://evil.test/a)}</style>",
        '<set attributeName="href" to="javascript:evil"/>',
        '<animate attributeName="href" values="javascript:evil"/>',
        '<iframe src="https://evil.test/" xmlns="http://www.w3.org/1999/xhtml"/>',
        '<g xml:base="https://evil.test/"><rect/></g>',
        "<?xml-stylesheet href='https://evil.test/a.css'?>",
        "<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>evil</handler>",
    ],
)
def test_what_could_act_or_fetch_goes(acting: str) -> None:
    said = clean(f'{acting}<rect id="stays"/>')
    assert 'id="stays"' in said
    for word in ("evil", "script", "onclick", "onload", "alert", "foreign", "import"):
        assert word not in said.lower()


def test_the_content_of_a_link_stays() -> None:
    assert '<g><rect width="5" /></g>' in clean('<a href="x"><rect width="5"/></a>')


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html></html>",
        b'<!DOCTYPE s [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE s SYSTEM "file:///etc/passwd" [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        f"{OPEN}{'<g>' * (DEEPEST + 2)}{'</g>' * (DEEPEST + 2)}</svg>".encode(),
    ],
)
def test_what_isnt_a_plain_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenPicture):
        cleaned(data)


def test_many_elements_that_go_take_no_longer_than_others() -> None:
    """In proportion to their number: with its square this would take many minutes."""
    said = clean(f"{'<x/>-' * 300_000}a<x/>b<rect/>{'<x/>c' * 3}")
    assert "---ab<rect />ccc</svg>" in said


def test_cleaning_again_changes_nothing() -> None:
    once = cleaned(f"{OPEN}<a><rect/></a><script/></svg>".encode())
    assert cleaned(once) == once


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30px"', (40, 30)),
        ('viewBox="0 0 10.4 20"', (10, 20)),
        ('viewBox="-5,-5,1e2,50" width="50"', (50, 25)),
        ('viewBox="0 0 10 20" height="100" width="100%"', (50, 100)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ('viewBox="a b" width="5em"', (300, 150)),
        ('width="100000" height="50000"', (4096, 2048)),
        ('width="0.001" height="9"', (1, 9)),
    ],
)
def test_a_drawing_tells_its_size_as_pages_would_show_it(
    attributes: str, size: tuple[int, int]
) -> None:
    found = svg.size(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert (found.width, found.height) == size
