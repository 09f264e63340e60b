from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from editor.errors import NotFound
from editor.flows import changing, originals
from editor.flows.compose import Composed, address_of, compose
from editor.models import Document, Workspace
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def photos(workspace: Workspace, data_dir: Path) -> None:
    for name in ("icecream.jpg", "iceland.png", "twice.jpg", "twice.png", "a.b.jpg"):
        hold(workspace, name.encode(), data_dir, name)


def opened(workspace: Workspace, **given: str) -> Composed:
    return compose(workspace, given.items())


def test_the_same_address_opens_the_same_document_until_it_is_changed(
    workspace: Workspace,
) -> None:
    first = opened(workspace, i0="icecream", h0="10", i1="iceland")
    assert first.saved
    assert first.created
    assert first.saved.document.name == "icecream.jpg, iceland.png"
    again = opened(workspace, i0="icecream", h0="10", i1="iceland")
    assert again.saved
    assert (again.created, again.saved.document.pk) == (False, first.saved.document.pk)
    assert opened(workspace, i0="icecream", h0="11", i1="iceland").created
    hidden = [{"op": "set", "layer": "layer-0", "field": "hidden", "value": True}]
    changing.patch(workspace, first.saved.document.pk, 1, hidden)
    assert opened(workspace, i0="icecream", h0="10", i1="iceland").created
    assert Document.objects.count() == 3


def test_a_photo_is_meant_by_id_digest_or_name(workspace: Workspace) -> None:
    wanted = originals.listing(workspace).get(name="icecream.jpg")
    for word in (
        str(wanted.pk),
        f"sha256:{wanted.blob_id}",
        "icecream.jpg",
        "icecream",
        "IceCream",
    ):
        done = opened(workspace, i0=word)
        assert done.saved, done.problems
        assert done.saved.document.body["layers"][0]["source"] == str(wanted.pk)
    assert opened(workspace, i0="a.b").saved
    assert Document.objects.count() == 2


def test_a_simple_document_is_an_address_again(workspace: Workspace, stranger: Workspace) -> None:
    asked = {"i0": "icecream", "h0": "9", "vertVal0": "2", "bg0": "1", "i1": "iceland"}
    row = opened(workspace, **asked).saved
    assert row
    query = address_of(workspace, row.document.pk)
    again = compose(workspace, parse_qsl(query))
    assert again.saved
    assert again.saved.document.pk == row.document.pk
    with pytest.raises(NotFound):
        address_of(stranger, row.document.pk)


@pytest.mark.parametrize(
    ("word", "said"),
    [("twice", "fits several"), ("nothing", "no photo"), ("a", "no photo"), ("%", "no photo")],
)
def test_a_word_that_means_no_photo_or_several_is_told(
    workspace: Workspace, word: str, said: str
) -> None:
    done = opened(workspace, i0=word, i1="iceland")
    assert done.saved is None
    assert said in done.problems[0]
    assert not Document.objects.exists()


def test_other_peoples_photos_and_those_in_the_trash_are_not_there(
    workspace: Workspace, stranger: Workspace
) -> None:
    wanted = originals.listing(workspace).get(name="iceland.png")
    for word in (str(wanted.pk), f"sha256:{wanted.blob_id}", "iceland"):
        assert opened(stranger, i0=word).saved is None
    originals.trash(workspace, wanted.pk)
    assert opened(workspace, i0="iceland").saved is None


def test_all_problems_of_an_address_come_together(workspace: Workspace) -> None:
    done = opened(workspace, i0="nothing", i1="iceland", bg0="maybe", colour="red")
    assert len(done.problems) == 3
    assert done.saved is None
