from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar, Self

import pytest

from editor.errors import Busy, ModelMissing
from editor.inference import pool as module
from editor.inference.card import Card
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.pool import DEVICE, HOST, WORTH, Pool
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings
from tests.inference.doubles import CARD, settings


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Heavy(Model):
    """100 bytes; remembers its loads and its end."""

    card: ClassVar[Card] = CARD
    loads: ClassVar[list[str]]
    closed: ClassVar[list[str]]
    fails: ClassVar[bool] = False
    slow: ClassVar[threading.Event | None] = None

    @classmethod
    def load(cls, settings: Settings) -> Self:
        if cls.slow is not None:
            assert cls.slow.wait(60)
        if cls.fails:
            raise ModelMissing("gone")
        cls.loads.append(cls.card.name)
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return []

    def close(self) -> None:
        self.closed.append(self.card.name)


def kinds(*names: str, **members: object) -> dict[str, type[Heavy]]:
    shared = {"loads": [], "closed": [], **members}
    return {
        name: type(name, (Heavy,), {**shared, "card": replace(CARD, name=name)}) for name in names
    }


def pool(models: dict[str, type[Heavy]], clock: Clock | None = None, **changed: object) -> Pool:
    return Pool(models, settings(memory=250, **changed), clock or Clock())


def test_a_model_is_loaded_when_first_leased_and_stays() -> None:
    models = kinds("a")
    held = pool(models)
    assert held.states()["a"].state == "unloaded"
    with held.lease("a") as first:
        assert held.states()["a"].leases == 1
    with held.lease("a") as second:
        assert first is second
    assert models["a"].loads == ["a"]
    assert (held.states()["a"].state, held.states()["a"].leases) == ("loaded", 0)


def test_requests_that_meet_at_an_unloaded_model_load_it_once() -> None:
    gate = threading.Event()
    models = kinds("a", slow=gate)
    held = pool(models)

    def use() -> Model:
        with held.lease("a") as model:
            return model

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(use) for _ in range(8)]
        while held.states()["a"].state != "loading":
            pass
        gate.set()
        assert len({id(one.result()) for one in asked}) == 1
    assert models["a"].loads == ["a"]


def test_the_longest_unused_model_makes_room() -> None:
    models = kinds("a", "b", "c")
    clock = Clock()
    held = pool(models, clock)
    for name in ("a", "b", "a", "c"):
        clock.now += 1
        with held.lease(name):
            pass
    assert models["a"].closed == ["b"]
    assert {n: s.state for n, s in held.states().items()} == {
        "a": "loaded",
        "b": "unloaded",
        "c": "loaded",
    }


def test_a_leased_model_is_never_unloaded() -> None:
    models = kinds("a", "b", "c")
    held = pool(models)
    with held.lease("a"), held.lease("b"), pytest.raises(Busy) as caught, held.lease("c"):
        pass
    assert caught.value.retry_after_s
    assert models["a"].closed == []
    with held.lease("c"):
        assert held.states()["c"].state == "loaded"


def test_one_model_may_be_larger_than_the_budget() -> None:
    held = Pool(kinds("a"), settings(memory=10), Clock())
    with held.lease("a"):
        assert held.states()["a"].state == "loaded"


def test_a_failed_load_leaves_nothing_behind() -> None:
    models = kinds("a", "b", "c")
    models["a"].fails = True
    held = pool(models)
    for _ in range(3):
        with pytest.raises(ModelMissing), held.lease("a"):
            pass
    assert held.states()["a"].state == "unloaded"
    with held.lease("b"), held.lease("c"):
        models["a"].fails = False
    with held.lease("a"):
        assert held.states()["a"].loads == 1


def test_idle_models_are_unloaded_after_their_time() -> None:
    models = kinds("a", "b")
    clock = Clock()
    held = pool(models, clock, idle_s=60.0)
    with held.lease("a"):
        pass
    with held.lease("b"):
        clock.now = 59
        held.sweep()
        assert models["a"].closed == []
        clock.now = 61
        held.sweep()
        assert models["a"].closed == ["a"]
    held.sweep()
    assert held.states()["b"].state == "loaded", "its time runs from its last use"


def test_closing_unloads_everything() -> None:
    models = kinds("a", "b")
    held = pool(models)
    for name in models:
        with held.lease(name):
            pass
    held.close()
    assert sorted(models["a"].closed) == ["a", "b"]


def test_host_and_device_have_budgets_of_their_own() -> None:
    class OnDevice(Heavy):
        @classmethod
        def on_device(cls, settings: Settings) -> bool:
            return True

    hosts = kinds("a", "b")
    shared = {"loads": [], "closed": []}
    devices = {
        name: type(name, (OnDevice,), {**shared, "card": replace(CARD, name=name)})
        for name in ("x", "y", "z")
    }
    held = pool({**hosts, **devices}, device_memory=200)
    for name in ("a", "x", "b", "y", "z"):
        with held.lease(name):
            pass
    assert (held.bytes(HOST), held.bytes(DEVICE)) == (200, 200)
    assert devices["x"].closed == ["x"]
    assert hosts["a"].closed == []


def test_an_abandoned_model_is_nobody_s_and_ends_when_its_user_comes_back() -> None:
    models = kinds("a")
    held = pool(models)
    with held.lease("a") as stuck:
        held.abandon("a")
        assert held.states()["a"].state == "unloaded"
        assert held.bytes(HOST) == 100, "it still takes its memory"
        with held.lease("a") as fresh:
            assert fresh is not stuck
            assert held.bytes(HOST) == 200
        assert models["a"].closed == []
    assert models["a"].closed == ["a"]
    assert held.bytes(HOST) == 100


def test_everything_else_can_be_unloaded_for_room() -> None:
    models = kinds("a", "b", "c")
    held = Pool(models, settings(memory=300), Clock())
    with held.lease("c"):
        for name in ("a", "b"):
            with held.lease(name):
                pass
        held.unload_others("b")
    assert models["a"].closed == ["a"], "b asked, c is in use"


def test_what_was_just_loaded_works_before_another_is_loaded_again() -> None:
    clock = Clock()

    class Slow(Heavy):
        @classmethod
        def load(cls, settings: Settings) -> Self:
            clock.now += 2
            return super().load(settings)

    shared = {"loads": [], "closed": []}
    models = {
        name: type(name, (Slow,), {**shared, "card": replace(CARD, name=name)})
        for name in ("a", "b")
    }
    held = Pool(models, settings(memory=100), clock)
    assert not held.worth_waiting("a", since=0), "nobody knows yet how long it takes"
    for name in ("a", "b"):
        with held.lease(name):
            pass
    assert clock.now == 4
    assert held.worth_waiting("a", since=0)
    clock.now = 4 + WORTH * 2
    assert not held.worth_waiting("a", since=0)
    assert held.worth_waiting("a", since=clock.now - 1)


def test_what_left_is_given_back_to_the_system_before_the_next_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models, clock = kinds("one", "two", "three"), Clock()
    moves = models["one"].loads
    monkeypatch.setattr(module, "give_back", lambda: moves.append("given back"))
    three = pool(models, clock)
    for name in models:
        with three.lease(name):
            pass
    assert moves[-2:] == ["given back", "three"]
    assert models["one"].closed == ["one"]
    three.sweep()
    assert moves[-1] == "three", "nothing was idle for long"
    clock.now = 10_000.0
    three.sweep()
    assert moves[-1] == "given back"
