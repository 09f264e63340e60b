"""Pictures of every page and state, light and dark, desktop and phone: `make screens`.

They lie in tests/out/screens, with a page that shows them all. Ends with 1 when a state couldn't be
reached.
"""

from __future__ import annotations

import html
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.screens.states import STATES
from tests.browser.screens.world import World, made
from tests.needs import ROOT, needs_browser
from tests.studio.running import Studio

OUT = ROOT / "tests/out/screens"
SIZES = {"desktop": (1440, 860), "phone": (390, 844)}
SCHEMES = ("light", "dark")


def main(names: list[str]) -> int:
    wanted = {name: go for name, go in STATES.items() if not names or name in names}
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        studio = Studio(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=needs_browser(), args=QUIET)
            failed += nobody_s_library(browser, studio)
            for size in SIZES:
                for scheme in SCHEMES:
                    failed += shots(browser, studio, size, scheme, list(wanted))
            browser.close()
        finally:
            studio.stop()
    page()
    print(f"{len(list(OUT.rglob('*.png')))} pictures in {OUT.relative_to(ROOT)}/index.html")
    for one in failed:
        print(f"not reached: {one}", file=sys.stderr)
    return 1 if failed else 0


def shots(browser: Browser, studio: Studio, size: str, scheme: str, names: list[str]) -> list[str]:
    """One picture of each state; the names of those that couldn't be reached."""
    folder, failed = OUT / f"{size}-{scheme}", []
    folder.mkdir(parents=True, exist_ok=True)
    context = _context(browser, studio, size, scheme)
    world: World = made(context.new_page())
    for name in names:
        tab = context.new_page()
        try:
            STATES[name](tab, world)
        except (Error, AssertionError) as error:
            failed.append(f"{size} {scheme} {name}: {str(error).splitlines()[0]}")
        tab.screenshot(path=folder / f"{name}.png")
        context.set_offline(False)
        tab.close()
    context.close()
    return failed


def nobody_s_library(browser: Browser, studio: Studio) -> list[str]:
    """The first thing that anybody sees."""
    for size in SIZES:
        for scheme in SCHEMES:
            context = _context(browser, studio, size, scheme)
            tab = context.new_page()
            tab.goto("/")
            tab.wait_for_load_state("networkidle")
            folder = OUT / f"{size}-{scheme}"
            folder.mkdir(parents=True, exist_ok=True)
            tab.screenshot(path=folder / "library-empty.png")
            context.close()
    return []


def _context(browser: Browser, studio: Studio, size: str, scheme: str) -> BrowserContext:
    width, height = SIZES[size]
    return browser.new_context(
        base_url=studio.url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=size == "phone",
    )


def page() -> None:
    """All pictures, one state a row."""
    folders = [f"{size}-{scheme}" for size in SIZES for scheme in SCHEMES]
    rows = []
    for name in sorted({path.stem for path in OUT.rglob("*.png")}):
        pictures = "".join(
            f'<a href="{folder}/{name}.png"><img src="{folder}/{name}.png" alt=""></a>'
            for folder in folders
            if (OUT / folder / f"{name}.png").exists()
        )
        rows.append(f"<h2>{html.escape(name)}</h2>{pictures}")
    style = "img{height:300px;margin:4px;border:1px solid #ccc}body{font:14px system-ui}"
    (OUT / "index.html").write_text(f"<!doctype html><style>{style}</style>{''.join(rows)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
