"""The session ends in the middle of a quiz. The answer just given is not lost, and reaches nobody else."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from quizzes.services import start_attempt
from tests.factories import NOW, UserFactory, make_enrolment
from tests.quizzes.sitting import address, post, stored

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"  # of tests.factories.UserFactory


@pytest.fixture(autouse=True)
def verified(enrolment):
    enrolment.learner.emailaddress_set.create(email=enrolment.learner.email, verified=True, primary=True)


def sign_in(browser, person, where: str):
    with translation.override("es"):
        url = reverse("account_login")
    form = {"login": person.email, "password": PASSWORD}
    return browser.post(f"{url}?{urlencode({'next': where})}", form | {"next": where}, follow=True)


def last_word(page) -> str:
    """What kind of message the page ends with."""
    return list(page.context["messages"])[-1].level_tag


def lose_session(browser):
    """As when it expires: the cookie names a session that is no more."""
    browser.session.flush()


def answer_after_the_session_ended(browser, attempt, *chosen, **fields):
    url = address("question", attempt.pk, 1)
    page = browser.get(url).context
    lose_session(browser)
    form = {"sequence": 0, "page": page["page_id"], "choice": chosen, "goto": "2"}
    return browser.post(url, form | fields)


def test_the_answer_is_saved_once_the_person_has_signed_in_again(learner, enrolment, attempt):
    led = answer_after_the_session_ended(learner, attempt, "b")
    assert led["Location"].startswith("/es/accounts/login/?next=")
    assert stored(attempt) is None
    url = address("question", attempt.pk, 1)
    back = sign_in(learner, enrolment.learner, url)
    assert back.redirect_chain[-1][0] == url
    assert stored(attempt) == ["b"]
    assert last_word(back) == "success"
    assert 'value="b" checked' in back.content.decode()


def test_the_answer_is_applied_once(learner, enrolment, attempt):
    answer_after_the_session_ended(learner, attempt, "b")
    sign_in(learner, enrolment.learner, address("question", attempt.pk, 1))
    post(learner, attempt, 1, "a")
    again = learner.get(address("question", attempt.pk, 1))
    assert list(again.context["messages"]) == []
    assert stored(attempt) == ["a"]


def test_the_answer_counts_from_when_it_arrived_not_from_the_sign_in(learner, clock, enrolment, quiz):
    quiz.time_limit_minutes = 10
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    clock.forward(minutes=9)
    answer_after_the_session_ended(learner, attempt, "a")
    clock.forward(minutes=5)
    sign_in(learner, enrolment.learner, address("question", attempt.pk, 1))
    attempt.refresh_from_db()
    assert stored(attempt) == ["a"]
    assert (attempt.state, attempt.score) == ("finished", 50)


def test_somebody_else_at_the_same_computer_never_gets_the_answer(learner, enrolment, quiz, attempt):
    other = make_enrolment(enrolment.cohort.course)
    other.learner.emailaddress_set.create(email=other.learner.email, verified=True, primary=True)
    theirs = start_attempt(other, quiz, now=NOW)
    answer_after_the_session_ended(learner, attempt, "b")
    assert sign_in(learner, other.learner, address("question", attempt.pk, 1)).status_code == 404
    for position in (1, 2):
        assert learner.get(address("question", theirs.pk, position)).status_code == 200
    assert [stored(a, p) for a in (attempt, theirs) for p in (1, 2)] == [None] * 4


def test_a_newer_answer_is_not_overwritten_by_the_one_that_waited(learner, enrolment, attempt):
    elsewhere = Client()
    elsewhere.force_login(enrolment.learner)
    answer_after_the_session_ended(learner, attempt, "b")
    post(elsewhere, attempt, 1, "c")
    back = sign_in(learner, enrolment.learner, address("question", attempt.pk, 1))
    assert stored(attempt) == ["c"]
    assert last_word(back) == "warning"
    assert attempt.slots.get(position=1).saves.filter(outcome="stale").count() == 1


@pytest.mark.parametrize("fields", [{"choice": "z"}, {"sequence": "x"}, {"sequence": ""}, {"flag": "1" * 300}])
def test_what_is_no_answer_does_not_stop_the_person_from_coming_back(learner, enrolment, attempt, fields):
    answer_after_the_session_ended(learner, attempt, "b", **fields)
    back = sign_in(learner, enrolment.learner, address("question", attempt.pk, 1))
    assert back.status_code == 200
    assert back.redirect_chain[-1][0] == address("question", attempt.pk, 1)


def test_a_long_form_does_not_stop_the_person_from_coming_back(learner, enrolment, attempt):
    answer_after_the_session_ended(learner, attempt, *["b" * 50] * 900)
    assert sign_in(learner, enrolment.learner, address("question", attempt.pk, 1)).status_code == 200
    assert stored(attempt) is None


def test_a_page_that_saves_in_the_background_is_told_that_nobody_is_signed_in(client, attempt):
    answer = client.post(address("save", attempt.pk, 1), {"sequence": 0, "choice": "a"})
    assert (answer.status_code, answer.json()) == (401, {"error": "signed_out"})
    assert stored(attempt) is None


def test_looking_at_a_question_without_a_session_leads_to_the_sign_in_and_back(client, enrolment, attempt):
    url = address("question", attempt.pk, 2)
    led = client.get(url)
    assert led["Location"].endswith(urlencode({"next": url}))
    assert sign_in(client, enrolment.learner, url).redirect_chain[-1][0] == url


@pytest.mark.parametrize(("button", "leads_to"), [("submit", "check"), ("start", "question")])
def test_a_button_pressed_without_a_session_leads_back_to_the_button(client, enrolment, attempt, button, leads_to):
    """Not to a bare page that says the method is not allowed."""
    url = address(button, attempt.pk) if button == "submit" else address(button, "small", "quiz")
    led = client.post(url)
    where = led["Location"].split("next=")[1]
    back = sign_in(client, enrolment.learner, where)
    assert back.status_code == 200
    button_again = address("submit", attempt.pk) if button == "submit" else address("start", "small", "quiz")
    assert f'action="{button_again}"' in back.content.decode()
    attempt.refresh_from_db()
    assert attempt.is_open


def test_an_unknown_person_finds_nothing(client, attempt):
    client.force_login(UserFactory())
    assert client.get(address("question", attempt.pk, 1)).status_code == 404
