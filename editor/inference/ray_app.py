"""The service on Ray Serve: `serve run editor.inference.ray_app:build gpus=0.5`, or a config file.

The same ASGI app answers HTTP and reads pictures (`front`); the models run in replicas of a
deployment of their own (`models`), which batch, keep what they loaded, and come and go with the
load. `ray_local.py` starts all of it on one machine.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # read when Ray is imported

import ray
from ray import serve
from ray.serve.exceptions import DeploymentUnavailableError, ReplicaUnavailableError

from editor.errors import BadRequest, InferenceUnavailable, unknown_name
from editor.inference import models
from editor.inference.__main__ import speak
from editor.inference.line import Question
from editor.inference.remote import Elsewhere
from editor.inference.replica import Replica, Told
from editor.inference.reports import Report
from editor.inference.service import MOST_HANGING, create_app
from editor.inference.settings import load

APP, FRONT, MODELS = "inference", "front", "models"
KEPT = 8
"""Models that one replica may hold; its INFERENCE_MEMORY bounds them, too."""
TRIES = 4
PAUSE_S = 0.5
HEALTH_S = 5.0
LOST = (
    ray.exceptions.RayActorError,
    ray.exceptions.WorkerCrashedError,
    ray.exceptions.NodeDiedError,
    ray.exceptions.ObjectLostError,
    DeploymentUnavailableError,
    ReplicaUnavailableError,
)
"""The replica is gone, not the question: another one may answer it."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What the config's `args` may say; BadRequest for numbers that nothing can run with."""

    least: int = 1
    """Replicas of the models at rest."""
    most: int = 2
    """Replicas under load."""
    fronts: int = 1
    """Replicas of the app that speaks HTTP."""
    cpus: float = 1.0
    """Cores of one replica of the models."""
    gpus: float = 0.0
    """Accelerators of one replica; 0.5: two share one."""
    ongoing: float = 4.0
    """Questions out per replica from which on another replica is started."""

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.most or self.fronts < 1:
            raise BadRequest("Replicas must be 0 < least <= most, and fronts at least 1.")
        if min(self.cpus, self.gpus) < 0 or self.ongoing <= 0:
            raise BadRequest("cpus and gpus can't be negative, ongoing must be above 0.")


def build(told: Mapping[str, Any]) -> serve.Application:
    """The application for these arguments (of `Cluster`, as numbers or texts)."""
    cluster = cluster_of(told)
    settings = load()
    out = 2 * settings.batch
    """Of one replica: the batch that runs, and the next one."""
    lanes = max(1, cluster.most * out // cluster.fronts)
    running = serve.deployment(
        Models,
        name=MODELS,
        max_ongoing_requests=out,
        health_check_period_s=HEALTH_S,
        ray_actor_options={"num_cpus": cluster.cpus, "num_gpus": cluster.gpus},
        autoscaling_config={
            "min_replicas": cluster.least,
            "max_replicas": cluster.most,
            "target_ongoing_requests": cluster.ongoing,
        },
    ).bind()
    front = serve.deployment(
        serve.ingress(_front(lanes))(),
        name=FRONT,
        num_replicas=cluster.fronts,
        max_ongoing_requests=4 * settings.queue,
        ray_actor_options={"num_cpus": 0},
    )
    return front.bind(running)


def cluster_of(told: Mapping[str, Any]) -> Cluster:
    """UnknownName for a misspelt argument, BadRequest for one that isn't a number."""
    known: dict[str, Any] = {one.name: type(one.default) for one in fields(Cluster)}
    for name in told:
        if name not in known:
            raise unknown_name("argument", str(name), known)
    try:
        return Cluster(**{name: known[name](value) for name, value in told.items()})
    except (TypeError, ValueError):
        raise BadRequest(
            "An argument isn't a number.", remedy=f"Known are {', '.join(known)}."
        ) from None


def _front(lanes: int) -> Callable[[], Any]:
    """What makes the app in each replica of the front; it finds the models by their name."""

    def app() -> Any:
        speak()
        name = serve.get_replica_context().app_name
        handle = serve.get_deployment_handle(MODELS, app_name=name)
        return create_app(load(), elsewhere=Elsewhere(asking(handle), lanes, reports(handle)))

    return app


def asking(handle: Any, pause_s: float = PAUSE_S) -> Callable[[Question], Awaitable[Told]]:
    """Asks the models through a handle: the model's name is Serve's model id, so that a replica
    that has it loaded is found. A lost replica's questions go to another one."""

    async def ask(question: Question) -> Told:
        at = handle.options(multiplexed_model_id=question.model.card.name)
        for tried in range(1, TRIES + 1):
            try:
                told: Told = await at.remote(question)
            except LOST as error:
                if tried == TRIES:
                    raise InferenceUnavailable(
                        f"The replica was lost ({type(error).__name__}).",
                        remedy="Another one is being started; try again in a few seconds.",
                        retry_after_s=2,
                    ) from error
                await asyncio.sleep(pause_s * tried)
            else:
                return told
        raise AssertionError("unreachable")

    return ask


def reports(handle: Any) -> Callable[[], Awaitable[Sequence[Report]]]:
    """Asks every replica that Serve knows to tell of itself; one that is lost tells nothing."""

    async def ask() -> Sequence[Report]:
        told = await handle.broadcast("report").results_async(return_exceptions=True)
        return [one for one in told if isinstance(one, Report)]

    return ask


@dataclass(slots=True)
class Here:
    """A model that Serve counts as loaded here; when Serve lets go of it, it is unloaded."""

    replica: Replica
    name: str

    def __del__(self) -> None:
        self.replica.unload(self.name)


class Models:
    """One replica: one owner of its device, with a budget of its own."""

    def __init__(self) -> None:
        speak()
        settings = load()
        self._replica = Replica(settings, models.models())
        # mypy sees the method, not what Serve made of it.
        batches: Any = self.answers
        batches.set_max_batch_size(settings.batch)
        batches.set_batch_wait_timeout_s(settings.wait_s)

    @serve.multiplexed(max_num_models_per_replica=KEPT)
    async def here(self, name: str) -> Here:
        await self._replica.load(name)
        return Here(self._replica, name)

    async def __call__(self, question: Question) -> Told:
        await self.here(question.model.card.name)
        told: Told = await self.answers(question)
        return told

    @serve.batch
    async def answers(self, questions: list[Question]) -> list[Told]:
        return await self._replica.seen(questions)

    async def report(self) -> Report:
        """How this replica is, under the name that Serve gave it."""
        return self._replica.report(serve.get_replica_context().replica_tag)

    def check_health(self) -> None:
        """Unloads what is idle. Raises when too much hangs: Serve starts another replica then."""
        self._replica.sweep()
        if self._replica.hanging >= MOST_HANGING:
            raise RuntimeError("too many forward passes hang")
