"""The load generator, what servers are asked, and the table."""

from __future__ import annotations

import os
import socketserver
import threading
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import pytest
from PIL import Image

from editor.management.benchmark.service import servers
from editor.management.benchmark.service.cases import CASES, Row, Spent, table
from editor.management.benchmark.service.copies import copies
from editor.management.benchmark.service.load import Load, Refused, run
from editor.management.benchmark.service.servers import Picture
from editor.management.benchmark.service.usage import Usage

ANSWERS = {
    b"/whole": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"/pieces": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
}


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while line := self.rfile.readline():
            while self.rfile.readline().strip():
                pass
            answer = ANSWERS.get(line.split()[1])
            self.wfile.write(answer or b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("target", ["/whole", "/pieces"])
@pytest.mark.parametrize("together", [1, 3])
def test_every_answer_is_read_and_counted(port: int, target: str, together: int) -> None:
    load = run(port, repeat(target), together, most=7, limit_s=60)
    assert (load.count, load.bytes) == (7, 35)
    assert load.rate > 0


def test_when_the_time_is_over_each_connection_has_asked_once(port: int) -> None:
    assert run(port, repeat("/whole"), 3, most=100, limit_s=0).count == 3


def test_an_error_ends_the_measurement(port: int) -> None:
    with pytest.raises(ExceptionGroup) as failed:
        run(port, iter(["/missing"]), 1, most=1, limit_s=60)
    assert failed.group_contains(Refused, match="404")


def test_the_slowest_are_told() -> None:
    load = Load(1.0, [n / 100 for n in range(1, 101)])
    assert load.slowest(0.01) == 1.0
    assert load.slowest(0.5) == 0.51


def test_the_peers_are_asked_for_the_same_picture() -> None:
    jpeg, png = Picture("a.jpg", 160, "jpeg"), Picture("b.png", 512, "png")
    assert servers.ipx_address(jpeg) == "/w_160,f_jpeg,q_85/a.jpg"
    assert servers.ipx_address(png) == "/w_512,f_png/b.png"
    assert servers.thumbor_address(jpeg) == ("/unsafe/160x0/filters:format(jpeg):quality(85)/a.jpg")


def test_what_a_process_takes_is_measured() -> None:
    with Usage(os.getpid()) as usage:
        sum(number * number for number in range(2_000_000))
    assert usage.cpu_s > 0
    assert usage.peak > 1_000_000


@pytest.mark.parametrize(("suffix", "mode"), [("jpg", "RGB"), ("png", "RGBA")])
def test_copies_have_the_same_pixels_and_other_bytes(
    tmp_path: Path, suffix: str, mode: str
) -> None:
    source = tmp_path / f"one.{suffix}"
    Image.effect_noise((40, 30), 60).convert(mode).save(source)
    with copies(tmp_path, source.name, 3) as names:
        files = [source, *(tmp_path / name for name in names)]
        assert len({file.read_bytes() for file in files}) == 4
        assert len({Image.open(file).tobytes() for file in files}) == 1
    assert list(tmp_path.iterdir()) == [source]


def spent(count: int, cpu_s: float, peak: int) -> Spent:
    return Spent(Load(2.0, [0.05] * count), cpu_s, peak)


def test_the_table_compares_with_ours() -> None:
    case = CASES[0]
    ours = Row(case, "Studio", 1, spent(20, 1.0, 100_000_000), spent(20, 0.5, 110_000_000))
    theirs = Row(case, "ipx", 1, spent(100, 6.0, 90_000_000), spent(100, 6.0, 80_000_000))
    lines = table([ours, theirs], "Studio beside ipx").splitlines()
    start = f"| {case.title} | 1"
    assert lines[0].startswith("Studio beside ipx; the servers on one core")
    assert lines[-2] == f"{start} | Studio | 10.0 | 50 ms | 1.00 | 50 ms | 25 ms | 1.00 | 110 MB |"
    assert lines[-1] == f"{start} | ipx | 50 | 60 ms | 1.20 | 50 ms | 60 ms | 2.40 | 90 MB |"


def test_the_same_picture_again_has_no_further_sizes() -> None:
    row = Row(CASES[-1], "Studio", 8, None, spent(2000, 1.0, 100_000_000))
    assert CASES[-1].cached
    assert (
        table([row], "")
        .splitlines()[-1]
        .endswith("| 8 | Studio | 1000 | 0.5 ms | 1.00 | 50 ms |  |  | 100 MB |")
    )
