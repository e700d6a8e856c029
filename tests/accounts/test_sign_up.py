"""Opening an account: from the form over the code in the letter to the first page."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
SIGN_UP, CONFIRM = "/en/accounts/signup/", "/en/accounts/confirm-email/"
ANSWERS = {
    "email": "Lucia.Chavez@Example.org",
    "password1": "correct horse battery",
    "first_name": "  Lucía   Inés ",
    "last_name": "Cha\u0301vez",  # the accent as a sign of its own
    "country": "GT",
    "sector": "police",
    "institution": "Policía Nacional Civil",
}
Person = Callable[..., User]
Code = Callable[[], str]


def words(response: Any) -> str:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.main
    return " ".join(page.main.get_text(" ").split())


def test_an_account_is_opened_with_the_code_from_the_letter(client: Client, code: Code) -> None:
    response = client.post(SIGN_UP, ANSWERS)
    assert (response.status_code, response["Location"]) == (302, CONFIRM)
    assert "_auth_user_id" not in client.session
    assert [letter.to for letter in mail.outbox] == [["lucia.chavez@example.org"]]
    response = client.post(CONFIRM, {"code": code()})
    assert (response.status_code, response["Location"]) == (302, "/en/my-learning/")
    assert "Lucía Inés" in words(client.get("/en/my-learning/"))
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == ("lucia.chavez@example.org", "Lucía Inés", "Chávez")
    assert (user.country, user.sector, user.institution, user.language) == (
        "GT",
        "police",
        "Policía Nacional Civil",
        "en",
    )
    assert EmailAddress.objects.get().verified
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_signing_up_leads_on_to_the_course_one_came_from(client: Client, code: Code) -> None:
    client.post(f"{SIGN_UP}?next=/en/courses/small/", {**ANSWERS, "next": "/en/courses/small/"})
    assert client.post(CONFIRM, {"code": code()})["Location"] == "/en/courses/small/"


def test_signing_up_never_leads_to_another_site(client: Client, code: Code) -> None:
    client.post(f"{SIGN_UP}?next=https://evil.example/", {**ANSWERS, "next": "https://evil.example/"})
    assert client.post(CONFIRM, {"code": code()})["Location"] == "/en/my-learning/"


def test_a_wrong_code_opens_nothing_and_the_right_one_still_works(client: Client, code: Code) -> None:
    client.post(SIGN_UP, ANSWERS)
    assert client.post(CONFIRM, {"code": "AAAAAA"}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(CONFIRM, {"code": code()}).status_code == 302


def test_a_code_cannot_be_guessed_by_trying(client: Client, code: Code) -> None:
    client.post(SIGN_UP, ANSWERS)
    for n in range(5):
        client.post(CONFIRM, {"code": f"AAAA{n}"})
    client.post(CONFIRM, {"code": code()})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "\u200b\u202e \t"),
        ("first_name", "123"),
        ("last_name", "<b>Chávez</b>"),
        ("last_name", "https://example.org"),
        ("first_name", "x" * 121),
        ("last_name", "\u0958" * 61),  # each becomes two signs when it is composed
        ("email", "not an address"),
        ("email", ""),
        ("country", ""),
        ("country", "FR"),
        ("sector", "spy"),
        ("institution", "x" * 201),
        ("password1", "short"),
        ("password1", "password1234"),
        ("password1", "12345678901234"),
        ("password1", "lucia.chavez@example.org"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(client: Client, field: str, value: str) -> None:
    response = client.post(SIGN_UP, {**ANSWERS, field: value})
    assert response.status_code == 200
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert page.select_one(f"#id_{field}_error"), words(response)
    assert page.select_one(f"#id_{field}")
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["x" * 120, "e\u0301" * 120, "Ñ", "O’Higgins-Ibáñez", "María José de los Ángeles"])
def test_a_real_name_of_up_to_120_letters_is_taken_however_its_accents_are_typed(client: Client, name: str) -> None:
    assert client.post(SIGN_UP, {**ANSWERS, "first_name": name}).status_code == 302
    assert len(User.objects.get().first_name) <= 120


def test_nobody_can_make_themselves_an_administrator(client: Client, code: Code) -> None:
    client.post(SIGN_UP, {**ANSWERS, "is_staff": "1", "is_superuser": "on", "language": "fr"})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.language) == (False, False, "en")


# --- Nobody learns who has an account -----------------------------------------------------------------


def signed_up(email: str) -> tuple[Any, str, str]:
    cache.clear()
    client = Client()
    response = client.post(SIGN_UP, {**ANSWERS, "email": email})
    shown = words(client.get(response["Location"])).replace(email, "ADDRESS")
    wrong = words(client.post(CONFIRM, {"code": "AAAAAA"})).replace(email, "ADDRESS")
    return (response.status_code, response["Location"], sorted(response.cookies)), shown, wrong


def test_signing_up_with_a_known_address_looks_like_signing_up_with_a_new_one(person: Person) -> None:
    person(email="known@example.org")
    assert signed_up("known@example.org") == signed_up("new@example.org")
    assert User.objects.filter(email="known@example.org").count() == 1
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["new@example.org"]]


def asked(address: str, email: str) -> tuple[Any, str]:
    cache.clear()
    client = Client()
    response = client.post(address, {"email": email})
    shown = words(client.get(response["Location"])).replace(email, "ADDRESS")
    return (response.status_code, response["Location"], sorted(response.cookies)), shown


@pytest.mark.parametrize("address", ["/en/accounts/password/reset/", "/en/accounts/login/code/"])
def test_asking_for_a_new_password_or_a_code_looks_the_same_with_and_without_an_account(
    person: Person, address: str
) -> None:
    person(email="known@example.org")
    assert asked(address, "known@example.org") == asked(address, "unknown@example.org")
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]


def test_a_wrong_password_looks_like_an_unknown_address(person: Person) -> None:
    person(email="known@example.org")
    known, unknown = (
        words(Client().post("/en/accounts/login/", {"login": f"{who}@example.org", "password": "x"}))
        for who in ("known", "unknown")
    )
    assert known == unknown
