"""Quizzes that answer at once: three tries with a penalty, or practice until it is right."""

import pytest
from django.utils.html import strip_tags

from certificates.models import Certificate
from courses.models import Progress
from courses.models.progress import Rule
from quizzes.models import Attempt, SavedResponse
from quizzes.services import AttemptClosed, check_answer
from tests.factories import NOW, certify, choice, make_enrolment
from tests.quizzes.forms import ask, begin, data_of, fill, finish, read_form, the_attempt
from tests.quizzes.secretive import secretive
from tests.quizzes.sitting import address, answer

pytestmark = pytest.mark.django_db
A_THIRD = 0.3333333  # what a try costs unless the question says otherwise


@pytest.fixture
def interactive(quiz):
    return ask(quiz, choice(), behaviour="interactive", pass_mark=30)


@pytest.fixture
def adaptive(quiz):
    return ask(quiz, choice(), behaviour="adaptive")


def send(learner, button: str, *chosen: str, content=None, at: int = 1):
    """Answer the question and press a button: "try" checks it, "check" goes on."""
    form = read_form(learner.get(address("question", the_attempt().pk, at)))
    return fill(form, content or choice(), {"selected": list(chosen)}).press(learner, "goto", button, follow=True)


def slot(at: int = 1):
    return the_attempt().slots.get(position=at)


def words(page) -> str:
    return strip_tags(page.content.decode())


def test_the_right_answer_closes_the_question_and_says_why(learner, interactive):
    begin(learner)
    told = send(learner, "try", "a")
    assert "Razón a" in words(told)
    assert "Explicación" in words(told)
    form = read_form(told)
    assert "choice" not in form.offered, "its fields take nothing more"
    assert ("goto", "try") not in form.buttons
    assert (slot().is_closed, slot().tries, slot().state) == (True, 1, "right")
    assert finish(learner).score == 100


@pytest.mark.parametrize(
    ("tries", "earned", "is_closed"),
    [("a", 1, True), ("ba", 1 - A_THIRD, True), ("bca", 1 - 2 * A_THIRD, True), ("bcb", 0, True), ("bc", 0, False)],
)
def test_each_try_costs_a_third_and_the_third_is_the_last(learner, interactive, tries, earned, is_closed):
    begin(learner)
    for chosen in tries:
        told = send(learner, "try", chosen)
        assert f"Razón {chosen}" in words(told)
    assert (slot().tries, slot().is_closed) == (len(tries), is_closed)
    assert ("Explicación" in words(told)) is is_closed
    assert float(finish(learner).score) == pytest.approx(100 * earned)
    assert the_attempt().events.filter(kind="checked").count() == len(tries)


def test_a_question_may_name_its_own_penalty(learner, quiz):
    ask(quiz, choice(penalty="0.1"), behaviour="interactive")
    begin(learner)
    for chosen in "bca":
        send(learner, "try", chosen)
    assert finish(learner).score == 80


def test_part_of_an_answer_earns_its_part_less_the_penalty(learner, quiz):
    content = choice(right="ab", multiple=True)
    ask(quiz, content, behaviour="interactive")
    begin(learner)
    send(learner, "try", "c", content=content)
    send(learner, "try", "a", content=content)
    assert slot().state == "partial"
    assert float(finish(learner).score) == pytest.approx(100 * (0.5 - A_THIRD))


def test_the_same_answer_checked_again_is_one_try(learner, interactive):
    begin(learner)
    for _again in range(2):
        send(learner, "try", "b")
    send(learner, "check", "b")
    told = send(learner, "try", "b")
    assert slot().tries == 1
    assert "Razón b" in words(told), "the page still says why"
    send(learner, "try", "a")
    assert float(finish(learner).score) == pytest.approx(100 * (1 - A_THIRD))


def test_a_check_without_an_answer_is_no_try(learner, interactive):
    begin(learner)
    told = send(learner, "try")
    assert (told.status_code, slot().tries) == (200, 0)


def test_what_is_no_number_is_no_try(learner, quiz):
    content = secretive("numeric")
    ask(quiz, content, behaviour="interactive")
    begin(learner)
    for text in ("abc", "abc", "1414214"):
        form = read_form(learner.get(address("question", the_attempt().pk, 1)))
        told = fill(form, content, {"text": text}).press(learner, "goto", "try", follow=True)
        assert ("data-no-number hidden" not in told.content.decode()) is (text == "abc")
    assert slot().tries == 1
    assert finish(learner).score == 100


def test_an_essay_cannot_be_checked_and_waits_for_a_person_at_the_end(learner, quiz):
    content = secretive("essay")
    ask(quiz, content, behaviour="interactive")
    begin(learner)
    form = read_form(learner.get(address("question", the_attempt().pk, 1)))
    told = fill(form, content, {"text": "Algo."}).press(learner, "goto", "try", follow=True)
    assert (told.status_code, slot().tries, slot().is_closed) == (200, 0, False)
    assert finish(learner).state == "submitted"


def test_after_it_is_closed_another_windows_answer_is_refused_kindly_and_kept(learner, interactive):
    url = begin(learner)
    elsewhere = fill(read_form(learner.get(url)), choice(), {"selected": ["c"]})
    send(learner, "try", "a")
    led = elsewhere.press(learner, "goto", "try", follow=True)
    assert led.redirect_chain[-1][0] == url
    assert [message.level_tag for message in led.context["messages"]] == ["warning"]
    assert (slot().response, slot().tries) == ({"selected": ["a"]}, 1)
    assert SavedResponse.objects.latest("pk").outcome == "late"
    background = learner.post(address("save", the_attempt().pk, 1), elsewhere.data, headers={"Idempotency-Key": "x"})
    assert (background.status_code, background.json()) == (410, {"error": "closed"})
    assert SavedResponse.objects.filter(outcome="late").count() == 2
    assert finish(learner).score == 100


def test_a_closed_question_is_left_by_its_buttons_and_comes_back_as_it_was(learner, quiz):
    ask(quiz, choice(stem="uno"), choice(stem="dos"), behaviour="interactive")
    url = begin(learner)
    send(learner, "try", "a")
    led = read_form(learner.get(url)).press(learner, "goto", "2", follow=True)
    assert led.redirect_chain[-1][0] == address("question", the_attempt().pk, 2)
    assert list(led.context["messages"]) == []
    assert slot().response == {"selected": ["a"]}
    assert "Razón a" in words(learner.get(url))


def test_what_was_changed_after_the_last_check_counts_as_a_try_when_handed_in(learner, interactive):
    begin(learner)
    send(learner, "try", "b")
    send(learner, "check", "a")
    attempt = finish(learner)
    assert (slot().state, slot().tries) == ("right", 2)
    assert float(attempt.score) == pytest.approx(100 * (1 - A_THIRD))


def test_what_was_never_checked_counts_whole(learner, interactive):
    begin(learner)
    send(learner, "check", "a")
    assert finish(learner).score == 100


def test_handing_in_the_answer_that_was_checked_costs_nothing_more(learner, quiz):
    content = choice(right="ab", multiple=True)
    ask(quiz, content, behaviour="interactive")
    begin(learner)
    send(learner, "try", "a", content=content)
    send(learner, "check", "a", content=content)
    assert (finish(learner).score, slot().tries) == (50, 1)


def test_in_practice_the_best_counts_and_only_what_is_right_closes(learner, quiz):
    content = choice(right="ab", multiple=True)
    ask(quiz, content, behaviour="adaptive")
    begin(learner)
    for chosen in ("a", "c", "bc", "b", "c"):
        told = send(learner, "try", *chosen, content=content)
        assert not slot().is_closed
        assert "Explicación" not in words(told)
    assert (slot().tries, slot().fraction) == (5, 0.5)
    send(learner, "try", "a", "b", content=content)
    assert slot().is_closed
    assert finish(learner).score == 50, "the sixth try is right, but costs more than it adds"


def test_in_practice_a_later_try_may_be_better_than_the_first(learner, adaptive):
    begin(learner)
    send(learner, "try", "b")
    send(learner, "try", "a")
    assert float(finish(learner).score) == pytest.approx(100 * (1 - A_THIRD))


def test_practice_completes_its_activity_whatever_the_score_and_gives_no_grade(learner, enrolment, quiz):
    certify(quiz.activity.course)
    ask(quiz, choice(), behaviour="adaptive", is_practice=True, is_graded=True)
    begin(learner)
    send(learner, "try", "b")
    attempt = finish(learner)
    enrolment.refresh_from_db()
    assert (attempt.is_passed, enrolment.grade) == (False, None)
    progress = Progress.objects.get(enrolment=enrolment, activity=quiz.activity)
    assert (progress.completed_at, progress.rule) == (attempt.submitted_at, Rule.MARKED)
    assert Certificate.objects.exclude(enrolment__grade=None).count() == 0


def test_a_quiz_with_feedback_at_the_end_has_no_tries(learner, quiz):
    ask(quiz, choice())
    url = begin(learner)
    form = fill(read_form(learner.get(url)), choice(), {"selected": ["b"]})
    assert ("goto", "try") not in form.buttons
    told = learner.post(url, {**form.data, "goto": "try"}, follow=True)
    assert (told.status_code, told.redirect_chain[-1][0]) == (200, url)
    assert "Razón" not in words(told)
    assert (slot().tries, slot().response) == (0, {"selected": ["b"]})
    with pytest.raises(AttemptClosed):
        check_answer(the_attempt(), 1, now=NOW)


def test_nothing_is_checked_after_handing_in(learner, interactive):
    url = begin(learner)
    form = fill(read_form(learner.get(url)), choice(), {"selected": ["a"]})
    send(learner, "check", "b")
    finish(learner)
    led = form.press(learner, "goto", "try", follow=True)
    assert led.redirect_chain[-1][0] == address("result", the_attempt().pk)
    assert (slot().tries, slot().response) == (0, {"selected": ["b"]})
    with pytest.raises(AttemptClosed):
        check_answer(the_attempt(), 1, now=NOW)


def test_nobody_checks_anothers_answer(client, enrolment, interactive, learner):
    begin(learner)
    attempt = the_attempt()
    answer(attempt, 1, "b")
    client.force_login(make_enrolment(enrolment.cohort.course).learner)
    form = {"sequence": 1, "goto": "try", **data_of(choice(), {"selected": ["a"]})}
    assert client.post(address("question", attempt.pk, 1), form).status_code == 404
    assert Attempt.objects.get().slots.get().tries == 0
