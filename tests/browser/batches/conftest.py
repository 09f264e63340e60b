from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.batches.making import PATIENT_MS

PLAYWRIGHTS_MS = 5_000


@pytest.fixture(autouse=True)
def patient(page: Page) -> Iterator[None]:
    """Every wait is as long as the machine may be busy, not only those for photos."""
    page.set_default_timeout(PATIENT_MS)
    expect.set_options(timeout=PATIENT_MS)
    yield
    expect.set_options(timeout=PLAYWRIGHTS_MS)
