from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from editor.errors import BrokenPicture, Busy
from editor.flows.callers import Caller, calling, of_workspace, present
from editor.jobs import queue, worker
from editor.models import Job, Workspace

pytestmark = pytest.mark.django_db
Install = Callable[[Callable[..., Any]], None]


@pytest.fixture
def job(workspace: Workspace) -> Job:
    return queue.enqueue(workspace.pk, "probe", "a", {"n": 2})


def test_a_job_runs_its_flow_and_keeps_the_result(job: Job, kind: Install) -> None:
    kind(lambda workspace, payload: {"twice": payload["n"] * 2})
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.result) == ("done", 1, {"twice": 4})
    assert job.finished is not None


@pytest.mark.parametrize(("name", "batch"), [("interactive", False), ("default", True)])
def test_a_job_works_for_the_request_that_wanted_it(
    workspace: Workspace, kind: Install, name: str, batch: bool
) -> None:
    seen: list[Caller] = []
    kind(lambda workspace, payload: seen.append(present()) or {})
    with calling(Caller("request-1234")):
        job = queue.enqueue(workspace.pk, "probe", "b", {}, name)
    entry = DBTaskResult.objects.get(pk=job.task)
    worker.run(*entry.args_kwargs["args"])
    assert seen == [Caller("request-1234", of_workspace(workspace.pk), batch)]
    assert present() == Caller()


def test_a_job_that_no_request_wanted_is_followed_by_its_own_name(job: Job, kind: Install) -> None:
    seen: list[Caller] = []
    kind(lambda workspace, payload: seen.append(present()) or {})
    worker.run(str(job.pk), 0)
    assert seen[0].request == f"job-{job.pk}"


def test_a_second_delivery_of_the_same_attempt_does_nothing(job: Job, kind: Install) -> None:
    calls: list[int] = []
    kind(lambda workspace, payload: calls.append(1) or {})
    worker.run(str(job.pk), 0)
    worker.run(str(job.pk), 0)
    assert calls == [1]


def test_a_user_error_fails_the_job_with_its_own_text(job: Job, kind: Install) -> None:
    def broken(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        raise BrokenPicture("The picture ends early.", remedy="Upload it again.")

    kind(broken)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error == {
        "code": "broken_picture",
        "text": "The picture ends early.",
        "remedy": "Upload it again.",
    }


def test_an_unexpected_error_is_logged_and_shown_without_its_inside(
    job: Job, kind: Install, caplog: pytest.LogCaptureFixture
) -> None:
    def bug(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("secret/path")

    kind(bug)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "secret/path" not in str(job.error)
    assert "secret/path" in caplog.text


def test_a_busy_service_makes_the_job_wait_again(job: Job, kind: Install) -> None:
    def busy(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        raise Busy("All places are taken.")

    kind(busy)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.task, job.finished) == ("waiting", 1, "", None)


def _refused_by_bucket() -> Exception:
    from botocore.exceptions import EndpointConnectionError

    return EndpointConnectionError(endpoint_url="http://bucket")


def _broken_bucket() -> Exception:
    from botocore.exceptions import ClientError

    told = {"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
    return ClientError(told, "GetObject")


@pytest.mark.parametrize(
    "outage",
    [OperationalError("gone"), ConnectionResetError(), _refused_by_bucket(), _broken_bucket()],
    ids=["database", "connection", "bucket", "bucket's own fault"],
)
def test_what_stands_behind_may_fail_without_failing_the_job(
    job: Job, kind: Install, outage: Exception
) -> None:
    def flow(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            raise outage
        except Exception as error:
            raise ValueError("as a library wraps it") from error

    kind(flow)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("waiting", 1)
    assert job.error["code"] == "busy"


def test_a_picture_that_the_bucket_lacks_is_no_outage(job: Job, kind: Install) -> None:
    from botocore.exceptions import ClientError

    def flow(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        told = {"Error": {"Code": "404"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
        raise ClientError(told, "HeadObject")

    kind(flow)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_worker_that_lost_its_job_writes_nothing(job: Job, kind: Install) -> None:
    def taken_over(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        Job.objects.filter(pk=job.pk).update(attempt=2)
        return {"late": True}

    kind(taken_over)
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.result) == ("running", 2, None)
