"""A lesson translated side by side in a real browser: a misleading word is named at its field, then it is published."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e
Open, SignIn = Callable[..., Page], Callable[[Page, str], None]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_for_translating_have_no_accessibility_violation(
    site: Any, open_page: Open, sign_in: SignIn, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, "admin@amparo.example")
    page.goto(f"{site.url}/admin/translations/course/1/")
    first = page.locator(".translations__lesson th a").first.get_attribute("href")
    for path in ("/admin/translations/course/1/", first):
        page.goto(f"{site.url}{path}")
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url


def test_a_lesson_is_translated_side_by_side(site: Any, open_page: Open, sign_in: SignIn) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, locale="en-US")
    sign_in(page, "admin@amparo.example")
    page.goto(f"{site.url}/admin/translations/course/1/")
    page.locator(".translations__lesson").first.locator("td").nth(1).get_by_role("button").click()
    passage = page.locator(".js-translation-editor li.complete").nth(2)
    original, translated = passage.locator("> p").first, passage.locator("> div > p").first
    assert original.bounding_box()["x"] < translated.bounding_box()["x"]  # beside, not below
    passage.get_by_role("button", name="Edit").click()
    field = page.locator(".js-translation-editor textarea").first
    field.fill("Le trafic de personnes est un crime.")
    expect(page.locator(".word-note").first).to_contain_text("traite des personnes")
    field.fill("La traite des personnes est un crime.")
    expect(page.locator(".word-note")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".js-translation-editor")).to_contain_text("La traite des personnes est un crime.")
    page.get_by_role("button", name="Publish in French").click()
    expect(page.locator(".messages")).to_contain_text("is published")
