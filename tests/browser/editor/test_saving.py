"""Edits survive what happens to pages: no network, a crash, a closed tab, a second window.

The document core stands alone on the editor's page here (tests/editing/page.ts), so that each edit
comes exactly when the test wants it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tests.browser.editor.desk import PATIENCE_MS, Desk
from tests.editing.scripts import bundled
from tests.studio.running import Studio

SCRIPT = "**/static/dist/editor-*.js"
SAVES = "**/api/documents/*"
KEPT = """() => new Promise(done => {
  const asked = indexedDB.open("studio");
  asked.onsuccess = () => {
    const reading = asked.result.transaction("unsaved").objectStore("unsaved").getAll();
    reading.onsuccess = () => done(reading.result.flatMap(one => one.edits).length);
  };
})"""
"""How many edits the crash copies hold."""


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script that takes the place of the editor's."""
    return bundled("page.ts", tmp_path_factory.mktemp("core")).read_text()


@pytest.fixture
def context(browser: Browser, studio: Studio, core: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=studio.url)
    made.route(SCRIPT, lambda route: route.fulfill(body=core, content_type="text/javascript"))
    yield made
    made.close()


@pytest.fixture
def desk(context: BrowserContext) -> Desk:
    """Asks the server as the pages' guest; its document has the layers a and b."""
    made = Desk(context.new_page())
    box = {"kind": "shape", "width": 9, "height": 9, "shape": {"fill": "#ff0000"}}
    made.document = made.create([{"id": id, "name": f"Box {id}", **box} for id in "ab"])
    return made


def opened(context: BrowserContext, desk: Desk) -> Page:
    page = context.new_page()
    page.goto(f"/documents/{desk.document}")
    expect(page.locator("#editor[aria-busy=false]")).to_be_attached(timeout=PATIENCE_MS)
    return page


def move(page: Page, layer: str, x: float) -> None:
    change = {"op": "set", "layer": layer, "field": "x", "value": x}
    page.evaluate("change => store.commit([change], 'Move')", change)


def says(page: Page, what: str, text: str) -> None:
    expect(page.locator(f"#{what}")).to_have_text(text, timeout=PATIENCE_MS)


def saved_x(desk: Desk, layer: str) -> float:
    return float(desk.saved_layer(layer).get("x", 0))


def revisions(desk: Desk) -> int:
    return int(desk.ask("GET", f"/api/documents/{desk.document}").json()["revision"])


def hold_back(where: BrowserContext | Page) -> None:
    """No save arrives any more."""

    def answer(route: Route) -> None:
        if route.request.method == "PATCH":
            route.abort()
        else:
            route.continue_()

    where.route(SAVES, answer)


def until_kept(page: Page, edits: int) -> None:
    """Until the browser has written this many edits down."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while (found := page.evaluate(KEPT)) != edits:
        assert time.monotonic() < end, f"{found} edits are kept"
        page.wait_for_timeout(50)


def crash(page: Page) -> None:
    """The page's process ends at once, as if it were killed."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")


def test_edits_go_on_without_a_network_and_are_saved_when_it_is_back(
    context: BrowserContext, desk: Desk
) -> None:
    page = opened(context, desk)
    move(page, "a", 5)
    says(page, "state", "Saved")
    context.set_offline(True)
    move(page, "a", 6)
    says(page, "state", "Offline: edits are kept here")
    move(page, "b", 7)
    says(page, "layers", "a at 6, b at 7")
    # Browsers warn only where somebody has worked.
    page.mouse.click(5, 5)
    with page.expect_event("dialog", timeout=PATIENCE_MS) as asked:
        page.evaluate("() => void setTimeout(() => location.assign('about:blank'))")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    context.set_offline(False)
    says(page, "state", "Saved")
    assert (saved_x(desk, "a"), saved_x(desk, "b")) == (6, 7)


def test_a_crashed_page_gives_its_edits_back_once(context: BrowserContext, desk: Desk) -> None:
    page = opened(context, desk)
    context.route(
        SAVES, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    move(page, "a", 5)
    says(page, "state", "Offline: edits are kept here")
    move(page, "b", 7)
    until_kept(page, 2)
    crash(page)
    context.unroute(SAVES)
    again = opened(context, desk)
    expect(again.get_by_text("Recovered 2 edits")).to_be_visible(timeout=PATIENCE_MS)
    says(again, "layers", "a at 5, b at 7")
    says(again, "state", "Saved")
    says(again, "undo", "Recovered edits")
    assert (saved_x(desk, "a"), saved_x(desk, "b")) == (5, 7)
    third = opened(context, desk)
    says(third, "layers", "a at 5, b at 7")
    expect(third.get_by_text("Recovered")).to_have_count(0)
    again.evaluate("() => store.undo()")
    says(again, "said", "Undone: Recovered edits")
    says(third, "layers", "a at 0, b at 0")


def test_two_windows_show_each_others_edits_and_keep_their_own(
    context: BrowserContext, desk: Desk
) -> None:
    one = opened(context, desk)
    move(one, "a", 5)
    says(one, "state", "Saved")
    one.route(
        SAVES, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    move(one, "a", 6)
    says(one, "state", "Offline: edits are kept here")
    # The other opens while the first has something unsaved: that isn't its to recover.
    two = opened(context, desk)
    says(two, "layers", "a at 5, b at 0")
    move(two, "b", 7)
    says(two, "state", "Saved")
    says(one, "layers", "a at 6, b at 7")
    one.unroute(SAVES)
    one.evaluate("() => dispatchEvent(new Event('online'))")
    says(one, "state", "Saved")
    says(two, "layers", "a at 6, b at 7")
    expect(two.get_by_text("Recovered")).to_have_count(0)
    assert revisions(desk) == 4
    desk.ask("PUT", f"/api/documents/{desk.document}/name", data={"name": "Flyer"})
    says(one, "name", "Flyer")


def test_an_edit_of_the_last_moment_is_saved_though_the_page_is_left(
    context: BrowserContext, desk: Desk
) -> None:
    page = opened(context, desk)
    # A request that waits for its interceptor doesn't outlive its page.
    context.unroute(SCRIPT)
    move(page, "a", 5)
    page.goto("about:blank")
    desk.until(lambda body: body["layers"][0].get("x") == 5)


def test_a_deleted_layer_is_brought_back_for_who_was_changing_it(
    context: BrowserContext, desk: Desk
) -> None:
    one, two = opened(context, desk), opened(context, desk)
    one.route(
        SAVES, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    move(one, "a", 5)
    two.evaluate("() => store.commit([{ op: 'remove', layer: 'a' }], 'Delete')")
    says(one, "state", "Somebody deleted “Box a” while you changed it.")
    one.unroute(SAVES)
    one.evaluate("() => store.saveState.value.ways[0].run()")
    says(one, "state", "Saved")
    says(two, "layers", "a at 5, b at 0")


def test_an_earlier_version_comes_back_as_one_step(context: BrowserContext, desk: Desk) -> None:
    page = opened(context, desk)
    for x in (5, 6):
        move(page, "a", x)
        page.evaluate("() => store.flushed()")
    page.evaluate("() => store.restoreVersion(2)")
    says(page, "layers", "a at 5, b at 0")
    page.evaluate("() => store.undo()")
    says(page, "layers", "a at 6, b at 0")
    [now, first] = page.evaluate("() => store.versions()")
    assert (now["revision"], now["own"], first["revision"]) == (revisions(desk), True, 1)


def test_who_edits_a_document_in_the_trash_takes_it_back_or_a_copy_of_one_that_is_gone(
    context: BrowserContext, desk: Desk
) -> None:
    page = opened(context, desk)
    desk.ask("DELETE", f"/api/documents/{desk.document}")
    expect(page.get_by_text("moved to the trash")).to_be_visible(timeout=PATIENCE_MS)
    move(page, "a", 5)
    says(page, "state", "Not saved: the document lies in the trash.")
    page.evaluate("() => store.saveState.value.ways[0].run()")
    says(page, "state", "Saved")
    assert saved_x(desk, "a") == 5
    page.route(SAVES, lambda route: route.fulfill(status=404, body="{}"))
    move(page, "b", 7)
    says(page, "state", "Not saved: the document was deleted.")
    page.unroute(SAVES)
    with page.expect_navigation():
        page.evaluate("() => store.saveState.value.ways[0].run()")
    says(page, "layers", "a at 5, b at 7")
    says(page, "name", "Poster (copy)")
    says(page, "state", "Saved")
