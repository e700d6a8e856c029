"""The trainers' course tools in a real browser: accessible, no sideways scroll."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [360, 1280])
def test_the_course_tools_have_no_accessibility_violation(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, "admin@amparo.example")
    for path in ("", "1/", "1/release/"):
        page.goto(f"{site.url}/admin/courses/{path}")
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url
