"""axe-core's findings on a page, in words."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

AT_REST = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ending = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime);
  await Promise.allSettled(document.getAnimations().filter(ending).map((one) => one.finished));
}"""
"""A colour on its way from one scheme to the other is neither."""


def violations(page: Page, axe: str) -> list[str]:
    """What axe complains about; empty for an accessible page."""
    page.evaluate(AT_REST)
    # The page's own policy forbids foreign scripts; evaluate runs beside it.
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['help']}: {node['html'][:160]}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
