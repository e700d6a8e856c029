"""Addresses with a language and without one."""

import pytest
from django.test import Client

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/admin/no-such/", "/documents/9/no.pdf", "/media/no.png", "/v/0000-0000-0000-0000/x"]
)
def test_what_is_not_found_outside_the_languages_is_a_404_and_no_detour(client: Client, path: str) -> None:
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Language"]) == (404, "es")


def test_a_page_asked_for_without_a_language_is_found_in_the_readers(client: Client) -> None:
    response = client.get("/courses/", headers={"Accept-Language": "fr"})
    assert (response.status_code, response["Location"]) == (302, "/fr/courses/")
