"""What a page's main thread did, from Chromium's own trace."""

from __future__ import annotations

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
DECODE = "Decode Image"
_CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline"


@dataclass
class Trace:
    """Empty until the recording has ended."""

    events: list[Event] = field(default_factory=list)

    def named(self, *names: str) -> list[Event]:
        """Events of the thread that got the pointer's moves, in order."""
        moves = [e for e in self.events if _kind(e) == "pointermove"]
        assert moves, "the trace holds no pointer move"
        main = (moves[0]["pid"], moves[0]["tid"])
        return [e for e in self.events if e["name"] in names and (e["pid"], e["tid"]) == main]

    def decoded(self) -> int:
        """How many pictures were decoded, by any thread."""
        return sum(e["name"] == DECODE for e in self.events)

    def per_move_ms(self) -> list[float]:
        """CPU time of script, style and layout from each pointer move to the next. What others do
        with the machine meanwhile doesn't count, and nothing counts twice."""
        starts = [e["ts"] for e in self.named("EventDispatch") if _kind(e) == "pointermove"]
        work = list(_outer([e for e in self.named(*SCRIPT, *STYLE) if "tdur" in e]))
        ends = [*starts[1:], float("inf")]
        return [
            sum(e["tdur"] for e in work if start <= e["ts"] < end) / 1000
            for start, end in zip(starts, ends, strict=True)
        ]

    def laid_out(self) -> int:
        """How many boxes the layouts of the trace had to place together."""
        begun = (e["args"].get("beginData", {}) for e in self.named("Layout"))
        return sum(int(data.get("dirtyObjects", 0)) for data in begun)


def _kind(event: Event) -> str:
    return str(event.get("args", {}).get("data", {}).get("type", ""))


def _outer(events: list[Event]) -> Iterator[Event]:
    """The events that lie in no other."""
    last = -1.0
    for event in events:
        if event["ts"] >= last:
            yield event
            last = event["ts"] + event["dur"]


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
