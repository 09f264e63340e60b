"""The supervisor's end of the guardian: as long as this pipe is open, the children may live."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


class Lifeline:
    """Starts the guardian; tells it which process groups it must end if we vanish."""

    def __init__(self, lock_fd: int) -> None:
        reading, self._fd = os.pipe()
        # The guardian inherits the lock: nobody else starts here until it has cleaned up.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("guardian.py"))],
            stdin=reading,
            pass_fds=(lock_fd,),
            start_new_session=True,
        )
        os.close(reading)

    def add(self, group: int) -> None:
        self._tell(f"+{group}\n")

    def remove(self, group: int) -> None:
        self._tell(f"-{group}\n")

    @property
    def lost(self) -> bool:
        """True when somebody ended the guardian."""
        return self._process.poll() is not None

    def close(self) -> None:
        """Lets the guardian end; it then ends the groups that weren't removed."""
        os.close(self._fd)
        self._process.wait()

    def _tell(self, line: str) -> None:
        with suppress(BrokenPipeError):
            os.write(self._fd, line.encode())
