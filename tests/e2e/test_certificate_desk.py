"""The administrator's screens for certificates in a real browser: accessible, no sideways scroll, drawn live."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e
PAGES = ["", "cohorts/", "cohorts/1/", "courses/", "courses/1/", "designs/", "designs/1/", "designs/1/versions/"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_for_certificates_have_no_accessibility_violation(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, "admin@amparo.example")
    for path in PAGES:
        page.goto(f"{site.url}/admin/certificates/{path}")
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url


def test_a_text_that_is_typed_stands_on_the_page_beside_it(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page()
    sign_in(page, "admin@amparo.example")
    page.goto(f"{site.url}/admin/certificates/designs/1/")
    picture = page.frame_locator("iframe[name=page]").locator("img")
    before = picture.get_attribute("src")
    assert before
    page.fill("[name='t.es.title']", "DIPLOMA")
    expect(picture).not_to_have_attribute("src", before, timeout=20_000)
