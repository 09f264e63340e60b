"""The owner corrects what a marketplace asks for, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.batches.making import Rest

MARKET = "walmart"
"""No other test looks at its rules, which are the whole studio's."""


@pytest.fixture
def shipped(page: Page) -> Iterator[None]:
    """The rules as they came, before and after."""
    yield
    rest = Rest(page)
    listed = rest.get("/api/marketplaces")
    if any(one["changed"] for one in listed if one["name"] == MARKET):
        rest.send(f"/api/marketplaces/{MARKET}", method="DELETE")


def market(page: Page) -> Locator:
    return page.get_by_role("list", name="Marketplaces").locator(f"#{MARKET}")


@pytest.mark.usefixtures("shipped")
def test_the_owner_corrects_a_rule_and_takes_it_back(
    page: Page, clean: Callable[[], None], request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    page.goto("/batches/rules")
    row = market(page)
    expect(row).to_contain_text("As shipped")
    expect(row).to_contain_text("as of 2026-11-20")
    row.locator("summary").click()
    least = row.get_by_role("spinbutton", name="Refused below")
    expect(least).to_have_value("1000\u00a0px")
    clean()
    least.fill("1200")
    row.get_by_role("switch", name="Nothing on the photo").uncheck()
    expect(row).to_contain_text("shipped: 1000 px")
    expect(row).to_contain_text("shipped: yes")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Your rules")
    expect(row).not_to_contain_text("as of 2026-11-20")

    page.goto(f"/batches/rules#{MARKET}")
    page.reload()
    expect(least).to_have_value("1200\u00a0px")
    source = row.get_by_role("textbox", name="Where it stands")
    source.fill("x" * 300)
    least.fill("999999")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("alert")).to_contain_text("0 to 100000 px")
    row.get_by_role("button", name="Discard").click()
    expect(least).to_have_value("1200\u00a0px")
    row.get_by_role("button", name="Back to the shipped rules").click()
    expect(row).to_contain_text("As shipped")
    expect(least).to_have_value("1000\u00a0px")
    clean()


@pytest.mark.usefixtures("shipped")
def test_formats_and_shapes_are_corrected_and_nonsense_is_told(
    page: Page, clean: Callable[[], None], request: pytest.FixtureRequest
) -> None:
    request.node.expected_complaints = ("400",)
    page.goto(f"/batches/rules#{MARKET}")
    row = market(page)
    formats = row.get_by_role("group", name="Formats")
    expect(formats.get_by_role("checkbox", name="JPEG")).to_be_checked()
    expect(formats.get_by_role("checkbox", name="WebP")).not_to_be_checked()
    formats.get_by_role("checkbox", name="JPEG").uncheck()
    formats.get_by_role("checkbox", name="WebP").check()
    expect(row).to_contain_text("shipped: JPEG, PNG")
    shapes = row.get_by_role("textbox", name="Shapes")
    shapes.fill("4:3")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("alert")).to_contain_text("2200 x 2200 px; shape: 4:3")
    clean()
    shapes.fill("4:3, 1:1")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Your rules")
    [held] = [one for one in Rest(page).get("/api/marketplaces") if one["name"] == MARKET]
    assert (held["rules"]["formats"], held["rules"]["aspects"]) == (["png", "webp"], ["4:3", "1:1"])
