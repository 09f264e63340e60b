from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from editor.live.origin import is_allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://localhost:8000", "localhost:8000", True),
        (None, "127.0.0.1:8000", True),
        ("http://127.0.0.1:9000", "127.0.0.1:8000", False),
        ("https://evil.example", "127.0.0.1:8000", False),
        ("null", "127.0.0.1:8000", False),
        ("https://evil.example", "evil.example", False),
        (None, "evil.example", False),
        ("http://[", "127.0.0.1:8000", False),
        ("http://127.0.0.1:8000", "[", False),
    ],
)
def test_only_pages_of_our_own_host_may_open_a_socket(
    origin: str | None, host: str, allowed: bool
) -> None:
    assert is_allowed(origin, host) is allowed


def test_the_public_address_behind_a_proxy_is_our_own(settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, public_url="https://studio.example/")
    assert is_allowed("https://studio.example", "127.0.0.1:8000")
