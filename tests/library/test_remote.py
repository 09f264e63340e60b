"""Pictures of other hosts: where they come from, and what stops them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editor.errors import (
    BadRedirect,
    BadRequest,
    NotFound,
    SourceCutOff,
    SourceFailed,
    SourceForbidden,
    SourceMisunderstood,
    SourceRefused,
    SourceSlow,
    SourceUnknown,
    SourceUnreachable,
    StudioError,
    TooLarge,
    TooManyRedirects,
)
from editor.library.remote import HOPS, VIA, Fetched, Way, fetch, resolved
from editor.library.remote_rules import places
from tests.contract.origin import Origin, Page
from tests.services import free_port


@pytest.fixture
def site() -> Iterator[Origin]:
    started = Origin()
    yield started
    started.close()


Fetch = Callable[..., Fetched]


@pytest.fixture
def get(tmp_path: Path) -> Fetch:
    """Fetches by any address, from this machine as well."""
    way = Way(lambda url: True, 10_000, 20.0, private=True)

    def ask(url: str, known: dict[str, str] | None = None, **changes: object) -> Fetched:
        return fetch(url, tmp_path / "came", replace(way, **changes), known)  # type: ignore[arg-type]

    return ask


def test_what_comes_is_whole_hashed_and_told_of(get: Fetch, site: Origin) -> None:
    came = get(site.put(Page(b"a picture", headers={"ETag": '"1"', "Cache-Control": "max-age=9"})))
    assert came.arrived is not None
    assert came.arrived.path.read_bytes() == b"a picture"
    assert came.headers["etag"] == '"1"'
    [(_, asked)] = site.asked
    assert asked["via"] == VIA
    assert asked["host"] == f"127.0.0.1:{site.port}"
    assert not {"cookie", "authorization", "referer"} & asked.keys()


def test_a_known_copy_is_asked_about(get: Fetch, site: Origin) -> None:
    url = site.put(Page(b"a picture", headers={"ETag": '"1"'}))
    assert get(url, {"If-None-Match": '"1"'}).arrived is None
    assert get(url, {"If-None-Match": '"2"'}).arrived is not None


@pytest.mark.parametrize(
    ("status", "error", "number"),
    [
        (404, NotFound, 9404),
        (410, SourceRefused, 9408),
        (400, SourceMisunderstood, 9519),
        (401, SourceRefused, 9408),
        (403, SourceRefused, 9408),
        (500, SourceFailed, 9509),
        (502, SourceFailed, 9509),
        (204, SourceFailed, 9509),
        (302, BadRedirect, 9420),
        (429, SourceRefused, 9408),
    ],
)
def test_what_the_host_answers_has_the_contracts_numbers(
    get: Fetch, site: Origin, status: int, error: type[StudioError], number: int
) -> None:
    with pytest.raises(error) as caught:
        get(site.put(Page(status=status)))
    assert caught.value.wire_code == number


def test_bytes_are_bounded_told_or_not(get: Fetch, site: Origin) -> None:
    with pytest.raises(TooLarge):
        get(site.put(Page(b"x" * 10_001)))
    assert get(site.put(Page(b"x" * 10_000))).arrived is not None


def test_what_is_cut_off_is_no_picture(get: Fetch, site: Origin) -> None:
    with pytest.raises(SourceCutOff):
        get(site.put(Page(b"half", headers={"Content-Length": "8"})))


# --- where it may come from


def test_every_hop_is_judged_and_their_number_bounded(get: Fetch, site: Origin) -> None:
    end = site.put(Page(b"a picture"), "/end")
    for hop in range(HOPS + 1):
        leads = "/end" if hop == 0 else f"/{hop - 1}"
        site.put(Page(status=302, headers={"Location": leads}), f"/{hop}")
    came = get(f"{site.url}/{HOPS - 1}")
    assert came.arrived is not None
    with pytest.raises(TooManyRedirects):
        get(f"{site.url}/{HOPS}")
    elsewhere = site.put(Page(status=301, headers={"Location": end}))
    with pytest.raises(SourceForbidden, match="redirects there"):
        get(elsewhere, permits=lambda url: url != end)
    for location in ("ftp://a/b", "https://u:p@a/b", "javascript:alert(1)"):
        with pytest.raises(BadRedirect):
            get(site.put(Page(status=307, headers={"Location": location})))


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_machines_of_the_private_net_arent_asked(get: Fetch, site: Origin, address: str) -> None:
    url = f"http://pictures.example:{site.port}/a.png"
    with pytest.raises(SourceForbidden, match="public net"):
        get(url, private=False, resolve=lambda host, port: [address])
    with pytest.raises(SourceForbidden, match="public net"):
        get(url, private=False, resolve=lambda host, port: ["93.184.215.14", address])
    assert site.asked == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "[::1]"])
def test_other_spellings_of_this_machine_are_this_machine(get: Fetch, host: str) -> None:
    with pytest.raises((SourceForbidden, SourceUnknown)):
        get(f"http://{host}:{free_port()}/a.png", private=False)


def test_a_redirect_to_the_private_net_is_stopped_before_it_is_asked(
    get: Fetch, site: Origin
) -> None:
    """The first host is public as far as anybody knows; its redirect isn't."""
    inner = site.put(Page(b"a secret"))
    outer = site.put(Page(status=302, headers={"Location": inner}))
    judged: list[str] = []

    def permits(url: str) -> bool:
        judged.append(url)
        return url == outer

    with pytest.raises(SourceForbidden):
        get(outer, permits=permits)
    assert judged == [outer, inner]
    assert [path for path, _ in site.asked] == [outer.removeprefix(site.url)]


def test_the_connection_goes_to_the_judged_address(get: Fetch, site: Origin) -> None:
    """A name that leads elsewhere when it is looked up again gains nothing by it."""
    looked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["192.0.2.1"]

    url = site.put(Page(b"a picture"))
    came = get(url.replace("127.0.0.1", "pictures.example"), resolve=once)
    assert came.arrived is not None
    assert looked == ["pictures.example"]
    assert site.asked[0][1]["host"] == f"pictures.example:{site.port}"


def test_hosts_that_arent_there_are_told_apart(get: Fetch) -> None:
    with pytest.raises(SourceUnreachable):
        get(f"http://127.0.0.1:{free_port()}/a.png")
    with pytest.raises(SourceUnknown):
        resolved("no-such-host.invalid", 80)


# --- time


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of a host that sends its answer byte by byte, for ever."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        with listening.accept()[0] as client:
            client.recv(4096)
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not ended.wait(0.02):
                try:
                    client.sendall(b"x")
                except OSError:
                    return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/a.png"
    ended.set()
    listening.close()


def test_an_answer_that_trickles_is_cut(get: Fetch, dripping: str) -> None:
    with pytest.raises(SourceSlow):
        get(dripping, timeout_s=0.5)


# --- the list of places


@pytest.mark.parametrize(
    ("listed", "url", "inside"),
    [
        ("example.com", "https://example.com/a", True),
        ("example.com", "http://example.com/a", False),
        ("example.com", "https://www.example.com/a", False),
        ("example.com", "https://example.com.evil.test/a", False),
        ("example.com", "https://example.com:8443/a", False),
        ("example.com:443", "https://example.com/a", True),
        ("http://example.com:80/a", "http://example.com/a", True),
        ("*.example.com", "https://example.com/a", True),
        ("*.example.com", "https://a.b.example.com/a", True),
        ("*.example.com", "https://badexample.com/a", False),
        ("example.com/photos/", "https://example.com/photos/a", True),
        ("example.com/photos/", "https://example.com/secret", False),
        ("http://example.com:8080", "http://example.com:8080/a", True),
        ("a.test, B.test", "https://b.test/", True),
        ("*", "https://anything.test/a", True),
        ("*", "http://anything.test/a", False),
        ("[::1]:81", "https://[::1]:81/a", True),
        ("", "https://example.com/a", False),
    ],
)
def test_a_place_is_scheme_host_port_and_path(listed: str, url: str, inside: bool) -> None:
    assert any(place.holds(url) for place in places(listed)) is inside


@pytest.mark.parametrize("listed", ["ftp://a", "a b", "https://", "user@a", "*.*.a"])
def test_a_list_that_cant_be_read_says_so(listed: str) -> None:
    with pytest.raises(BadRequest):
        places(listed)
