"""The frame around every page: reading options, languages, standard pages, the monitor's page, the policy."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.models import StandardPage
from courses.models import Course
from outbox.models import Job
from tests.factories import UserFactory, add, certify, home, make_course, make_enrolment

pytestmark = pytest.mark.django_db
OPTIONS = "/en/reading-options/"


def page(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


@pytest.fixture
def site() -> None:
    """A site with its front door, a help page in three languages, and a course in two."""
    for language in ("es", "en", "fr", "pt"):
        home(language)
    for language in ("es", "en", "fr"):
        add(home(language), StandardPage, "help", language, title=f"Help {language}", body="<p>Text</p>")
    Site.objects.update(root_page=home("es"))
    certify(make_course())


# --- Reading options ------------------------------------------------------------------------------------


def test_reading_options_are_kept_for_a_year_and_shown_on_every_page(client: Client, site: None) -> None:
    response = client.post(OPTIONS, {"theme": "dark", "text": "xl", "lite": "1", "next": "/en/courses/?q=a"})
    assert (response.status_code, response["Location"]) == (302, "/en/courses/?q=a")
    assert {name: cookie.value for name, cookie in response.cookies.items() if name.startswith("amparo")} == {
        "amparo_theme": "dark",
        "amparo_text": "xl",
        "amparo_lite": "1",
    }
    assert response.cookies["amparo_theme"]["max-age"] == 31_536_000
    html = page(client.get("/en/courses/")).html
    assert html
    assert (html["data-theme"], html["data-text"], html["data-lite"]) == ("dark", "xl", "1")


def test_going_back_to_the_devices_own_removes_the_cookies(client: Client, site: None) -> None:
    client.post(OPTIONS, {"theme": "dark", "text": "xl", "lite": "1"})
    client.post(OPTIONS, {"theme": "", "text": ""})
    html = page(client.get("/en/courses/")).html
    assert html
    assert not [name for name in html.attrs if name.startswith("data-")]


@pytest.mark.parametrize("value", ["pink", '"><script>', "dark light"])
def test_options_that_do_not_exist_are_neither_kept_nor_shown(client: Client, site: None, value: str) -> None:
    response = client.post(OPTIONS, {"theme": value, "text": value})
    assert {cookie.value for name, cookie in response.cookies.items() if name.startswith("amparo")} == {""}
    client.cookies["amparo_theme"] = client.cookies["amparo_text"] = value
    html = page(client.get("/en/courses/")).html
    assert html
    assert not [name for name in html.attrs if name.startswith("data-")]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\x08//evil.example",
        "",
    ],
)
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post(OPTIONS, {"next": elsewhere})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("strange", ["nowhere", "health", "/en/\r\nSet-Cookie: a=b"])
def test_a_strange_address_of_our_own_is_taken_as_it_is_and_breaks_nothing(client: Client, strange: str) -> None:
    response = client.post(OPTIONS, {"next": strange})
    assert response.status_code == 302
    assert "\n" not in response["Location"]
    assert response["Location"] != "/health/"


def test_options_are_not_changed_by_following_a_link(client: Client) -> None:
    assert client.get(OPTIONS).status_code == 405


# --- Languages ------------------------------------------------------------------------------------------


def language_links(response: Any) -> dict[str, str]:
    return {str(link["lang"]): str(link["href"]) for link in page(response).select(".langs a")}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "courses/",
        "courses/small/",
        "my-learning/",
        "learn/small/l1-1/",
        "quiz/small/quiz/",
        "library/",
        "library/glossary/",
        "certificates/check/",
        "accounts/profile/",
        "help/",
    ],
)
def test_the_language_menu_leads_to_the_same_page(client: Client, site: None, address: str) -> None:
    client.force_login(make_enrolment(Course.objects.get()).learner)
    for here in ("es", "en"):
        response = client.get(f"/{here}/{address}")
        assert response.status_code == 200
        links = language_links(response)
        assert list(links) == ["es", "en", "fr", "pt"]
        assert (links["es"], links["en"]) == (f"/es/{address}", f"/en/{address}")
        for link in links.values():
            assert client.get(link).status_code == 200


def test_where_there_is_no_such_page_the_menu_leads_to_the_front_door_and_says_so(client: Client, site: None) -> None:
    response = client.get("/en/help/")
    assert language_links(response)["pt"] == "/pt/"
    assert page(response).select_one(".langs li:last-child span")


def test_a_visitor_is_led_to_the_front_door_in_their_language(client: Client, site: None) -> None:
    for accepted, language in (("pt-BR,pt;q=0.9", "pt"), ("fr", "fr"), ("de", "es"), ("", "es")):
        assert client.get("/", headers={"Accept-Language": accepted})["Location"] == f"/{language}/"
        assert client.get("/courses/", headers={"Accept-Language": accepted})["Location"] == f"/{language}/courses/"


def test_a_standard_page_not_yet_written_in_a_language_is_shown_in_the_sites_own(client: Client, site: None) -> None:
    assert "Help fr" in client.get("/fr/help/").content.decode()
    assert "Help es" in client.get("/pt/help/").content.decode()
    assert client.get("/es/privacy/").status_code == 404


# --- The policy of what a page may load -----------------------------------------------------------------


def policy(response: Any) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize(
    "address", ["/es/", "/es/courses/", "/es/learn/small/l1-1/", "/es/nothing/", "/es/accounts/login/", "/administer/"]
)
def test_pages_load_only_what_is_ours_and_nothing_written_inline(client: Client, site: None, address: str) -> None:
    client.force_login(make_enrolment(Course.objects.get()).learner)
    found = policy(client.get(address))
    assert "unsafe" not in str(found)
    assert found["default-src"] == "'none'"
    for kind in ("script-src", "style-src", "img-src", "connect-src", "form-action"):
        assert found[kind] == "'self'"
    assert found["base-uri"] == found["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("address", ["", "courses/", "courses/small/", "learn/small/l1-1/", "my-learning/", "help/"])
def test_no_page_needs_what_the_policy_refuses(client: Client, site: None, address: str) -> None:
    client.force_login(make_enrolment(Course.objects.get()).learner)
    found = page(client.get(f"/es/{address}"))
    assert not found.select("[style], style, script:not([src]), [onclick], [onload], iframe")
    for tag in found.select("[src]"):
        assert str(tag["src"]).startswith("/"), tag


def test_only_the_administration_gets_a_wider_policy(client: Client, site: None) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    wider = policy(client.get("/admin/"))
    assert "'unsafe-inline'" in wider["style-src"]
    assert wider["frame-ancestors"] == "'self'"
    assert "unsafe" not in str(policy(client.get("/es/my-learning/")))


def test_every_page_says_what_browsers_should_not_guess(client: Client, site: None) -> None:
    response = client.get("/es/courses/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


# --- The monitor ----------------------------------------------------------------------------------------


def test_the_monitor_learns_how_much_work_waits_and_what_was_given_up(client: Client) -> None:
    now = timezone.now()
    made: Callable[..., Job] = lambda key, **fields: Job.objects.create(  # noqa: E731
        task="t", key=key, created_at=now, **{"run_after": now, **fields}
    )
    made("waits")
    made("later", run_after=now + timedelta(hours=1))
    made("done", done_at=now)
    made("failed", failed_at=now)
    response = client.get("/health/")
    assert response.json() == {"status": "ok", "jobs_waiting": 1, "jobs_failed": 1}
    assert "no-store" in response["Cache-Control"]
