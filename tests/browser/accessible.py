"""axe-core's findings on a page, in words."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def violations(page: Page, axe: str) -> list[str]:
    """What axe complains about; empty for an accessible page."""
    # The page's own policy forbids foreign scripts; evaluate runs beside it.
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['help']}: {node['html'][:160]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
