"""The service on Ray Serve: its arguments, and a replica that is killed under load."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.errors import BadRequest, InferenceUnavailable, StudioError, UnknownName
from editor.inference.benchmark.load.setting import bench, pictures
from editor.inference.client import InferenceClient
from editor.inference.line import Question
from editor.inference.replica import Told
from editor.inference.reports import Report
from tests.inference.clusters import on_ray
from tests.inference.doubles import Brightness, picture
from tests.needs import needs_ray

FACES, MATTE = "studio-faces", "u2netp"


@pytest.fixture(scope="module", autouse=True)
def _ray() -> None:
    needs_ray()


def test_arguments_are_read_as_numbers() -> None:
    from editor.inference.ray_app import cluster_of

    told = cluster_of({"most": "8", "gpus": "0.25"})
    assert (told.least, told.most, told.gpus) == (1, 8, 0.25)
    with pytest.raises(UnknownName, match="gpu") as caught:
        cluster_of({"gpu": 1})
    assert "gpus" in caught.value.remedy
    for wrong in ({"most": "many"}, {"least": 3, "most": 2}, {"gpus": -1}, {"ongoing": 0}):
        with pytest.raises(BadRequest):
            cluster_of(wrong)


def test_replicas_share_an_accelerator_and_come_with_the_load(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from editor.inference import ray_app

    monkeypatch.setenv("STUDIO_INFERENCE_SECRET", "a secret")
    application = ray_app.build({"gpus": 0.5, "least": 2, "most": 6, "fronts": 2})
    front = application._bound_deployment
    [models] = [one._bound_deployment for one in front.init_args]
    assert models.ray_actor_options["num_gpus"] == 0.5
    scaling = models._deployment_config.autoscaling_config
    assert (scaling.min_replicas, scaling.max_replicas) == (2, 6)
    assert front.num_replicas == 2


class Handle:
    """A deployment of which so many replicas die before one answers."""

    def __init__(self, dying: int) -> None:
        self.dying = dying
        self.asked: list[str] = []

    def options(self, multiplexed_model_id: str) -> Handle:
        self.asked.append(multiplexed_model_id)
        return self

    @property
    def remote(self) -> Any:
        return self._remote

    async def _remote(self, question: Question) -> Told:
        from ray.exceptions import RayActorError

        if self.dying:
            self.dying -= 1
            raise RayActorError
        return Told(question.picture[..., 1], None, None, 0.1, 1)


async def test_a_lost_replicas_question_goes_to_another() -> None:
    from editor.inference.ray_app import asking

    handle = Handle(dying=2)
    told = await asking(handle, pause_s=0)(Question(Brightness, picture(9)))
    assert np.asarray(told.outcome()).flat[0] == 9
    assert handle.asked == ["brightness"]


async def test_without_any_replica_the_client_is_asked_to_come_back() -> None:
    from editor.inference.ray_app import asking

    with pytest.raises(InferenceUnavailable) as caught:
        await asking(Handle(dying=99), pause_s=0)(Question(Brightness, picture()))
    assert caught.value.retry_after_s


async def test_replicas_are_asked_to_tell_of_themselves_and_lost_ones_are_left_out() -> None:
    from ray.exceptions import RayActorError

    from editor.inference.ray_app import reports

    class Everybody:
        def broadcast(self, method: str) -> Everybody:
            assert method == "report"
            return self

        async def results_async(self, return_exceptions: bool) -> list[object]:
            assert return_exceptions
            return [Report("cpu", name="a"), RayActorError()]

    assert [one.name for one in await reports(Everybody())()] == ["a"]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_replica_is_killed_under_load_and_every_request_succeeds(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    assert {FACES, MATTE} <= {card.name for card in bench(models, None).cards}
    shown = pictures(6)
    with on_ray(tmp_path, models) as cluster, cluster.client() as client:
        cluster.until(lambda: len(cluster.replicas()) == 2, "two replicas")
        first = client.matte(shown[0], MATTE)
        assert first.alpha.shape == (320, 320)

        def ask(number: int) -> object:
            one = shown[number % len(shown)]
            return client.faces(one, FACES) if number % 2 else client.matte(one, MATTE)

        victim = cluster.holder(MATTE)
        with ThreadPoolExecutor(8) as threads:
            # Pictures of the first round differ, so that they aren't answered together.
            asked = [threads.submit(ask, number) for number in range(24)]
            cluster.until(lambda: any(one.done() for one in asked), "an answer")
            assert not all(one.done() for one in asked)
            os.kill(victim, signal.SIGKILL)
            answers = [one.result(1500) for one in asked]
        check(answers, first)
        cluster.until(lambda: len(cluster.replicas() - {victim}) == 2, "two replicas again")
        client.matte(shown[0], MATTE)
        cluster.until(lambda: both_tell(client), "both tell of themselves and of their models")


def both_tell(client: InferenceClient) -> bool:
    """True when the Status page shows two replicas that answer, one with the model in memory."""
    try:
        told = client.status()
    except StudioError:
        return False
    living = [one for one in told.replicas if not one.silent_s]
    known = MATTE in told.models and told.models[MATTE].pictures > 0
    return len(living) == 2 and known and any(MATTE in one.loaded for one in living)


def check(answers: Sequence[object], first: Any) -> None:
    """The same picture had the same answer, whoever gave it."""
    assert len(answers) == 24
    for number in range(0, 24, 6):
        again = np.asarray(getattr(answers[number], "alpha"))  # noqa: B009 - object has none
        assert np.abs(again.astype(int) - first.alpha.astype(int)).max() <= 2
    for number in range(1, 24, 2):
        assert answers[number] == answers[number % 6]
