"""Pictures whose recipe was kept under their key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from editor.errors import (
    Gone,
    NotFound,
)
from editor.flows import originals, produce
from editor.flows.engines import Engines
from editor.models import Original, Recipe, Variant, Workspace
from tests.flows.photos import recipe, taken_in, transform

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_kept_recipe_makes_its_picture_again_and_again(
    workspace: Workspace, hair: Original, engines: Engines, data_dir: Path
) -> None:
    wanted = recipe(hair, transform(segment="foreground", width=80))
    planned = produce.plan_picture(workspace, wanted, using=engines)
    assert not Variant.objects.exists()
    made = produce.produce_by_key(workspace, planned.key, using=engines)
    assert made.key == planned.key
    first = made.path.read_bytes()
    shutil.rmtree(data_dir / "variants")
    again = produce.produce_by_key(None, planned.key, using=engines)
    assert again.path.read_bytes() == first


def test_keeping_twice_is_keeping_once(
    workspace: Workspace, stranger: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=80))
    for _ in range(2):
        planned = produce.plan_picture(workspace, wanted, using=engines)
    assert Recipe.objects.get().workspaces.count() == 1
    theirs = taken_in(stranger, "person", engines)
    same = recipe(theirs, transform(width=80))
    assert produce.plan_picture(stranger, same, using=engines).key == planned.key
    assert Recipe.objects.get().workspaces.count() == 2


def test_other_peoples_keys_and_unknown_ones_are_not_found(
    workspace: Workspace, stranger: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=80))
    key = produce.plan_picture(workspace, wanted, using=engines).key
    produce.produce_by_key(workspace, key, using=engines)
    for asker, name in ((stranger, key), (workspace, "0" * 64), (None, "x\0")):
        with pytest.raises(NotFound):
            produce.produce_by_key(asker, name, using=engines)


def test_a_deleted_original_is_gone_for_every_picture_of_it(
    workspace: Workspace, stranger: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=80))
    key = produce.plan_picture(workspace, wanted, using=engines).key
    produce.produce_by_key(workspace, key, using=engines)
    taken_in(stranger, "person", engines)
    originals.delete(workspace, person.pk, kept=engines.caches)
    for asker in (workspace, None):
        with pytest.raises(Gone, match="deleted"):
            produce.produce_by_key(asker, key, using=engines)


def test_the_same_bytes_uploaded_again_bring_the_picture_back(
    workspace: Workspace, person: Original, engines: Engines, settings: Settings
) -> None:
    wanted = recipe(person, transform(width=80))
    key = produce.plan_picture(workspace, wanted, using=engines).key
    originals.delete(workspace, person.pk, kept=engines.caches)
    taken_in(workspace, "person", engines)
    assert produce.produce_by_key(workspace, key, using=engines).width == 80
