"""Roles that need a second factor: who is led to it, who is let in again, and who is not concerned."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from accounts.models import RoleGroup, SecondFactorRule, User
from accounts.roles import Role
from accounts.security.policy import require_for
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_mfa import SECURITY, Person, code_of, committed_at_once, set_up_app, sign_in, text

__all__ = ["committed_at_once"]

pytestmark = pytest.mark.django_db
SETTINGS, RESET = "/admin/security/", "/admin/security/reset/"


def of_role(user: User, role: Role | None) -> User:
    """Give the role as granting does: by a group; without a role, the way into the administration alone."""
    group = Group.objects.create(name=f"{role} {user.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    if role:
        RoleGroup.objects.create(group=group, role=role)
    user.groups.add(group)
    return user


@pytest.fixture
def trainer(person: Person) -> User:
    return of_role(person(is_staff=True), Role.TRAINER)


@pytest.fixture
def administrator(person: Person) -> User:
    return person(is_staff=True, is_superuser=True, language="en")


def browser(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    sign_in(client, user)
    return client


def test_whoever_lacks_it_sets_it_up_first_and_comes_out_where_they_wanted_to_go(trainer: User) -> None:
    require_for(frozenset({Role.TRAINER}))
    client = browser(trainer)
    answer = client.get("/admin/account/?tab=x", follow=True)
    assert answer.request["PATH_INFO"] == SECURITY
    assert "Your role needs a second factor." in text(answer)
    set_up_app(client)
    codes = BeautifulSoup(client.get(f"{SECURITY}recovery-codes/").content.decode(), "html.parser")
    assert codes.select_one("a[href='/admin/account/?tab=x']")
    assert client.get("/admin/account/?tab=x").status_code == 200
    assert "second_factor_next" not in client.session


@pytest.mark.parametrize(
    "address",
    [
        "/admin/", "/admin/pages/", "/admin/pages/1/", "/admin/pages/1/view_draft/", "/admin/api/main/pages/",
        "/admin/choose-page/", "/admin/images/", "/admin/packs/", "/admin/courses/", "/admin/quizzes/bank/",
        "/admin/certificates/", "/admin/account/", "/admin/users/", "/admin/nothing-here/", "/en/reports/courses/",
        "/admin/block-preview/", "/admin/security/",
    ],
)  # fmt: skip
def test_nothing_of_the_administration_opens_without_it(administrator: User, address: str) -> None:
    require_for(frozenset({Role.ADMINISTRATOR}))
    client = browser(administrator)
    assert client.get(address)["Location"].endswith("/accounts/2fa/")
    assert client.post(address)["Location"].endswith("/accounts/2fa/")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Requested-With": "XMLHttpRequest"},
        {"Accept": "application/json"},
        {"Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_script_is_refused_instead_of_led_away(trainer: User, headers: dict[str, str]) -> None:
    require_for(frozenset({Role.TRAINER}))
    answer = browser(trainer).get("/admin/api/main/pages/", headers=headers)
    assert (answer.status_code, answer.json()) == (403, {"error": "second_factor"})


def test_the_way_out_stays_open(trainer: User) -> None:
    require_for(frozenset({Role.TRAINER}))
    client = browser(trainer)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", [None, Role.REVIEWER])
def test_it_is_asked_of_the_roles_that_were_chosen(person: Person, role: Role | None) -> None:
    client = browser(of_role(person(is_staff=True), role))
    require_for(frozenset({Role.REVIEWER}))
    assert (client.get("/admin/").status_code == 302) is (role == Role.REVIEWER)
    require_for(frozenset({Role.TRAINER}))  # who only runs a cohort counts as a trainer
    assert (client.get("/admin/").status_code == 302) is (role is None)


def test_a_learner_is_not_concerned(client: Client, person: Person) -> None:
    require_for(frozenset({Role.TRAINER, Role.REVIEWER, Role.ADMINISTRATOR}))
    client = browser(person())
    for page in ("/en/my-learning/", "/en/accounts/profile/", "/en/courses/"):
        assert client.get(page).status_code == 200
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_session_from_before_the_factor_has_to_show_it(trainer: User) -> None:
    require_for(frozenset({Role.TRAINER}))
    old, own = browser(trainer), browser(trainer)
    secret = set_up_app(own)
    cache.clear()
    assert own.get("/admin/account/").status_code == 200
    asked = old.get("/admin/account/?tab=x")
    assert "/accounts/2fa/reauthenticate/" in asked["Location"]
    shown = old.post(asked["Location"], {"code": code_of(secret)})
    assert shown["Location"] == "/admin/account/?tab=x"
    assert old.get("/admin/account/").status_code == 200


def test_whoever_signs_in_with_it_walks_in(trainer: User) -> None:
    secret = set_up_app(browser(trainer))
    require_for(frozenset({Role.TRAINER}))
    cache.clear()
    client = browser(trainer)
    client.post(f"{SECURITY}authenticate/", {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_without_any_rule_the_door_costs_one_query(trainer: User) -> None:
    client = browser(trainer)
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/account/")
    asked_of = [name for query in asked for name in ("secondfactorrule", "rolegroup", "mfa_") if name in query["sql"]]
    assert asked_of == ["secondfactorrule"]


# --- The administrator's choice ------------------------------------------------------------------------------


def confirmed(client: Client, address: str, data: dict[str, Any]) -> Any:
    """Send the form; show the password where it is asked for; the form is not lost."""
    answer = client.post(address, data)
    if "/reauthenticate/" in answer.get("Location", ""):
        answer = client.post(answer["Location"], {"password": PASSWORD})
    return answer


def test_an_administrator_sets_up_their_own_before_asking_it_of_others(administrator: User) -> None:
    client = browser(administrator)
    answer = confirmed(client, SETTINGS, {"roles": ["trainer"]})
    assert "Set up your own second factor first" in text(answer)
    assert not SecondFactorRule.objects.exists()
    set_up_app(client)
    assert confirmed(client, SETTINGS, {"roles": ["trainer", "administrator"]})["Location"] == SETTINGS
    assert set(SecondFactorRule.objects.values_list("role", flat=True)) == {"trainer", "administrator"}
    entry = ModelLogEntry.objects.get(action="accounts.second_factor.required")
    assert (entry.user, entry.data["added"]) == (administrator, ["administrator", "trainer"])


def test_turning_it_off_needs_none_and_saving_twice_changes_nothing(administrator: User) -> None:
    require_for(frozenset({Role.TRAINER}))
    client = browser(administrator)
    for _time in range(2):
        confirmed(client, SETTINGS, {"roles": ["trainer"]})
    assert not ModelLogEntry.objects.filter(action="accounts.second_factor.required").exists()
    confirmed(client, SETTINGS, {})
    assert not SecondFactorRule.objects.exists()


def test_the_page_says_how_many_are_ready_and_who_is_not(
    administrator: User, trainer: User, person: Person, django_assert_max_num_queries: Any
) -> None:
    set_up_app(browser(trainer))
    client = browser(administrator)
    client.get(SETTINGS)
    with CaptureQueriesContext(connection) as few:
        client.get(SETTINGS)
    for n in range(5):
        of_role(person(is_staff=True, first_name=f"Nadie{n}"), Role.TRAINER)
    with django_assert_max_num_queries(len(few)):
        said = text(client.get(SETTINGS))
    assert "Trainer: 1 of 6" in said
    assert "Administrator: 0 of 1" in said
    assert "Nadie4" in said


@pytest.mark.parametrize("address", [SETTINGS, RESET])
def test_only_administrators_decide(trainer: User, address: str) -> None:
    client = browser(trainer)
    assert client.get(address)["Location"] == "/admin/"
    confirmed(client, address, {"roles": ["administrator"], "email": trainer.email})
    assert not SecondFactorRule.objects.exists()


def test_the_database_knows_the_roles() -> None:
    for role in ("learner", "owner"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondFactorRule.objects.create(role=role)
    SecondFactorRule.objects.create(role="trainer")
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorRule.objects.create(role="trainer")


# --- Lost ----------------------------------------------------------------------------------------------------


def test_an_administrator_lets_somebody_in_who_lost_everything(administrator: User, trainer: User) -> None:
    set_up_app(browser(trainer))
    client = browser(administrator)
    assert "Authenticator app" in text(client.get(RESET, {"email": trainer.email.upper()}))
    for _time in range(2):
        assert confirmed(client, RESET, {"email": trainer.email})["Location"] == SETTINGS
    assert not Authenticator.objects.filter(user=trainer).exists()
    entry = ModelLogEntry.objects.get(action="accounts.second_factor.reset")
    assert (entry.user, entry.object_id) == (administrator, str(trainer.pk))
    assert browser(trainer).get("/admin/").status_code == 200


def test_after_a_reset_the_role_asks_for_a_new_one(trainer: User) -> None:
    require_for(frozenset({Role.TRAINER}))
    client = browser(trainer)
    set_up_app(client)
    call_command("reset_second_factor", trainer.email)
    assert client.get("/admin/")["Location"].endswith("/accounts/2fa/")


def test_an_operator_resets_on_the_server(
    administrator: User, trainer: User, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    set_up_app(browser(trainer))
    call_command("reset_second_factor", trainer.email, by=administrator.email)
    assert "Second factors removed: 2" in capsys.readouterr().out
    assert f"person {trainer.pk} reset by {administrator.pk}" in caplog.text
    for wrong in ({"by": trainer.email}, {"by": "nobody@example.org"}):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", trainer.email, **wrong)


# --- One way in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/x-y/"])
def test_wagtails_own_way_to_a_password_leads_to_ours(client: Client, address: str) -> None:
    assert client.get(address)["Location"].endswith("/accounts/password/reset/")


def test_wagtails_account_page_changes_neither_password_nor_address(administrator: User) -> None:
    page = BeautifulSoup(browser(administrator).get("/admin/account/").content.decode(), "html.parser")
    assert not page.select("[name*=password], [name$=email]")
    assert page.select_one("main a[href$='/accounts/2fa/']")
