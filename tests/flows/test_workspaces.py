from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from editor.conf import Conf
from editor.errors import BadRequest, QuotaExceeded
from editor.flows import access, workspaces
from editor.models import Token, Workspace
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


def test_a_guest_has_no_name_and_expires(settings: Settings) -> None:
    settings.STUDIO = Conf(guest_days=7)
    guest = workspaces.guest()
    assert guest.is_guest
    assert guest.expires is not None
    assert timedelta(days=6.9) < guest.expires - timezone.now() <= timedelta(days=7)


def test_a_token_opens_its_workspace_and_is_kept_as_a_digest_only() -> None:
    token = workspaces.make_token("shop")
    found = access.by_token(token)
    assert found is not None
    assert found.name == "shop"
    assert token not in str(Token.objects.values_list().get())
    assert access.by_token(token + "x") is None


def test_the_same_name_is_the_same_workspace_with_another_token() -> None:
    one, two = workspaces.make_token("shop"), workspaces.make_token(" shop ")
    assert one != two
    assert access.by_token(one) == access.by_token(two)
    assert Workspace.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        workspaces.make_token(name)
    assert not Workspace.objects.exists()


def test_usage_counts_originals_and_the_quota_says_what_fits(
    settings: Settings, workspace: Workspace, data_dir: Path
) -> None:
    settings.STUDIO = Conf(workspace_quota_bytes=1000, guest_quota_bytes=10)
    hold(workspace, b"x" * 400, data_dir)
    hold(workspace, b"y" * 300, data_dir)
    usage = workspaces.usage(workspace)
    assert (usage.originals, usage.bytes, usage.quota_bytes) == (2, 700, 1000)
    usage.check(300)
    with pytest.raises(QuotaExceeded):
        usage.check(301)
    assert workspaces.usage(workspaces.guest()).quota_bytes == 10


def test_use_moves_a_guests_end_at_most_once_an_hour(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    guest = workspaces.guest()
    with django_assert_num_queries(0):
        workspaces.seen(guest)
    long_ago = timezone.now() - timedelta(days=6)
    Workspace.objects.update(seen=long_ago, expires=long_ago + timedelta(days=7))
    guest.refresh_from_db()
    assert workspaces.warned_of(guest) == guest.expires
    workspaces.seen(guest)
    guest.refresh_from_db()
    assert guest.expires is not None
    assert guest.expires - timezone.now() > timedelta(days=6.9)
    assert workspaces.warned_of(guest) is None


def test_a_named_workspace_never_expires(workspace: Workspace) -> None:
    Workspace.objects.update(seen=timezone.now() - timedelta(days=400))
    workspace.refresh_from_db()
    workspaces.seen(workspace)
    workspace.refresh_from_db()
    assert workspace.expires is None
    assert workspaces.warned_of(workspace) is None
