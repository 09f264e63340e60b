"""One render process: reads requests from its parent, answers each, ends with it.

`python -m editor.render.child PARENT_PID MEMORY_BYTES`, started by `render.handle` only.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import resource
import signal
import sys

from editor.errors import StudioError, TooManyPixels
from editor.plan.rules import Look
from editor.render import usage
from editor.render.checks import examined
from editor.render.inspect import Inspected, inspect
from editor.render.kept import Kept
from editor.render.pipe import Closed, Pipe, packed, unpacked
from editor.render.pipeline import render
from editor.render.reaching import reached
from editor.render.request import (
    Answer,
    CleanFont,
    Examine,
    FontFacts,
    Inspect,
    Measure,
    Reach,
    Reached,
    Rendered,
    Request,
    Room,
)
from editor.render.text.faces import UNSHAPED, can_shape
from editor.render.text.layout import room

log = logging.getLogger(__name__)
MIB = 1024 * 1024
IDLE_S = 5.0
"""After so long without work, memory that was kept for the next goes back to the system."""
KEPT_S = 25.0
"""After so much longer, so do the pictures of the last requests."""
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, memory = int(arguments[0]), int(arguments[1])
    # Ctrl-C in a terminal reaches the whole group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
    pipe, before = Pipe(os.dup(0), own_output()), Kept()
    if not can_shape():
        log.warning("%s", UNSHAPED)
    gc.freeze()
    usage.give_back()  # what the imports have left
    limit_memory(memory)
    with contextlib.suppress(Closed):
        pipe.send(packed(Answer(rss=usage.resident())))
        while True:
            rest(pipe, before)
            answer = answered(unpacked(pipe.receive()), memory, before)
            pipe.send(packed(answer))
            if answer.leaves:
                break


def rest(pipe: Pipe, before: Kept) -> None:
    """Gives memory back, step by step, while no request comes."""
    if pipe.is_silent(IDLE_S):
        usage.give_back()
        if not before.is_empty and pipe.is_silent(KEPT_S):
            before.clear()
            usage.give_back()


def answered(request: Request, memory: int, before: Kept) -> Answer:
    """What the request gives. Errors that are no StudioError end the process: the parent sees it,
    says so to whoever waits, and starts a new one.
    """
    answer = _attempt(request, before)
    if not answer and not before.is_empty:
        before.clear()
        answer = _attempt(request, before)
    # What is left of the heap may be in pieces: a new process is safer.
    return answer or Answer(error=_too_much(memory), leaves=True)


def _attempt(request: Request, before: Kept) -> Answer | None:
    """None when memory was too short."""
    try:
        return Answer(_served(request, before), rss=usage.settled())
    except StudioError as error:
        return Answer(error=error, rss=usage.settled())
    except MemoryError:
        return None


def _served(
    request: Request, before: Kept
) -> Rendered | Inspected | Look | Reached | Room | FontFacts:
    match request:
        case Measure():
            return room(request.text)
        case Inspect():
            return inspect(request.path, request.limits)
        case Examine():
            return examined(request)
        case Reach():
            return reached(request, before)
        case CleanFont():
            # Here only: the libraries that read fonts cost every process 10 MiB.
            from editor.render.fonts.clean import clean

            return clean(request.path, request.destination)
        case _:
            return render(request, before)


def _too_much(memory: int) -> TooManyPixels:
    return TooManyPixels(
        f"This picture needs more than the {memory // MIB} MiB that one render may take.",
        remedy="Ask for a smaller result or use smaller pictures.",
    )


def own_output() -> int:
    """A file descriptor for answers; what libraries print to stdout goes to stderr instead."""
    out = os.dup(1)
    os.dup2(2, 1)
    return out


def end_with(parent: int) -> None:
    """Has the kernel end this process with its parent, even when that is killed (Linux). Elsewhere
    the end of the pipe is noticed after the work in hand.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)


def limit_memory(beyond_idle: int) -> None:
    """Lets allocations fail that would take this process `beyond_idle` bytes above its size now,
    where the system keeps such a limit.
    """
    size = usage.private()
    if size:
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            resource.setrlimit(resource.RLIMIT_DATA, (size + beyond_idle, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
