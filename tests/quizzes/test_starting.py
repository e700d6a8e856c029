"""Starting an attempt: once, with questions that stay as they were."""

from datetime import timedelta
from random import Random

import pytest

from quizzes.domain.draw import DryPool
from quizzes.domain.rules import MayNotStart
from quizzes.models import Attempt, QuizDraw
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, choice, make_enrolment, make_questions
from tests.quizzes.sitting import address, answer, hand_in, sit

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def questions(attempt: Attempt) -> set[int]:
    return set(attempt.slots.values_list("version__question_id", flat=True))


def test_starting_twice_gives_the_same_attempt(enrolment, quiz):
    first = start_attempt(enrolment, quiz, now=NOW)
    again = start_attempt(enrolment, quiz, now=NOW + MINUTE)
    assert again == first
    assert Attempt.objects.count() == 1
    assert again.slots.count() == 2


def test_pressing_start_twice_leads_to_the_same_first_question(learner, quiz):
    url = address("start", "small", "quiz")
    first, again = learner.post(url), learner.post(url)
    attempt = Attempt.objects.get()
    assert first["Location"] == again["Location"] == address("question", attempt.pk, 1)


def test_starting_again_leads_to_the_first_question_without_an_answer(learner, attempt):
    answer(attempt, 1, "a")
    assert learner.post(address("start", "small", "quiz"))["Location"] == address("question", attempt.pk, 2)


def test_two_learners_have_two_attempts(enrolment, quiz):
    other = make_enrolment(enrolment.cohort.course)
    assert start_attempt(enrolment, quiz, now=NOW) != start_attempt(other, quiz, now=NOW)


def test_a_question_rewritten_during_the_attempt_stays_as_it_was_drawn(learner, enrolment, quiz, attempt):
    slot = attempt.slots.select_related("version__question").get(position=1)
    question = slot.version.question
    put_question(question.course, question.code, choice(right="b", stem="¿Cuál ahora?"), category="Q")
    page = learner.get(address("question", attempt.pk, 1)).content.decode()
    assert slot.version.content["stem"]["text"]["es"] in page
    assert "¿Cuál ahora?" not in page
    done = hand_in(attempt, "a", "a")
    assert done.score == 100, "scored by the key that was in force at the start"


def test_the_next_attempt_draws_the_rewritten_question(enrolment, quiz, attempt):
    question = attempt.slots.get(position=1).version.question
    put_question(question.course, question.code, choice(right="b", stem="¿Cuál ahora?"), category="Q")
    hand_in(attempt, "a", "a")
    drawn = [sit(quiz, enrolment, minutes=n) for n in (1, 2)]
    numbers = {v.number for a in drawn for v in (s.version for s in a.slots.all()) if v.question_id == question.pk}
    assert numbers == {2}


def test_a_draft_is_never_drawn(enrolment, quiz, attempt):
    question = attempt.slots.get(position=1).version.question
    put_question(question.course, question.code, choice(stem="Borrador"), category="Q", ready=False)
    hand_in(attempt)
    again = start_attempt(enrolment, quiz, now=NOW)
    assert {slot.version.number for slot in again.slots.all()} == {1}


def test_the_second_attempt_begins_with_what_the_first_did_not_ask(enrolment, quiz):
    first = sit(quiz, enrolment)
    second = start_attempt(enrolment, quiz, now=NOW)
    unseen = set(quiz.activity.course.questions.values_list("id", flat=True)) - questions(first)
    assert unseen < questions(second)


def test_a_category_holds_its_subcategories_and_no_other_with_a_longer_name(enrolment, quiz):
    make_questions(quiz.activity.course, 1, category="R.1")
    make_questions(quiz.activity.course, 5, category="R2")
    quiz.draws.update(category="R", count=1)
    assert {s.version.question.category for s in start_attempt(enrolment, quiz, now=NOW).slots.all()} == {"R.1"}


def test_options_are_shuffled_for_each_attempt_unless_quiz_or_question_says_no(enrolment, quiz):
    def orders() -> set[str]:
        made = set()
        for n in range(12):
            attempt = start_attempt(enrolment, quiz, now=NOW, random=Random(n))
            made |= {"".join(slot.option_order) for slot in attempt.slots.all()}
            hand_in(attempt)
        return made

    assert len(orders()) > 2
    quiz.shuffles_options = False
    quiz.save()
    assert orders() == {"abc"}


def test_a_pool_that_is_too_small_stops_the_start_and_is_named(learner, enrolment, quiz):
    quiz.draws.update(count=4)
    with pytest.raises(DryPool, match="Q: 4 wanted, 3 found"):
        start_attempt(enrolment, quiz, now=NOW)
    page = learner.post(address("start", "small", "quiz"), follow=True)
    assert page.status_code == 200
    (message,) = page.context["messages"]
    assert "Q" in str(message)
    assert str(message) in page.content.decode()
    assert Attempt.objects.count() == 0, "no attempt is used up"


def test_a_quiz_to_which_nobody_gave_questions_does_not_start(learner, quiz):
    quiz.draws.all().delete()
    page = learner.post(address("start", "small", "quiz"), follow=True)
    assert page.status_code == 200
    assert len(page.context["messages"]) == 1
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("seed", range(6))
def test_a_fixed_question_may_stand_after_the_category_it_belongs_to(enrolment, quiz, seed):
    fixed = quiz.activity.course.questions.first()
    QuizDraw.objects.create(quiz=quiz, position=1, question=fixed)
    attempt = start_attempt(enrolment, quiz, now=NOW, random=Random(seed))
    assert attempt.slots.get(position=3).version.question == fixed
    assert len(questions(attempt)) == 3


def refused(enrolment, quiz, minutes: float = 0) -> str | None:
    try:
        start_attempt(enrolment, quiz, now=NOW + minutes * MINUTE)
    except MayNotStart as error:
        return error.reason
    return None


def test_attempts_run_out_and_the_page_says_so(learner, enrolment, quiz):
    quiz.attempts_allowed = 2
    quiz.save()
    sit(quiz, enrolment)
    sit(quiz, enrolment)
    assert refused(enrolment, quiz) == "no_attempts_left"
    page = learner.get(address("quiz", "small", "quiz"))
    assert page.context["refusal"] in page.content.decode()
    assert address("start", "small", "quiz") not in page.content.decode()
    assert learner.post(address("start", "small", "quiz"))["Location"] == address("quiz", "small", "quiz")
    assert Attempt.objects.count() == 2


def test_an_open_attempt_goes_on_although_it_is_the_last_one(enrolment, quiz):
    quiz.attempts_allowed = 1
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    assert start_attempt(enrolment, quiz, now=NOW) == attempt


def test_the_next_attempt_waits_for_the_delay(enrolment, quiz):
    quiz.delay_minutes = 30
    quiz.save()
    sit(quiz, enrolment)
    assert refused(enrolment, quiz, 29.9) == "too_soon"
    assert refused(enrolment, quiz, 30) is None


def test_the_delay_runs_from_the_end_of_time_not_from_when_somebody_looked(enrolment, quiz):
    quiz.time_limit_minutes, quiz.delay_minutes = 10, 30
    quiz.save()
    start_attempt(enrolment, quiz, now=NOW)
    assert refused(enrolment, quiz, 39) == "too_soon"
    assert refused(enrolment, quiz, 40) is None


def test_opening_and_closing_times_hold_on_the_server(enrolment, quiz):
    quiz.opens_at, quiz.closes_at = NOW, NOW + 10 * MINUTE
    quiz.save()
    assert refused(enrolment, quiz, -1) == "not_open"
    assert refused(enrolment, quiz, 10) == "closed"
    assert start_attempt(enrolment, quiz, now=NOW).deadline == NOW + 10 * MINUTE
