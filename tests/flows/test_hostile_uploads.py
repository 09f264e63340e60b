"""Every broken or hostile file of the corpus through the whole of an upload."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from editor.conf import Conf
from editor.flows.engines import Engines
from editor.flows.upload import upload
from editor.models import Blob, Original, Workspace
from tests.corpus import Case, cases
from tests.corpus.valid import SAMPLES
from tests.flows.conftest import files_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_it_is_refused_and_leaves_no_file_row_or_process(
    workspace: Workspace, engines: Engines, data_dir: Path, case: Case
) -> None:
    before = set(engines.render.pids())
    with pytest.raises(case.error) as refused:
        upload(workspace, case.name, [case.data], size=len(case.data), using=engines)
    assert case.words.lower() in f"{refused.value.text} {refused.value.remedy}".lower()
    assert str(data_dir) not in str(refused.value.as_json())
    assert files_in(data_dir) == []
    assert not Blob.objects.exists()
    assert not Original.objects.exists()
    assert len(engines.render.pids()) <= max(2, len(before))
    assert engines.render.counters().waiting == 0


def test_sound_files_of_every_format_are_taken_in(
    workspace: Workspace, engines: Engines, settings: Settings
) -> None:
    settings.STUDIO = Conf(upload_rate_per_minute=10_000)
    for name, make in SAMPLES.items():
        content = make()
        done = upload(workspace, name, [content], using=engines)
        assert done.original.blob_id == hashlib.sha256(content).hexdigest(), name
        assert done.original.blob.format == name.partition("-")[0], name
