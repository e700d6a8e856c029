"""A lesson written in the editor and read in a browser: law picked from a list, terms with their meaning."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e
LESSON = "/es/learn/first-response/c1-1/"
Open = Callable[..., Page]
SignIn = Callable[[Page, str], None]


def read_lesson(page: Page, site: Any) -> None:
    """Open the lesson; who is not in the course yet is led to its page, and enrols."""
    page.goto(site.url + LESSON)
    if "/learn/" not in page.url:
        page.locator("form[action$='/enrol/'] button").first.click()
        page.goto(site.url + LESSON)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_term_opens_by_pointing_and_by_pressing_and_closes_again(
    site: Any, open_page: Open, sign_in: SignIn, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    sign_in(page, "learner@amparo.example")
    read_lesson(page, site)
    term = page.locator("a.term").first
    meaning = page.locator(str(term.get_attribute("href")))
    expect(meaning).to_be_hidden()
    term.hover()
    expect(meaning).to_be_visible()
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    assert page.url == site.url + LESSON


def test_a_term_opens_at_the_foot_of_a_telephone_without_any_script(
    site: Any, open_page: Open, sign_in: SignIn
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(page, "learner@amparo.example")
    read_lesson(page, site)
    term = page.locator("a.term").first
    meaning = page.locator(str(term.get_attribute("href")))
    term.click()
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(740, abs=2)
    meaning.locator("a.meaning__back").click()
    expect(meaning).to_be_hidden()
    expect(term).to_be_in_viewport()


def test_who_writes_picks_a_provision_and_a_term_by_their_words(site: Any, open_page: Open, sign_in: SignIn) -> None:
    page = open_page(viewport={"width": 1280, "height": 1000})
    sign_in(page, "admin@amparo.example")
    page.goto(f"{site.url}/admin/pages/search/?q=Acci%C3%B3n%2C+medios")
    page.get_by_role("link", name="Acción, medios y fin", exact=False).first.click()
    page.locator("button.c-sf-add-button").nth(1).click()
    page.locator("[role=option]:has(use[href='#icon-link'])").click()
    page.locator(".pick input:visible").first.fill("palermo 3(b)")
    page.locator(".pick [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".pick__chosen:visible").first).to_contain_text("3")
    assert page.locator("[name$=-instrument]").first.input_value() == "tip-protocol-2000"
    assert page.locator("[name$=-provision]").first.input_value() == "3-b"
    scene = page.locator(".public-DraftEditor-content").first
    scene.locator("span[data-text]").first.dblclick()
    page.locator(".Draftail-ToolbarButton:has(use[href='#icon-glasses'])").last.dispatch_event("mousedown")
    page.locator("dialog.link-to input").fill("smuggling")
    page.locator(".link-to__list button").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("smuggling-of-migrants"))
    assert not scrolls_sideways(page)
