"""Signing in: with a password or a code, on one's own device or a shared one, and not by guessing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/login/"
Person = Callable[..., User]
TWO_WEEKS = timedelta(weeks=2).total_seconds()


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def text(response: Any) -> str:
    return BeautifulSoup(response.content.decode(), "html.parser").get_text(" ")


def test_signing_in_leads_to_my_learning_or_to_where_one_wanted_to_go(client: Client, person: Person) -> None:
    user = person()
    assert sign_in(client, user)["Location"] == "/en/my-learning/"
    assert sign_in(Client(), user, next="/en/courses/small/")["Location"] == "/en/courses/small/"
    assert sign_in(Client(), user, next="https://evil.example/")["Location"] == "/en/my-learning/"


def test_on_a_shared_computer_the_session_ends_with_the_browser(client: Client, person: Person) -> None:
    response = sign_in(client, person())
    assert client.session.get_expire_at_browser_close()
    assert response.cookies["sessionid"]["max-age"] == ""


def test_on_ones_own_device_the_session_lasts_two_weeks(client: Client, person: Person) -> None:
    response = sign_in(client, person(), own="on")
    assert not client.session.get_expire_at_browser_close()
    assert response.cookies["sessionid"]["max-age"] == TWO_WEEKS


def test_the_next_person_on_a_shared_computer_decides_for_themselves(client: Client, person: Person) -> None:
    sign_in(client, person(), own="on")
    client.post("/en/accounts/logout/")
    sign_in(client, person())
    assert client.session.get_expire_at_browser_close()


def test_signing_in_with_a_code_ends_with_the_browser_too(
    client: Client, person: Person, code: Callable[[], str]
) -> None:
    client.post("/en/accounts/login/code/", {"email": person().email})
    assert client.post("/en/accounts/login/code/confirm/", {"code": code()})["Location"] == "/en/my-learning/"
    assert client.session.get_expire_at_browser_close()


def test_signing_out_takes_a_button_and_ends_the_session(client: Client, person: Person) -> None:
    sign_in(client, person())
    client.get("/en/accounts/logout/")
    assert is_signed_in(client)
    client.post("/en/accounts/logout/")
    assert not is_signed_in(client)
    assert client.get("/en/my-learning/").status_code == 302


def test_personal_pages_are_not_kept_by_a_shared_computer(client: Client, person: Person) -> None:
    assert not client.get("/en/courses/").has_header("Cache-Control")
    sign_in(client, person())
    for address in ("/en/courses/", "/en/my-learning/", "/en/accounts/profile/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client: Client, person: Person) -> None:
    user = person()
    for n in range(5):
        assert "not correct" in text(sign_in(Client(REMOTE_ADDR=f"10.0.0.{n}"), user, "wrong"))
    refused = sign_in(client, user)
    assert not is_signed_in(client)
    assert "Too many failed login attempts" in text(refused)
    other = person()
    sign_in(client, other)
    assert is_signed_in(client)


def test_somebody_who_does_not_confirm_the_address_gets_a_new_code_instead_of_a_session(client: Client) -> None:
    response = sign_in(client, UserFactory())
    assert response["Location"] == "/en/accounts/confirm-email/"
    assert not is_signed_in(client)


def test_a_closed_account_does_not_get_in(client: Client, person: Person) -> None:
    sign_in(client, person(is_active=False))
    assert not is_signed_in(client)


# --- Addresses ----------------------------------------------------------------------------------------


def test_an_address_is_the_same_in_capitals(client: Client, person: Person) -> None:
    person(email="lucia@example.org")
    client.post(LOGIN, {"login": " LUCIA@Example.ORG ", "password": PASSWORD})
    assert is_signed_in(client)


def test_the_database_refuses_the_same_address_in_capitals() -> None:
    UserFactory(email="lucia@example.org")
    for same in ("lucia@example.org", "LUCIA@example.org"):
        with pytest.raises(IntegrityError), transaction.atomic():
            UserFactory(email=same)


def test_an_account_made_by_hand_keeps_its_address_in_small_letters() -> None:
    user = User.objects.create_user(" Lucia@Example.org ", PASSWORD, first_name="Lucía")
    assert user.email == "lucia@example.org"
    assert User.objects.get_by_natural_key("LUCIA@EXAMPLE.ORG") == user
    assert not user.is_staff
    assert User.objects.create_superuser("root@example.org", first_name="R").is_superuser
    with pytest.raises(ValueError, match="needs an e-mail"):
        User.objects.create_user("", PASSWORD)


# --- The door of the administration ---------------------------------------------------------------------


def test_a_visitor_of_the_administration_is_led_to_our_sign_in(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/es/accounts/login/"
    assert response.request["QUERY_STRING"] == "next=%2Fadmin%2F"


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/login/", "/admin/login/?next=/admin/"])
def test_a_learner_at_the_administrations_door_is_refused_and_not_sent_in_circles(client: Client, address: str) -> None:
    client.force_login(UserFactory())
    response = client.get(address, follow=True)
    assert len(response.redirect_chain) <= 1
    assert response.status_code == 403
    assert "This room is not open to your account" in text(
        client.get("/admin/login/", headers={"Accept-Language": "en"})
    )


def test_an_administrator_walks_in(client: Client, person: Person) -> None:
    user = person(is_staff=True, is_superuser=True)
    assert sign_in(client, user, next="/admin/")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/", follow=True).status_code == 200


# --- Letters --------------------------------------------------------------------------------------------

LETTERS = {
    "login_code": "/accounts/login/code/",
    "password_reset_key": "/accounts/password/reset/",
}


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
@pytest.mark.parametrize("letter", LETTERS)
def test_letters_come_in_the_persons_language_whatever_the_page_was_in(
    client: Client, person: Person, letter: str, language: str
) -> None:
    page = "en" if language != "en" else "fr"
    client.post(f"/{page}{LETTERS[letter]}", {"email": person(language=language).email})
    subjects = {}
    for code in (language, page):
        with translation.override(code):
            subjects[code] = render_to_string(f"account/email/{letter}_subject.txt").strip()
    assert mail.outbox[0].subject == subjects[language] != subjects[page]


def test_a_stranger_gets_the_letter_in_the_language_of_the_page(client: Client) -> None:
    client.post("/fr/accounts/password/reset/", {"email": "unknown@example.org"})
    with translation.override("fr"):
        assert mail.outbox[0].subject == render_to_string("account/email/unknown_account_subject.txt").strip()


def test_a_new_password_is_set_with_the_link_from_the_letter(client: Client, person: Person) -> None:
    user = person(language="en")
    client.post("/en/accounts/password/reset/", {"email": user.email})
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = client.get(link.removeprefix("http://testserver"))["Location"]
    new = {"password1": "a new battery staple", "password2": "a new battery staple"}
    assert client.post(form, new).status_code == 302
    sign_in(client, user)
    assert not is_signed_in(client)
    sign_in(client, user, new["password1"])
    assert is_signed_in(client)
    assert Client().get(link.removeprefix("http://testserver")).status_code == 200  # used up: no form any more
