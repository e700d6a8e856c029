"""Every page of the journey: no accessibility violation, no sideways scroll, within the weight budget."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.answers import answer

pytestmark = pytest.mark.e2e
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

PUBLIC = [
    "/es/", "/es/courses/", "/fr/courses/first-response/", "/es/accounts/login/", "/es/accounts/signup/",
    "/es/accounts/password/reset/", "/es/library/", "/es/library/tip-protocol-2000/", "/es/library/glossary/",
    "/es/library/countries/", "/es/library/countries/ar/", "/es/certificates/check/", "/es/certificates/ABCD/",
    "/es/help/", "/pt/privacy/", "/es/nothing-here/", "/es/courses/first-response/cards/c1/",
    "/en/courses/consular-protection/brochure/", "/es/library/boxes/", "/es/library/boxes/three-elements/",
    "/es/library/compare/", "/en/library/compare/anti-trafficking-laws/", "/es/certificates/log/",
]  # fmt: skip
PERSONAL = [
    "/es/my-learning/", "/es/courses/first-response/", "/es/learn/first-response/c1-1/",
    "/fr/learn/first-response/c2-1/", "/es/quiz/first-response/c1-quiz/", "/es/accounts/profile/",
    "/es/certificates/", "/es/certificates/transcript/",
]  # fmt: skip


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_have_no_accessibility_violation(
    site: Any, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PUBLIC:
        page.goto(site.url + path)
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_personal_pages_have_no_accessibility_violation(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, "learner@amparo.example")
    page.goto(f"{site.url}/es/courses/first-response/")
    if page.locator("form[action$='/enrol/'] button").count():
        page.locator("form[action$='/enrol/'] button").first.click()
    for path in PERSONAL:
        page.goto(site.url + path)
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url
    take_one_attempt(page, site)


def take_one_attempt(page: Page, site: Any) -> None:
    page.goto(f"{site.url}/es/quiz/first-response/c1-quiz/")
    page.locator("form[action$='/start/'] button").click()
    assert violations(page) == []
    answer(page)
    page.wait_for_selector(".state--good")
    assert violations(page) == []
    page.locator("button[name=goto][value=check]").last.click()
    page.wait_for_url("**/check/")
    assert violations(page) == []
    page.locator("form[action$='/submit/'] button").click()
    page.wait_for_url("**/result/")
    assert violations(page) == []


def test_a_lesson_weighs_at_most_60_kb_at_first_view(
    site: Any, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page()
    sign_in(page, "learner@amparo.example")
    page.goto(f"{site.url}/es/learn/first-response/c1-1/")
    weight = transferred(page, f"{site.url}/es/learn/first-response/c1-1/")
    assert weight <= 60_000, f"{weight} bytes"


def transferred(page: Page, url: str) -> int:
    """Bytes over the wire for a first view, headers included, pictures of the content left out."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    total = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal total
        total += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", add)
    page.goto(url, wait_until="networkidle")
    return total


def test_public_pages_run_under_the_strict_policy_without_a_complaint(
    site: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    for path in PUBLIC:
        response = page.goto(site.url + path)
        assert response is not None
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    assert complaints == []
