"""Every page and state of the studio, by name: how to get there from a fresh tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from playwright.sync_api import Page, expect

from tests.browser.editor.desk import PATIENCE_MS, Desk
from tests.browser.screens.world import World

State = Callable[[Page, World], None]


def at(path: str) -> State:
    return lambda page, world: visit(page, path)


def visit(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")


def selected_photos(page: Page, world: World) -> None:
    visit(page, "/")
    page.get_by_role("checkbox").first.check(force=True)


def editing(id: Callable[[World], str], *then: Callable[[Page], None]) -> State:
    """The editor with a document open, and what is done in it."""

    def go(page: Page, world: World) -> None:
        Desk(page).open(id(world))
        for step in then:
            step(page)
        page.wait_for_timeout(400)

    return go


def keys(*pressed: str) -> Callable[[Page], None]:
    """Keys after the layers' list got the keyboard and everything was selected."""

    def press(page: Page) -> None:
        Desk(page).focus()
        page.keyboard.press("Control+a")
        for key in pressed:
            page.keyboard.press(key)

    return press


def tab(name: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        found = page.get_by_role("tab", name=name, exact=True)
        if found.count():
            found.first.click()

    return choose


def dialog(name: str) -> Callable[[Page], None]:
    def wait(page: Page) -> None:
        expect(page.get_by_role("dialog", name=name)).to_be_visible(timeout=PATIENCE_MS)

    return wait


def wait_for_face(page: Page) -> None:
    expect(page.get_by_role("checkbox", name="Face 1,")).to_be_visible(timeout=PATIENCE_MS)


def offline(page: Page) -> None:
    page.context.set_offline(True)
    keys("ArrowRight")(page)
    page.wait_for_timeout(1500)


def written(page: Page) -> None:
    Desk(page).focus()
    page.keyboard.press("t")
    page.wait_for_timeout(500)
    page.keyboard.type("quack.")
    page.wait_for_timeout(2500)


def shared(page: Page, world: World) -> None:
    visit(page, world.link)


def exporting(page: Page) -> None:
    keys("Control+e")(page)
    page.wait_for_timeout(6000)


STATES: Mapping[str, State] = MappingProxyType(
    {
        "library": at("/"),
        "library-selected": selected_photos,
        "library-nothing-found": at("/?q=zebra"),
        "documents": at("/documents"),
        "trash": at("/trash"),
        "photo": lambda page, world: visit(page, f"/photos/{world.photo}"),
        "models": at("/models"),
        "status": at("/status"),
        "docs": at("/docs"),
        "api": at("/api/docs"),
        "access": at("/access"),
        "not-found": at("/nowhere"),
        "compose-wrong": at("/compose?i0=nobody&bg0=9"),
        "in-the-trash": lambda page, world: visit(page, f"/documents/{world.trashed}"),
        "shared": shared,
        "shared-ended": at("/s/00000000-0000-4000-8000-000000000000.0.AAAA"),
        "editor-empty": editing(lambda world: world.empty),
        "editor": editing(lambda world: world.finished),
        "editor-selected": editing(lambda world: world.portrait, keys()),
        "editor-several": editing(lambda world: world.finished, keys()),
        "editor-canvas": editing(lambda world: world.finished, tab("Canvas")),
        "editor-versions": editing(lambda world: world.finished, tab("Versions")),
        "editor-crop": editing(lambda world: world.portrait, keys("c")),
        "editor-brush": editing(lambda world: world.portrait, keys("b")),
        "editor-faces": editing(lambda world: world.portrait, keys("f"), wait_for_face),
        "editor-text": editing(lambda world: world.empty, written),
        "editor-menu": editing(lambda world: world.portrait, keys("Shift+F10")),
        "editor-shortcuts": editing(lambda world: world.empty, keys("?")),
        "editor-export": editing(lambda world: world.finished, exporting),
        "editor-offline": editing(lambda world: world.portrait, offline),
    }
)
