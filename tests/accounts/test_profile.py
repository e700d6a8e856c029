"""The profile: what a person may change about themselves, and nobody else."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PROFILE = "/en/accounts/profile/"
ANSWERS = {
    "first_name": "Marta",
    "last_name": "Quispe  Andrade",
    "country": "BO",
    "sector": "judiciary",
    "institution": "Tribunal",
    "gender": "woman",
    "language": "pt",
}


@pytest.fixture
def user(client: Client) -> User:
    user = UserFactory()
    client.force_login(user)
    return user  # type: ignore[no-any-return]


def test_the_profile_is_saved_and_says_so(client: Client, user: User) -> None:
    response = client.post(PROFILE, ANSWERS, follow=True)
    assert response.redirect_chain == [(PROFILE, 302)]
    assert "Your profile is saved." in response.content.decode()
    user.refresh_from_db()
    saved = {field: getattr(user, field) for field in ANSWERS}
    assert saved == {**ANSWERS, "last_name": "Quispe Andrade"}


def test_gender_and_everything_else_but_a_given_name_and_the_language_may_stay_unsaid(
    client: Client, user: User
) -> None:
    assert client.post(PROFILE, {"first_name": "Marta", "language": "es"}).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.country, user.gender) == ("Marta", "", "", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [("first_name", " "), ("last_name", "{{ 7 }}"), ("language", "xx"), ("country", "FR"), ("gender", "?")],
)
def test_a_wrong_answer_is_named_and_nothing_is_saved(client: Client, user: User, field: str, value: str) -> None:
    response = client.post(PROFILE, {**ANSWERS, field: value})
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.select_one(f"#id_{field}_error")
    user.refresh_from_db()
    assert user.first_name == "Lucía"


def test_a_person_changes_only_themselves_and_never_their_role(client: Client, user: User) -> None:
    other = UserFactory()
    client.post(PROFILE, {**ANSWERS, "id": other.pk, "email": "x@example.org", "is_staff": "on", "is_superuser": "on"})
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.email == "x@example.org") == (False, False, False)
    assert other.first_name == "Lucía"


def test_a_name_is_shown_as_text_and_never_as_markup(client: Client) -> None:
    client.force_login(UserFactory(first_name="<script>alert(1)</script>"))
    page = client.get("/en/my-learning/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_someone_without_any_name_is_called_by_their_address(client: Client) -> None:
    nobody = UserFactory(first_name="", last_name="", email="anna@example.org")
    assert (str(nobody), nobody.initials) == ("anna@example.org", "A")


@pytest.mark.parametrize(
    ("language", "panama", "peru"),
    [("es", "Panamá", "Perú"), ("en", "Panama", "Peru"), ("fr", "Panama", "Pérou"), ("pt", "Panamá", "Peru")],
)
def test_countries_are_named_and_sorted_in_the_readers_language(
    client: Client, user: User, language: str, panama: str, peru: str
) -> None:
    page = BeautifulSoup(client.get(f"/{language}/accounts/profile/").content.decode(), "html.parser")
    names = [option.get_text() for option in page.select("#id_country option") if option["value"]]
    assert len(names) == 35
    assert names.index(panama) < names.index(peru)
