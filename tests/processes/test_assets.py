"""The front end's build, on a small front end of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from editor.management.frontend import build
from editor.management.frontend.layout import Layout
from editor.management.frontend.node import Node
from tests import needs


@pytest.fixture(scope="module")
def node() -> Node:
    """The Node that builds here."""
    return needs.needs_node()


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A checkout with one entry, and the packages that are installed in this one."""
    if not (needs.ROOT / "node_modules" / ".lock-digest").exists():
        needs.missing("needs the front end's packages (manage.py assets installs them)")
    for name in ("package.json", "package-lock.json", "tsconfig.json", ".npmrc"):
        shutil.copy(needs.ROOT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(needs.ROOT / "node_modules")
    (tmp_path / "tests").mkdir()
    page = tmp_path / "static" / "page"
    page.mkdir(parents=True)
    (page / "main.css").write_text("body { margin: 0 }")
    (page / "main.ts").write_text("import { twice } from './twice'\nconsole.log(twice(21))\n")
    (page / "twice.ts").write_text("export const twice = (n: number): number => 2 * n\n")
    return Layout(tmp_path)


def files_of(layout: Layout) -> list[Path]:
    manifest = build.read_manifest(layout)
    assert manifest is not None
    entry = manifest["entries"]["page"]
    return [layout.static / path for path in (entry["js"], *entry["css"])]


def test_bundles_carry_their_content_in_their_names(layout: Layout, node: Node) -> None:
    assert build.build(layout, node)
    script, style = files_of(layout)
    assert "console.log" in script.read_text()
    assert "margin" in style.read_text()
    (layout.static / "page" / "twice.ts").write_text(
        "export const twice = (n: number): number => n + n + 1\n"
    )
    assert build.build(layout, node)
    changed, same = files_of(layout)
    assert changed.name != script.name
    assert same.name == style.name
    assert not script.exists()


def test_pages_that_belong_together_share_a_folder(layout: Layout) -> None:
    for name in ("batches/list", "batches/review", "batches/shared"):
        (layout.static / name).mkdir(parents=True)
    (layout.static / "batches/list/main.tsx").touch()
    (layout.static / "batches/review/main.css").touch()
    (layout.static / "dist/chunks").mkdir(parents=True)
    (layout.static / "dist/chunks/main.css").touch()
    assert set(layout.entries()) == {"page", "batches-list", "batches-review"}


def test_an_unchanged_front_end_is_not_built_again(layout: Layout, node: Node) -> None:
    assert build.build(layout, node)
    assert build.is_current(layout)
    assert not build.build(layout, node)


def test_a_type_error_fails_and_keeps_the_last_build(
    layout: Layout, node: Node, capfd: pytest.CaptureFixture[str]
) -> None:
    build.build(layout, node)
    (layout.static / "page" / "main.ts").write_text("const n: number = 'three'\nconsole.log(n)\n")
    with pytest.raises(build.BuildFailed):
        build.build(layout, node)
    assert "TS2322" in capfd.readouterr().out
    assert all(path.exists() for path in files_of(layout))
    assert not build.is_current(layout)


@pytest.mark.parametrize("right", [True, False])
def test_unit_tests_run_and_decide(layout: Layout, node: Node, right: bool) -> None:
    (layout.static / "page" / "twice.test.ts").write_text(
        "import assert from 'node:assert'\nimport test from 'node:test'\n"
        "import { twice } from './twice'\n"
        f"test('twice', () => assert.equal(twice(2), {4 if right else 5}))\n"
    )
    if right:
        build.run_unit_tests(layout, node)
    else:
        with pytest.raises(build.BuildFailed):
            build.run_unit_tests(layout, node)


def test_an_empty_front_end_builds_to_an_empty_manifest(layout: Layout, node: Node) -> None:
    shutil.rmtree(layout.static)
    layout.static.mkdir()
    assert build.build(layout, node)
    manifest = build.read_manifest(layout)
    assert manifest is not None
    assert manifest["entries"] == {}


def test_the_lock_file_names_no_registry() -> None:
    lock = (needs.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in "".join(line for line in lock.splitlines() if '"url"' not in line)
