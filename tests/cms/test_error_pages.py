"""When something goes wrong the page says what happened and what to do next."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from cms.views import server_error
from courses.templatetags import course_tags  # noqa: F401 binds what works before a test breaks it
from courses.views import catalogue
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.main
    return " ".join(page.main.get_text(" ").split())


def links(response: Any) -> list[str]:
    return [str(link["href"]) for link in BeautifulSoup(response.content.decode(), "html.parser").select("main a")]


def break_the_catalogue(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(catalogue, "cards", broken)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (SuspiciousOperation("x"), 400, "Go back and try again."),
        (PermissionDenied(), 403, "this page belongs to someone else or to another role"),
    ],
)
def test_an_error_says_what_to_do_and_where_to_go(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(UserFactory())
    break_the_catalogue(monkeypatch, error)
    response = client.get("/en/courses/")
    assert response.status_code == status
    assert said in words(response)
    assert f"Error code: {status}" in words(response)
    assert links(response) == ["/en/my-learning/", "/en/courses/"]


@pytest.mark.parametrize(
    "address", ["/en/nothing/", "/en/courses/nothing/", "/en/library/nothing/", "/en/nothing/at/all/?x=<script>"]
)
def test_an_address_that_leads_nowhere_says_so_and_leads_on(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "This door leads nowhere" in words(response)
    assert links(response) == ["/en/my-learning/", "/en/courses/"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_form_that_was_open_too_long_says_what_to_do(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/en/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "Go back, reload the page and send it again." in words(response)
    assert "allow cookies" in words(response)


def test_a_request_for_another_host_is_refused_with_a_page(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["amparo.example"]
    response = client.get("/en/courses/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_an_error_of_ours_says_in_four_languages_that_nothing_saved_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_the_catalogue(monkeypatch, RuntimeError("secret detail"))
    client = Client(raise_request_exception=False)
    response = client.get("/en/courses/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "secret detail" not in page
    for said in ("sigue guardado", "What was saved is kept", "Ce qui était enregistré le reste", "continua salvo"):
        assert said in page


def test_the_page_for_our_own_errors_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert server_error(RequestFactory().get("/")).status_code == 500
