"""Second factors in a real browser: a passkey made, used and taken away; an app; what an administrator asks for."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.accounts.test_mfa import code_of
from tests.e2e.conftest import Site
from tests.e2e.test_pages import scrolls_sideways, violations

pytestmark = pytest.mark.e2e
PASSWORD = "amparo-demo-2026"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def here(site: Site) -> str:
    """The site by a name: passkeys belong to names, never to numbers."""
    return f"http://localhost:{urlsplit(site.url).port}"


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(locale="en")


@pytest.fixture
def device(page: Page) -> Iterator[CDPSession]:
    """A telephone that keeps passkeys and recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield session
    session.detach()


def sign_in(page: Page, here: str, email: str) -> None:
    page.goto(f"{here}/en/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def confirm(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def test_a_passkey_is_made_opens_the_account_alone_and_is_taken_away(
    site: Site, here: str, page: Page, device: CDPSession
) -> None:
    sign_in(page, here, "learner@amparo.example")
    page.wait_for_url("**/my-learning/")
    page.goto(f"{here}/en/accounts/profile/")
    page.click("main a[href$='/2fa/']")
    page.click("text=Add a passkey")
    confirm(page)
    page.fill("[name=name]", "My telephone")
    page.click("[data-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)

    page.context.clear_cookies()
    page.goto(f"{here}/en/accounts/login/?next=/en/accounts/2fa/webauthn/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{here}/en/accounts/2fa/webauthn/")
    expect(page.locator(".passkeys")).to_contain_text("My telephone")

    page.context.clear_cookies()
    sign_in(page, here, "learner@amparo.example")
    page.wait_for_url("**/2fa/authenticate/")
    page.click("text=Use a passkey")
    page.wait_for_url("**/my-learning/")

    page.goto(f"{here}/en/accounts/2fa/webauthn/")
    page.click("text=Remove")
    page.click("[data-passkey-button]")  # once more, before something that matters
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("You have no passkey.")


def test_a_device_that_says_no_is_said_in_words(here: str, page: Page, device: CDPSession) -> None:
    page.goto(f"{here}/en/accounts/login/")
    page.click("text=Sign in with a passkey")  # the device keeps none for this site
    expect(page.locator("[data-passkey-error]")).to_contain_text("Try again")


def test_an_address_without_a_name_is_said_in_words(site: Site, page: Page, device: CDPSession) -> None:
    page.goto(f"{site.url}/en/accounts/login/")
    page.click("text=Sign in with a passkey")
    expect(page.locator("[data-passkey-error]")).to_contain_text("proper address")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_an_app_can_be_used_by_everybody(here: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, here, "learner@amparo.example")
    page.wait_for_url("**/my-learning/")
    seen = ["/en/accounts/2fa/", "/en/accounts/2fa/webauthn/", "/en/accounts/2fa/totp/activate/"]
    for address in seen:
        page.goto(here + address)
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url
    confirm(page)
    for address in ("/en/accounts/2fa/webauthn/add/", "/en/accounts/2fa/totp/activate/"):
        page.goto(here + address)
        assert violations(page) == []
        assert not scrolls_sideways(page), page.url
    secret = page.locator("#totp-key").text_content() or ""
    page.fill("[name=code]", code_of(secret))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/recovery-codes/")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.goto(f"{here}/en/accounts/2fa/totp/deactivate/")
    assert violations(page) == []
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("The authenticator app is removed.")
