"""Who is next: interactive before batch work, and workspaces by the time that they had.

A flow is one workspace's interactive or batch work. Each flow has a clock of its own that runs on
by the device time that its pictures cost; the flow whose clock is furthest behind is served next
(start-time fair queueing). A flow that comes back from a pause starts at the present, so that
nobody saves up time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt

AGES_S = 20.0
"""Batch work that waited so long counts as interactive: it is late, not lost."""
RECENT_S = 5.0
FORGET_S = 60.0
LIGHT, HEAVY = 2, 4
"""Waiting requests up to which a flow is light, and from which it is heavy."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Whose work, and whether anybody waits before a screen."""

    workspace: str = ""
    batch: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One picture for one model. Equal `digest`s are equal pictures; without one, a picture equals
    no other. `name` is what the queue calls it."""

    model: type[Model]
    picture: Picture
    prompt: Prompt | None = None
    digest: str = ""
    flow: Flow = field(default_factory=Flow)
    name: str = ""

    def goes_with(self, other: Question) -> bool:
        """True when one forward pass can answer both."""
        return (
            self.model is other.model
            and self.prompt == other.prompt
            and self.model.shape(self.picture) == other.model.shape(other.picture)
        )

    def equals(self, other: Question) -> bool:
        """True when one answer serves both."""
        same = self.model is other.model and self.prompt == other.prompt
        return same and self.digest != "" and self.digest == other.digest


@dataclass(frozen=True, slots=True)
class Answer:
    """What was seen, how long the batch waited and ran, in seconds, and how large it was."""

    seen: Seen
    queued_s: float
    ran_s: float
    batch: int = 1


@dataclass(slots=True)
class Place:
    """One of the bounded places: `asked` once its picture has been read."""

    asked: bool = False


@dataclass(slots=True, eq=False)
class Entry:
    """A question in line, with all who wait for its answer."""

    question: Question
    since: float
    answer: asyncio.Future[Answer]
    flow: Flow
    names: list[str] = field(default_factory=list)
    waiters: int = 0

    @property
    def alive(self) -> bool:
        """Somebody still waits."""
        return not self.answer.done()


@dataclass(slots=True)
class _Share:
    """A flow's own clock, in seconds of the device, when it last asked or was answered, what its
    last picture cost, and how many wait."""

    at: float
    seen: float
    cost: float = 0.0
    waiting: int = 0

    @property
    def rank(self) -> float:
        """A light flow goes before a heavy one that is no further: a head start of half a
        picture, which never adds up."""
        return self.at - (self.cost / 2 if self.waiting <= LIGHT else 0.0)


class Line:
    """The waiting questions of all models. The event loop's alone."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._shares: dict[Flow, _Share] = {}
        self._now_at = 0.0

    def __len__(self) -> int:
        return len(self._entries)

    def alive(self) -> list[Entry]:
        """Those that somebody still waits for; the others are forgotten."""
        for entry in [entry for entry in self._entries if not entry.alive]:
            self._leave(entry)
        return self._entries

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        share = self.active(entry.flow)
        share.at = max(share.at, self._now_at)
        share.waiting += 1

    def hurry(self, entry: Entry, flow: Flow) -> None:
        """Somebody of a more urgent flow wants the same."""
        self._shares[entry.flow].waiting -= 1
        entry.flow = flow
        self.active(flow).waiting += 1

    def active(self, flow: Flow) -> _Share:
        """Notes that a flow asks, or was answered, now."""
        now = self._clock()
        for known, share in list(self._shares.items()):
            if now - share.seen > FORGET_S and not share.waiting and known != flow:
                del self._shares[known]
        share = self._shares.setdefault(flow, _Share(self._now_at, now))
        share.seen = now
        return share

    def equal(self, question: Question) -> Entry | None:
        """The waiting entry whose answer will serve this question, too."""
        return next((e for e in self.alive() if e.question.equals(question)), None)

    def lead(
        self, loaded: Callable[[type[Model]], bool], patient: Callable[[Entry], bool]
    ) -> Entry | None:
        """Who is served next. Who asks a model that isn't loaded waits while `patient` and others
        have work: else models that don't fit beside each other would only be loaded."""
        entries = self.alive()
        if not entries:
            return None
        first = self._fairest(entries)
        if loaded(first.question.model):
            return first
        urgent = self._late(first)
        ready = [e for e in entries if loaded(e.question.model) and self._late(e) <= urgent]
        return self._fairest(ready) if ready and patient(first) else first

    def batch(self, lead: Entry, most: int, each_s: float) -> list[Entry]:
        """The lead and who goes with it, taken out of the line and charged `each_s` seconds."""
        taken = [lead]
        self._take(lead, each_s)
        while len(taken) < most:
            fit = [e for e in self._entries if e.question.goes_with(lead.question)]
            if not fit:
                break
            taken.append(self._fairest(fit))
            self._take(taken[-1], each_s)
        return taken

    def ordered(self) -> list[Entry]:
        """Everybody, about in the order in which they will be served."""
        return sorted(self.alive(), key=self._rank)

    def crowded(self) -> bool:
        """True while somebody's single questions meet a flood of others: batches stay short then,
        or the light flow would wait for the whole of a long one each time."""
        now = self._clock()
        self.alive()
        light = any(
            not flow.batch
            and share.waiting <= LIGHT
            # Who waits is there, however long ago they asked.
            and (share.waiting or now - share.seen <= RECENT_S)
            for flow, share in self._shares.items()
        )
        return light and any(share.waiting >= HEAVY for share in self._shares.values())

    def _take(self, entry: Entry, each_s: float) -> None:
        self._leave(entry)
        share = self.active(entry.flow)
        self._now_at = max(self._now_at, share.at)
        share.at += each_s
        share.cost = each_s

    def _leave(self, entry: Entry) -> None:
        self._entries.remove(entry)
        self._shares[entry.flow].waiting -= 1

    def _fairest(self, entries: Iterable[Entry]) -> Entry:
        return min(entries, key=self._rank)

    def _rank(self, entry: Entry) -> tuple[int, float, float]:
        return self._late(entry), self._shares[entry.flow].rank, entry.since

    def _late(self, entry: Entry) -> int:
        """0 for interactive work, 1 for batch work that may still wait."""
        return int(entry.flow.batch and self._clock() - entry.since < AGES_S)
