"""Addresses of pictures on other hosts."""

from __future__ import annotations

import pytest

from editor.errors import InvalidSource
from editor.operations import operations
from editor.plan.composition import Original, Remote
from editor.plan.from_url import Around, from_url

OPS = operations()


@pytest.mark.parametrize(
    ("source", "query", "url"),
    [
        ("https://example.com/a.jpg", "", "https://example.com/a.jpg"),
        ("http://a/b", "", "http://a/b"),
        ("https:/a/b", "", "https://a/b"),
        ("HTTPS://Example.COM:443/A%20b", "", "https://example.com/A%20b"),
        ("https://a/b", "v=1&x", "https://a/b?v=1&x"),
        ("https://a/b%3Fv=1", "", "https://a/b?v=1"),
        ("https%3A%2F%2Fa%2Fb%2520c%2Fd.jpg%3Fv%3D1%262", "", "https://a/b%20c/d.jpg?v=1&2"),
        ("http%3a//a/b%20c", "", "http://a/b%20c"),
        ("https%3A%2F%2Fa%2F%C3%A4", "v=1", "https://a/%C3%A4?v=1"),
        ("https://[2001:DB8::1]:8443/b", "", "https://[2001:db8::1]:8443/b"),
        ("https://a./b", "", "https://a/b"),
        ("https://a", "", "https://a/"),
    ],
)
def test_a_picture_of_another_host_has_one_written_form(source: str, query: str, url: str) -> None:
    around = Around(query=query)
    assert from_url("w=1", source, OPS, around=around).composition.source == Remote(url)


@pytest.mark.parametrize(
    "source",
    [
        "https://a b/c",
        "https://b\u00fccher.example/a",
        "https://user:secret@a/b",
        "https://a\\@b/c",
        "https://a:99999/b",
        "https://a/../b",
        "https://a/%2e%2e/b",
        "https://a/b/..%2Fc",
        "https://a/b%2f..%5Cc",
        "https%3A%2F%2Fa%2F..%2Fb",
        "https%3A%2F%2Fuser%3Asecret%40a%2Fb",
        "ftp://a/b",
        "file:///etc/passwd",
        "https://[::1/b",
        "https:///b c",
        "https://-/b",
        "https://a/" + "x" * 3000,
    ],
)
def test_what_cant_be_an_address_is_9406(source: str) -> None:
    with pytest.raises(InvalidSource) as caught:
        from_url("w=1", source, OPS)
    assert caught.value.wire_code == 9406


def test_plain_paths_name_pictures_of_the_origin_and_ids_stay_our_own() -> None:
    around = Around(origin="https://www.example.com/shop/")
    own = "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"
    for source, meant in (
        ("photos/cat.jpg", Remote("https://www.example.com/shop/photos/cat.jpg")),
        ("/me.png", Remote("https://www.example.com/shop/me.png")),
        (own, Original(own)),
        ("sha256:" + "a" * 64, Original("sha256:" + "a" * 64)),
    ):
        assert from_url("w=1", source, OPS, around=around).composition.source == meant
