"""What replicas elsewhere tell of themselves: as one service, one by one, and who is silent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle

import pytest

from editor.inference import replicas as module
from editor.inference.figures import status
from editor.inference.line import Question
from editor.inference.remote import Elsewhere
from editor.inference.replica import Replica, Told
from editor.inference.replicas import FORGET_S, LOOK_S, MOST, SILENT_S, Replicas
from editor.inference.reports import Report, together
from tests.inference.clocks import Clock
from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness, Corner, picture, settings
from tests.inference.test_service import png


class Cluster:
    """Replicas that tell `told`, or raise when that is an error; counts how often it is asked."""

    def __init__(self, *names: str) -> None:
        self.told: Sequence[Report] | Exception = [Report("cpu", name=name) for name in names]
        self.asked = 0

    async def __call__(self) -> Sequence[Report]:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


def silent(board: Replicas) -> dict[str, float]:
    return {one["name"]: one["silent_s"] for one in board.as_json()}


async def test_a_replica_that_falls_silent_is_named_and_later_forgotten() -> None:
    clock, cluster = Clock(), Cluster("a", "b")
    board = Replicas(cluster, clock)
    await board.look()
    assert silent(board) == {"a": 0, "b": 0}
    cluster.told = [Report("cpu", name="a")]
    clock.now += SILENT_S + 5
    await board.look()
    assert silent(board) == {"a": 0, "b": SILENT_S + 5}
    clock.now += FORGET_S
    await board.look()
    assert silent(board) == {"a": 0}


async def test_only_those_that_answer_count() -> None:
    clock, cluster = Clock(), Cluster()
    cluster.told = [Report("cpu", memory={"models": 5}, name=name) for name in "ab"]
    board = Replicas(cluster, clock)
    await board.look()
    assert board.report().memory == {"models": 10}
    cluster.told = cluster.told[:1]
    clock.now += SILENT_S + 1
    await board.look()
    assert board.report().memory == {"models": 5}


async def test_they_are_asked_seldom_and_once_for_all_who_want_to_know() -> None:
    clock, cluster = Clock(), Cluster("a")
    board = Replicas(cluster, clock)
    await asyncio.gather(*(board.look() for _ in range(5)))
    clock.now += LOOK_S / 2
    await board.look()
    assert cluster.asked == 1
    clock.now += LOOK_S
    await board.look()
    assert cluster.asked == 2


async def test_when_they_cannot_be_asked_the_last_figures_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, cluster = Clock(), Cluster("a")
    board = Replicas(cluster, clock)
    await board.look()
    cluster.told = ConnectionError("gone")
    clock.now += LOOK_S
    await board.look()
    assert silent(board) == {"a": 0}

    async def never() -> Sequence[Report]:
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(module, "PATIENCE_S", 0.01)
    stuck = Replicas(never, clock)
    async with asyncio.timeout(60):
        await stuck.look()
    assert silent(stuck) == {}
    assert stuck.report().models == {}


async def test_however_many_come_and_go_few_are_remembered() -> None:
    clock, cluster = Clock(), Cluster()
    board = Replicas(cluster, clock)
    for batch in range(4):
        cluster.told = [Report("cpu", name=f"{batch}-{number}") for number in range(40)]
        await board.look()
        clock.now += LOOK_S
    assert len(board.as_json()) == MOST
    assert sum(name.startswith("3-") for name in silent(board)) == 40, "the newest stay"
    cluster.told = [Report("cpu", name=f"late{number}") for number in range(2 * MOST)]
    await board.look()
    assert len(board.as_json()) == MOST


def test_together_they_are_one_service() -> None:
    def one(state: str, device: str, **more: int) -> Report:
        numbers = dict.fromkeys(
            ("bytes", "loads", "unloads", "load_s", "loading_s", "batches", "pictures", "busy_s"), 0
        )
        return Report(device, {"m": {"state": state, **numbers, **more}}, {"models": 7}, 1, 2)

    told = together(
        [
            one("unloaded", "cpu", loads=1, pictures=3, load_s=2),
            one("loaded", "NVIDIA L4", loads=2, pictures=4, load_s=1),
            Report("cpu"),
        ]
    )
    assert told.device == "NVIDIA L4, cpu"
    assert told.models["m"]["state"] == "loaded"
    assert [told.models["m"][name] for name in ("loads", "pictures", "load_s")] == [3, 7, 2]
    assert (told.memory, told.hanging, told.asked) == ({"models": 14}, 2, 4)


@pytest.fixture
def two() -> Iterator[dict[str, Replica]]:
    made = {
        name: Replica(settings(), {kind.card.name: kind for kind in (Brightness.fresh(), Corner)})
        for name in ("first", "second")
    }
    yield made
    for one in made.values():
        one.close()


async def test_the_service_before_replicas_tells_of_their_models(
    serving: Serving, two: dict[str, Replica]
) -> None:
    turns = cycle(two.values())

    async def ask(question: Question) -> Told:
        return (await next(turns).seen([question]))[0]

    async def reports() -> Sequence[Report]:
        return [one.report(name) for name, one in two.items()]

    async with serving(Brightness, Corner, elsewhere=Elsewhere(ask, 2, reports)) as client:
        for number in range(3):
            assert (await client.post("/v1/mattes", content=png(number))).status_code == 200
        told = status((await client.get("/v1/status")).content)
        listed = (await client.get("/v1/models")).json()["models"]
        text = (await client.get("/metrics")).text
    working = told.models["brightness"]
    assert (working.state, working.pictures, working.loads) == ("loaded", 3, 2)
    assert set(told.models) == {"brightness"}
    assert told.memory["models"] == 2 * Brightness.card.memory
    assert told.memory["budget"] == 2 * settings().memory
    assert {one.name: one.loaded for one in told.replicas} == {
        "first": ("brightness",),
        "second": ("brightness",),
    }
    assert {one.silent_s for one in told.replicas} == {0}
    assert all(one.memory["resident"] > 2**20 for one in told.replicas)
    states = {one["card"]["name"]: one["state"] for one in listed}
    assert states == {"brightness": "loaded", "corner": "unloaded"}
    assert 'inference_model_loaded{model="brightness"} 1' in text
    assert 'inference_model_loads{model="brightness"} 2' in text


async def test_a_replica_tells_what_it_works_on_and_unloads_what_is_idle() -> None:
    kind, clock = Brightness.fresh(), Clock()
    made = Replica(settings(idle_s=60.0), {kind.card.name: kind}, clock)
    kind.gate.clear()
    working = asyncio.create_task(made.seen([Question(kind, picture())] * 2))
    async with asyncio.timeout(60):
        while not kind.batches:
            await asyncio.sleep(0.005)
    assert made.report("r").asked == 2
    kind.gate.set()
    await working
    told = made.report("r")
    assert (told.name, told.asked, told.models["brightness"]["state"]) == ("r", 0, "loaded")
    made.sweep()
    assert made.report("r").models["brightness"]["state"] == "loaded"
    clock.now += 61
    made.sweep()
    assert made.report("r").models["brightness"]["state"] == "unloaded"
    made.close()
