"""`manage.py models`: weights listed, fetched, compared and removed by hand."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from editor.flows import models
from editor.inference.card import Weights
from tests.inference.weight_server import BODY, DIGEST, weight_server

pytestmark = pytest.mark.usefixtures("data_dir")


def run(*words: str) -> str:
    out = StringIO()
    call_command("models", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_every_card_is_listed_with_its_licence() -> None:
    text = run("list")
    for card in models.cards():
        assert card.name in text
    assert "not here" in text
    assert "needs no weights" in text


def test_weights_are_pulled_verified_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    with weight_server() as shelf:
        file = Weights(shelf.url, "u2netp.pth", DIGEST, len(BODY), "MIT", "none")
        monkeypatch.setattr(models, "_weights", lambda name: file)
        assert str(models.folder() / "u2netp.pth") in run("pull", "u2netp")
        assert DIGEST in run("verify", "u2netp")
        (models.folder() / "u2netp.pth").write_bytes(b"another")
        with pytest.raises(CommandError, match="1 of 1"):
            run("verify", "u2netp")
        assert "removed" in run("remove", "u2netp")
        assert "nothing to remove" in run("remove", "u2netp")


def test_a_file_at_hand_takes_the_place_of_a_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "mine.pth"
    given.write_bytes(BODY)
    file = Weights("https://example.org/x", "u2netp.pth", DIGEST, len(BODY), "MIT", "none")
    monkeypatch.setattr(models, "_weights", lambda name: file)
    run("pull", "u2netp", "--from", str(given))
    assert (models.folder() / "u2netp.pth").read_bytes() == BODY


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(CommandError, match="u2net"):
        run("pull", "u2nett")
    with pytest.raises(CommandError, match="needs no weights"):
        run("pull", "grabcut-matte")
