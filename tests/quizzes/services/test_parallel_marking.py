"""Two trainers at the same moment, on rows that are really locked."""

from decimal import Decimal
from itertools import count

import pytest

from quizzes.models import Attempt, ManualMark, Override, Question, Regrade
from quizzes.services import start_attempt
from quizzes.services.comparing import preview_regrade
from quizzes.services.marking import NothingToMark, mark_answer
from quizzes.services.overrides import Terms, put_override
from quizzes.services.regrading import PreviewOutdated, regrade_question
from tests.factories import NOW, make_course, make_enrolment, quiz_of
from tests.quizzes.committed import on_postgresql, together
from tests.quizzes.marking import GOOD, change_key, hand_in_essay, make_trainer, slot_of, with_essay

pytestmark = on_postgresql
_numbers = count(1)


@pytest.fixture
def enrolment(committed_database):
    """In this module everything stays committed: each test takes a course of its own."""
    return make_enrolment(make_course(f"marking-{next(_numbers)}", modules=(0,), languages=("es",)))


@pytest.fixture
def quiz(enrolment):
    return with_essay(quiz_of(enrolment.cohort.course))


@pytest.fixture
def trainers(enrolment):
    return [make_trainer(enrolment.cohort) for _n in range(4)]


def test_of_several_trainers_one_marks_and_the_others_are_told(enrolment, quiz, trainers):
    slot = slot_of(hand_in_essay(quiz, enrolment))
    results = together(lambda n: mark_answer(slot.pk, GOOD, comment="", by=trainers[n], now=NOW), 4)
    assert [type(result) for result in results].count(NothingToMark) == 3
    assert ManualMark.objects.filter(slot=slot).count() == 1
    assert slot.attempt.events.filter(kind="finished").count() == 1


def test_a_regrade_confirmed_several_times_at_once_happens_once(enrolment, quiz, trainers):
    others = [make_enrolment(enrolment.cohort.course) for _n in range(3)]
    for learner in others:
        mark_answer(slot_of(hand_in_essay(quiz, learner, chosen="b")).pk, GOOD, comment="", by=trainers[0], now=NOW)
    question = Question.objects.get(course=enrolment.cohort.course, code="fixed")
    change_key(question)
    seen = preview_regrade(quiz, question, "new_key").fingerprint

    def confirm(n):
        return regrade_question(quiz, question, "new_key", fingerprint=seen, reason="x", by=trainers[n], now=NOW)

    results = together(confirm, 4)
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, PreviewOutdated)]
    assert sum(isinstance(result, Regrade) for result in results) == 1
    assert set(Attempt.objects.filter(quiz=quiz).values_list("score", flat=True)) == {100}


def test_an_exception_saved_several_times_at_once_is_one_row(enrolment, quiz, trainers):
    quiz.time_limit_minutes = 60
    quiz.save()
    attempt = start_attempt(enrolment, quiz, now=NOW)
    terms = Terms(extra_time=Decimal("1.5"))
    results = together(lambda n: put_override(quiz, enrolment, terms, reason="x", by=trainers[n], now=NOW), 4)
    assert not [result for result in results if isinstance(result, Exception)]
    assert Override.objects.filter(quiz=quiz).count() == 1
    assert attempt.events.filter(kind="deadline_moved").count() == 1
