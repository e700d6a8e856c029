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
    for path in ("", "new/", "1/", "1/release/", "1/structure/", "1/copy/", "1/try/"):
        page.goto(f"{site.url}/admin/courses/{path}")
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url


def test_a_lesson_is_put_in_order_with_the_keyboard_and_the_focus_stays_with_it(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    sign_in(page, "admin@amparo.example")
    page.goto(f"{site.url}/admin/courses/1/structure/")
    lessons = page.locator(".structure-below").first.locator("> li")
    first, second = (lessons.nth(n).get_attribute("data-key") for n in (0, 1))
    for step, expected in (("down", [second, first]), ("up", [first, second])):
        page.locator(f'button[value="{step}:{first}"]').focus()
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.keyboard.press("Enter")
        page.wait_for_function("!document.getElementById('structure').inert")
        assert page.evaluate("document.activeElement.value") == f"{step}:{first}"
        page.reload()
        assert [lessons.nth(n).get_attribute("data-key") for n in (0, 1)] == expected
