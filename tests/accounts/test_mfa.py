"""Second factors: an app, a passkey, recovery codes; set up, used at the sign-in, taken away."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

import accounts.tasks  # noqa: F401  # a worker knows them
from accounts.models import User
from accounts.security.secrets import SecretIsLost, decrypt, encrypt
from outbox.services import drain
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, SECURITY = "/en/accounts/login/", "/en/accounts/2fa/"
Person = Callable[..., User]
TWO_WEEKS = 1_209_600


def code_of(secret: str, *, steps: int = 0) -> str:
    """RFC 6238, written out: what an app shows now, or some half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(client: Client, user: User, **more: str) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def text(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content.decode(), "html.parser").get_text(" ").split())


def confirm(client: Client, response: Any) -> Any:
    """Where the password is asked for once more, give it."""
    if response.status_code == 302 and "/reauthenticate/" in response["Location"]:
        return client.post(response["Location"], {"password": PASSWORD}, follow=True)
    return response


def set_up_app(client: Client) -> str:
    """Set up an app as a person does. Returns its secret."""
    page = confirm(client, client.get(f"{SECURITY}totp/activate/"))
    key = BeautifulSoup(page.content.decode(), "html.parser").select_one("#totp-key")
    assert key
    secret = key.get_text(strip=True)
    answer = client.post(f"{SECURITY}totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == f"{SECURITY}recovery-codes/"
    return secret


def codes_of(client: Client) -> list[str]:
    page = BeautifulSoup(client.get(f"{SECURITY}recovery-codes/").content.decode(), "html.parser")
    return [item.get_text(strip=True) for item in page.select(".codes li")]


@pytest.fixture(autouse=True)
def committed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own transaction never ends; allauth tells of a change only when it is kept."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_how: work())


@pytest.fixture
def user(client: Client, person: Person) -> User:
    """Somebody who has signed in with the password."""
    user = person(language="en")
    sign_in(client, user)
    return user


@pytest.fixture
def secret(client: Client, user: User) -> str:
    """The secret of the person's app; the code of its set-up is past."""
    found = set_up_app(client)
    cache.clear()
    return found


# --- The app ----------------------------------------------------------------------------------------------


def test_whoever_has_an_app_signs_in_with_password_and_code(user: User, secret: str) -> None:
    client = Client()
    assert sign_in(client, user, next="/en/courses/")["Location"] == f"{SECURITY}authenticate/"
    assert not is_signed_in(client)
    assert client.post(f"{SECURITY}authenticate/", {"code": code_of(secret)})["Location"] == "/en/courses/"
    assert is_signed_in(client)


def test_a_code_may_be_typed_in_two_parts_and_be_half_a_minute_old(user: User, secret: str) -> None:
    client = Client()
    sign_in(client, user)
    old = code_of(secret, steps=-1)
    client.post(f"{SECURITY}authenticate/", {"code": f"{old[:3]} {old[3:]}"})
    assert is_signed_in(client)


def test_a_code_opens_once_even_while_it_still_shows(user: User, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(secret, steps=1)
    for n in range(2):
        client = Client()
        sign_in(client, user)
        client.post(f"{SECURITY}authenticate/", {"code": code})
        assert is_signed_in(client) is (n == 0)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda now=now: now + 31)  # allauth itself has forgotten it by now


@pytest.mark.parametrize("wrong", ["000000", "", "abc", "1" * 500, "１２３４５６"])
def test_a_wrong_code_lets_nobody_in_and_says_what_to_do(user: User, secret: str, wrong: str) -> None:
    client = Client()
    sign_in(client, user)
    answer = client.post(f"{SECURITY}authenticate/", {"code": wrong})
    assert answer.status_code == 200
    assert not is_signed_in(client)
    assert BeautifulSoup(answer.content.decode(), "html.parser").select_one("#id_code_error")


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(user: User, secret: str) -> None:
    client = Client()
    sign_in(client, user)
    for _try in range(5):
        client.post(f"{SECURITY}authenticate/", {"code": "000000"})
    assert "Too many" in text(client.post(f"{SECURITY}authenticate/", {"code": code_of(secret)}))
    assert not is_signed_in(client)


def test_a_sign_in_code_by_mail_is_no_way_round_the_second_factor(
    user: User, secret: str, code: Callable[[], str]
) -> None:
    client = Client()
    client.post("/en/accounts/login/code/", {"email": user.email})
    answer = client.post("/en/accounts/login/code/confirm/", {"code": code()})
    assert answer["Location"] == f"{SECURITY}authenticate/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(("own", "seconds"), [({"own": "on"}, TWO_WEEKS), ({}, "")])
def test_whose_device_it_is_holds_beyond_the_second_factor(
    user: User, secret: str, own: dict[str, str], seconds: Any
) -> None:
    client = Client()
    sign_in(client, user, **own)
    answer = client.post(f"{SECURITY}authenticate/", {"code": code_of(secret)})
    assert answer.cookies["sessionid"]["max-age"] == seconds


def test_an_own_device_of_an_unfinished_sign_in_is_not_the_next_persons(
    user: User, secret: str, person: Person
) -> None:
    client = Client()
    sign_in(client, user, own="on")
    client.post("/en/accounts/logout/")  # what Cancel does
    sign_in(client, person())
    assert is_signed_in(client)
    assert client.session.get_expire_at_browser_close()


def test_the_secret_shows_as_picture_as_text_and_as_a_link_for_the_same_telephone(client: Client, user: User) -> None:
    page = confirm(client, client.get(f"{SECURITY}totp/activate/"))
    soup = BeautifulSoup(page.content.decode(), "html.parser")
    secret = soup.select_one("#totp-key").get_text(strip=True)  # type: ignore[union-attr]
    link = str(soup.select_one("a[href^='otpauth:']")["href"])  # type: ignore[index]
    assert f"secret={secret}" in link
    assert "issuer=Amparo" in link
    assert soup.select_one(".qr-key svg path")
    assert "style=" not in str(soup.select_one(".qr-key"))


# --- Recovery codes -----------------------------------------------------------------------------------------


def test_a_recovery_code_opens_the_account_once(client: Client, user: User, secret: str) -> None:
    codes = codes_of(client)
    assert len(set(codes)) == 10
    for expected in (True, False):
        other = Client()
        sign_in(other, user)
        other.post(f"{SECURITY}authenticate/", {"code": codes[3]})
        assert is_signed_in(other) is expected
    assert codes[3] not in codes_of(client)
    assert "9 left" in text(client.get(SECURITY))
    drain()
    assert mail.outbox[-1].subject == "A recovery code opened your account"
    assert "are left: 9" in mail.outbox[-1].body


def test_new_recovery_codes_take_the_place_of_the_old_ones(client: Client, user: User, secret: str) -> None:
    old = codes_of(client)
    client.post(f"{SECURITY}recovery-codes/generate/")
    assert not set(old) & set(codes_of(client))
    other = Client()
    sign_in(other, user)
    other.post(f"{SECURITY}authenticate/", {"code": old[0]})
    assert not is_signed_in(other)


def test_recovery_codes_are_saved_as_a_file_that_says_what_it_is(client: Client, user: User, secret: str) -> None:
    answer = client.get(f"{SECURITY}recovery-codes/download/")
    assert "attachment" in answer["Content-Disposition"]
    said = answer.content.decode()
    assert user.email in said
    assert all(code in said for code in codes_of(client))


@pytest.mark.parametrize("page", ["totp/deactivate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"])
def test_an_open_browser_is_not_enough_to_change_or_see_a_factor(user: User, secret: str, page: str) -> None:
    client = Client()
    client.force_login(user)  # signed in long ago
    for method in (client.get, client.post):
        answer = method(SECURITY + page, follow=True)
        assert "/reauthenticate/" in answer.request["PATH_INFO"] or answer.status_code == 405
        assert not BeautifulSoup(answer.content.decode(), "html.parser").select(".codes, #totp-key")
    assert Authenticator.objects.filter(user=user).count() == 2


def test_whoever_has_a_second_factor_confirms_with_it_and_not_with_the_password(user: User, secret: str) -> None:
    client = Client()
    client.force_login(user)
    asked = client.get(f"{SECURITY}totp/deactivate/")
    assert asked["Location"].startswith(f"{SECURITY}reauthenticate/")
    assert "/2fa/reauthenticate/" in client.get("/en/accounts/reauthenticate/")["Location"]
    client.post(asked["Location"], {"code": code_of(secret)})
    client.post(f"{SECURITY}totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()


def test_confirming_cannot_be_guessed_quickly(client: Client, user: User) -> None:
    for _try in range(10):
        client.post("/en/accounts/reauthenticate/", {"password": "wrong"})
    refused = client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    assert refused.status_code == 429
    assert "Wait a few minutes and try again." in text(refused)


# --- What is stored, and who is told ------------------------------------------------------------------------


def test_the_database_holds_no_secret_in_the_clear(client: Client, user: User, secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = json.dumps([str(row[0]) for row in cursor.fetchall()])
    assert secret not in stored
    assert not any(code.replace(" ", "") in stored for code in codes_of(client))


def test_a_secret_outlives_a_change_of_the_sites_key(
    user: User, secret: str, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.AMPARO_FORMER_SECRET_KEYS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    call_command("reencrypt_second_factors")
    settings.AMPARO_FORMER_SECRET_KEYS = []
    call_command("reencrypt_second_factors")
    assert "Encrypted anew: 2" in capsys.readouterr().out
    client = Client()
    sign_in(client, user)
    client.post(f"{SECURITY}authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_lost_key_opens_nothing_and_says_whom_to_ask(user: User, secret: str, settings: Any) -> None:
    settings.SECRET_KEY = "another key"
    client = Client()
    sign_in(client, user)
    for code in (code_of(secret), code_of(base64.b32encode(b"").decode()), "00000000"):
        assert "Ask an administrator to reset it." in text(client.post(f"{SECURITY}authenticate/", {"code": code}))
    assert not is_signed_in(client)
    with pytest.raises(CommandError, match=user.email):
        call_command("reencrypt_second_factors")


@pytest.mark.parametrize("stored", ["", "secret", "v1:", "v1:AAAA"])
def test_what_was_not_encrypted_here_is_no_secret(stored: str) -> None:
    with pytest.raises(SecretIsLost):
        decrypt(stored)
    assert decrypt(encrypt("JBSWY3DP")) == "JBSWY3DP"
    assert encrypt("x") != encrypt("x")


def test_the_person_is_told_of_every_change_in_their_language(client: Client, person: Person) -> None:
    user = person(language="fr")
    sign_in(client, user)
    set_up_app(client)
    client.post(f"{SECURITY}recovery-codes/generate/")
    client.post(f"{SECURITY}totp/deactivate/")
    drain()
    with translation.override("fr"):
        words = [translation.gettext(one) for one in SUBJECTS]
    assert [letter.subject for letter in mail.outbox] == words
    assert {tuple(letter.to) for letter in mail.outbox} == {(user.email,)}
    assert "127.0.0.1" in mail.outbox[0].body


SUBJECTS = [
    "An authenticator app opens your account",
    "New recovery codes for your account",
    "The authenticator app is removed",
]


def test_a_mail_server_that_is_away_stops_nobody(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self, **_more: 1 / 0)
    set_up_app(client)
    assert drain() == 0
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_another_address_needs_a_confirmation_and_is_told_to_the_old_one(
    client: Client, user: User, code: Callable[[], str]
) -> None:
    old, page = user.email, "/en/accounts/email/"
    asked = client.post(page, {"action_add": "", "email": "new@example.org"})
    assert "/reauthenticate/" in asked["Location"]
    client.post(asked["Location"], {"password": PASSWORD})
    client.post("/en/accounts/confirm-email/", {"code": code()})
    client.post(page, {"action_primary": "", "email": "new@example.org"})
    drain()
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([old], "The address of your account is changed")
    assert f"new@example.org instead of {old}" in letter.body


def test_a_new_password_is_told_too(client: Client, user: User) -> None:
    new = {"oldpassword": PASSWORD, "password1": "battery horse staple", "password2": "battery horse staple"}
    client.post("/en/accounts/password/change/", new)
    drain()
    assert mail.outbox[-1].subject == "Your password is changed"


# --- Without any ---------------------------------------------------------------------------------------------


def test_whoever_has_none_signs_in_as_ever_and_sees_how_to_get_one(client: Client, user: User) -> None:
    assert is_signed_in(client)
    page = BeautifulSoup(client.get("/en/accounts/profile/").content.decode(), "html.parser")
    assert page.select_one(f"main a[href='{SECURITY}']")
    assert "No second factor" in page.get_text()
    assert "Not set up" in text(client.get(SECURITY))


def test_without_the_last_factor_the_recovery_codes_go_too(client: Client, user: User, secret: str) -> None:
    client.post(f"{SECURITY}totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()


def test_somebody_who_did_not_confirm_the_address_cannot_lock_its_owner_out(client: Client, user: User) -> None:
    user.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    answer = client.get(f"{SECURITY}totp/activate/", follow=True)
    assert "Confirm your e-mail address first" in text(answer)


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_pages_are_ours_in_every_language_and_carry_nothing_inline(
    client: Client, user: User, secret: str, language: str
) -> None:
    for page in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "webauthn/", "webauthn/add/"):
        answer = client.get(f"/{language}/accounts/2fa/{page}")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert 'class="site-header"' in html
        assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
        assert not re.search(r"<(?!/)[^>]* (style|on\w+)=", html)
