"""Where the studio listens, and when it refuses to."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path

import pytest

from editor.conf import Conf
from editor.errors import BadRequest
from editor.management.supervisor import sockets, unix

TOKEN = "a-long-enough-secret"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_loopback_needs_no_token(host: str) -> None:
    sockets.refuse_open_door(Conf(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "studio.example.org"])
def test_every_other_address_is_refused_without_a_token_and_says_how(host: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        sockets.refuse_open_door(Conf(host=host))
    assert host in refusal.value.text
    assert "STUDIO_ACCESS_TOKEN" in refusal.value.remedy
    sockets.refuse_open_door(Conf(host=host, access_token=TOKEN))


def test_a_short_token_guards_nothing() -> None:
    with pytest.raises(BadRequest, match="too short"):
        sockets.refuse_open_door(Conf(host="0.0.0.0", access_token="hunter2"))


def test_a_taken_port_is_told_with_the_way_to_another() -> None:
    with sockets.listen("127.0.0.1", 0, "PORT") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadRequest, match="in use") as refusal:
            sockets.listen("127.0.0.1", port, "PORT")
    assert f"PORT={port + 1}" in refusal.value.remedy


@pytest.mark.parametrize(("host", "port"), [("no-such-host.invalid", 0), ("127.0.0.1", 70_000)])
def test_an_impossible_address_is_refused(host: str, port: int) -> None:
    with pytest.raises(BadRequest, match=r"Can't listen|isn't a port"):
        sockets.listen(host, port, "PORT")


def test_a_request_waits_in_the_backlog_while_nobody_accepts() -> None:
    with sockets.listen("127.0.0.1", 0, "PORT") as listening:
        client = http.client.HTTPConnection(*listening.getsockname()[:2], timeout=5)
        client.request("GET", "/")
        accepted, _ = listening.accept()  # the child that comes later
        with accepted:
            assert accepted.recv(100).startswith(b"GET / HTTP/1.1")
            accepted.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            assert client.getresponse().status == 204
        client.close()


def test_an_open_address_is_told_as_the_one_for_this_machine() -> None:
    with sockets.listen("0.0.0.0", 0, "PORT") as listening:
        port = listening.getsockname()[1]
        assert sockets.address_of(listening) == f"http://127.0.0.1:{port}"


def test_inference_listens_on_a_free_loopback_port() -> None:
    with sockets.listen_for_inference(Conf()) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.type == socket.SOCK_STREAM


def test_inference_for_other_machines_needs_a_secret() -> None:
    with pytest.raises(BadRequest, match="without a secret"):
        sockets.listen_for_inference(Conf(inference_url="http://0.0.0.0:0"))


def test_a_socket_file_that_a_killed_process_left_is_replaced(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/inference.sock"
    unix.listen(url).close()
    assert unix.path_of(url).is_socket()
    assert not unix.somebody_listens(unix.path_of(url))
    with unix.listen(url):
        assert unix.somebody_listens(unix.path_of(url))


def test_a_socket_file_in_use_is_left_alone(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/inference.sock"
    with unix.listen(url), pytest.raises(BadRequest, match="Another process listens"):
        unix.listen(url)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadRequest, match="something else"):
        unix.listen(f"unix://{tmp_path}/notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("url", ["unix://inference.sock", "unix://", f"unix:///{'x' * 200}"])
def test_an_address_that_no_socket_file_can_have_is_refused(url: str) -> None:
    with pytest.raises(BadRequest, match=r"whole path|Can't listen") as refusal:
        unix.listen(url)
    assert "STUDIO_INFERENCE_URL" in refusal.value.remedy
