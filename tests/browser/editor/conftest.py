from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.editor.desk import Desk


@pytest.fixture
def desk(page: Page) -> Desk:
    """The editor on the page of this test, no document open yet."""
    return Desk(page)
