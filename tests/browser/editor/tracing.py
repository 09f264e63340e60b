"""What a page's main thread did, from Chromium's own trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

Event = dict[str, Any]

SCRIPT = frozenset(
    {"EventDispatch", "RunMicrotasks", "FunctionCall", "TimerFire", "FireAnimationFrame"}
)
STYLE = frozenset({"UpdateLayoutTree", "Layout"})
DECODES = frozenset({"Decode Image", "ImageDecodeTask", "Decode LazyPixelRef"})
_CATEGORIES = "devtools.timeline,v8.execute,disabled-by-default-devtools.timeline,cc"


@dataclass
class Trace:
    """Empty until the recording has ended."""

    events: list[Event] = field(default_factory=list)

    def named(self, *names: str) -> list[Event]:
        """Events of the page's own main thread, in order; decoding happens on others."""
        every = names and frozenset(names) <= DECODES
        return [e for e in self.events if e["name"] in names and (every or self._is_main(e))]

    def _is_main(self, event: Event) -> bool:
        return (event["pid"], event["tid"]) == self._main

    @property
    def _main(self) -> tuple[int, int]:
        """The thread that got the pointer's moves."""
        moves = [e for e in self.events if _kind(e) == "pointermove"]
        assert moves, "the trace holds no pointer move"
        return moves[0]["pid"], moves[0]["tid"]

    def per_move_ms(self) -> list[float]:
        """Script, style and layout from each pointer move to the next, in ms, without what is
        counted twice because one lies in the other."""
        starts = [e["ts"] for e in self.named("EventDispatch") if _kind(e) == "pointermove"]
        work = [e for e in self.named(*SCRIPT, *STYLE) if "dur" in e]
        spans = sorted((e["ts"], e["ts"] + e["dur"]) for e in work)
        ends = [*starts[1:], float("inf")]
        return [
            sum(_length(s, t) for s, t in _outer(spans) if start <= s < end)
            for start, end in zip(starts, ends, strict=True)
        ]

    def laid_out(self) -> int:
        """How many boxes the layouts of the trace had to place together."""
        begun = (e["args"].get("beginData", {}) for e in self.named("Layout"))
        return sum(int(data.get("dirtyObjects", 0)) for data in begun)


def _kind(event: Event) -> str:
    return str(event.get("args", {}).get("data", {}).get("type", ""))


def _length(start: float, end: float) -> float:
    return (end - start) / 1000


def _outer(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The spans that lie in no other."""
    last = -1.0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


@contextmanager
def traced(page: Page) -> Iterator[Trace]:
    """Records until the block ends."""
    trace, session = Trace(), page.context.new_cdp_session(page)
    chunks: list[Event] = []
    session.on("Tracing.dataCollected", lambda given: chunks.extend(given["value"]))
    ended: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    session.send("Tracing.start", {"categories": _CATEGORIES, "transferMode": "ReportEvents"})
    yield trace
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    trace.events = sorted(chunks, key=lambda event: event.get("ts", 0))
    session.detach()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def dumped(trace: Trace) -> str:
    """For a look in Chromium's own viewer."""
    return json.dumps({"traceEvents": trace.events})
