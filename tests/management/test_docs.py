from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from editor import conf
from editor.errors import StudioError
from editor.flows import reference
from editor.management.commands import docs
from editor.operations import operations
from editor.plan.presets import PRESETS


def test_the_committed_tables_are_what_the_registries_say() -> None:
    call_command("docs", "--check")


def test_every_registered_thing_has_its_row() -> None:
    pages = reference.pages()
    for operation in operations().values():
        for option in operation.options():
            assert f"`{option.name}`" in pages["options.md"], option.name
    for preset in PRESETS:
        assert f"`{preset}`" in pages["presets.md"]
    for setting in conf.described():
        assert f"`{setting.name}`" in pages["settings.md"]
    for kind in StudioError.__subclasses__():
        if kind.__module__ == "editor.errors":
            assert f"`{kind.code}`" in pages["errors.md"]


def test_every_table_is_a_table() -> None:
    for name, page in reference.pages().items():
        for block in re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE):
            rows = block.strip().splitlines()
            columns = {len(re.split(r"(?<!\\)\|", row)) for row in rows}
            assert len(columns) == 1, (name, rows[0])
            assert set(rows[1]) <= set("|- ")


def test_a_stale_page_is_named_and_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# S\n\n<!-- generated: tables -->\n<!-- /generated -->\n")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "FOLDER", tmp_path / "reference")
    monkeypatch.setattr(docs, "README", readme)
    monkeypatch.setattr(docs, "SCHEMA", tmp_path / "schema.ts")
    with pytest.raises(CommandError, match=r"reference/errors\.md"):
        call_command("docs", "--check")
    call_command("docs")
    call_command("docs", "--check")
    (tmp_path / "reference" / "of-old.md").write_text("# Of old\n")
    with pytest.raises(CommandError, match=r"of-old\.md"):
        call_command("docs", "--check")
    call_command("docs")
    assert not (tmp_path / "reference" / "of-old.md").exists()
    assert "### Models" in readme.read_text()
    assert "export interface Layer {" in (tmp_path / "schema.ts").read_text()


def test_a_readme_without_its_marks_is_refused() -> None:
    with pytest.raises(CommandError, match="marks"):
        docs.with_tables("# Studio\n", "table")
