"""One web process: uvicorn on the listening socket that the supervisor hands down.

`python -m editor.management.supervisor.web --fd N`. Not uvicorn's own `--fd`: that one takes
every socket for a Unix socket, and so loses the client's address and TCP_NODELAY.
"""

from __future__ import annotations

import argparse
import gc
import socket

import uvicorn

from editor.conf import Conf, load
from editor.management.supervisor.protocol import PromptProtocol

# Proxies stand on this machine or in a private network; the address nearest to us that isn't
# one of them is the client, whatever the client wrote in front of it.
PROXIES = ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
STOP_S = 8


def config(conf: Conf) -> uvicorn.Config:
    """Bounded in everything that a client chooses: connections, frames, silence."""
    return uvicorn.Config(
        "studio.asgi:application",
        lifespan="off",
        http=PromptProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=conf.trust_proxy,
        forwarded_allow_ips=PROXIES,
        limit_concurrency=1000,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=STOP_S,
        ws_max_size=1024 * 1024,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    listening = socket.socket(fileno=parser.parse_args().fd)
    wanted = config(load())
    wanted.load()
    # Built while there is one thread: two that ask first would each start render processes.
    from editor.flows.engines import database, engines

    engines()
    database()
    # What was built up to here stays: it needn't be looked through for garbage in mid-request.
    gc.collect()
    gc.freeze()
    uvicorn.Server(wanted).run(sockets=[listening])


if __name__ == "__main__":
    main()
