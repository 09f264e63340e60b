"""The services that tests start, and the rule for what is missing."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests import needs
from tests.services import S3


@pytest.mark.parametrize("no_skips", [True, False])
def test_what_is_missing_skips_and_in_ci_fails(
    no_skips: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_NO_SKIPS", "1" if no_skips else "")
    ending = pytest.fail.Exception if no_skips else pytest.skip.Exception
    with pytest.raises(ending, match=r"needs ../shared/no/such/file"):
        needs.shared("no/such/file")


def test_each_service_listens_on_loopback(postgres_url: str, redis_url: str, s3: S3) -> None:
    for url in (postgres_url, redis_url, s3.endpoint):
        at = urlsplit(url)
        assert at.hostname == "127.0.0.1"
        with socket.create_connection((at.hostname, at.port or 0), timeout=5):
            pass
