"""The children's words on the supervisor's own output, each line led by who said it."""

from __future__ import annotations

import json
import os
import signal
import threading

LONGEST_LINE = 16 * 1024


class Output:
    """A descriptor for whole lines from several threads. When its reader is gone, the studio is
    told to stop: it would run unseen. `as_json`: every line is an object."""

    def __init__(self, fd: int, *, as_json: bool = False) -> None:
        self._fd = fd
        self.as_json = as_json
        self._lock = threading.Lock()
        self._closed = False

    def write(self, data: bytes) -> None:
        with self._lock:
            try:
                while data and not self._closed:
                    data = data[os.write(self._fd, data) :]
            except BrokenPipeError:
                self._closed = True
                os.kill(os.getpid(), signal.SIGTERM)

    def say(self, text: str) -> None:
        """One line of the supervisor itself."""
        Lines("studio", self).feed(f"{text}\n".encode())


class Lines:
    """Cuts the bytes of one child into lines; a line longer than LONGEST_LINE is broken."""

    def __init__(self, name: str, out: Output) -> None:
        self._name = name
        self._lead = f"{name:<11}| ".encode()
        self._out = out
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Writes every complete line of what came so far."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        while len(self._rest) > LONGEST_LINE:
            lines.append(self._rest[:LONGEST_LINE])
            self._rest = self._rest[LONGEST_LINE:]
        if lines:
            self._out.write(b"".join(self._led(line) + b"\n" for line in lines))

    def _led(self, line: bytes) -> bytes:
        """The line with who said it: in front, or as a field, unless it tells that itself."""
        if not self._out.as_json:
            return self._lead + line
        if line.startswith(b"{"):
            return line
        told = {"process": self._name, "message": line.decode(errors="replace")}
        return json.dumps(told, ensure_ascii=False).encode()

    def end(self) -> None:
        """Writes the last line, if it came without its line end."""
        if self._rest:
            self.feed(b"\n")
