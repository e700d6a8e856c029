"""Reads for those who teach."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.models import Cohort, Enrolment
from quizzes.models import Question
from quizzes.services import save_answer, start_attempt
from quizzes.services.comparing import preview_regrade
from quizzes.services.marking import mark_answer, override_mark
from quizzes.services.measuring import statistics_of
from quizzes.services.overrides import Terms, put_override
from quizzes.services.regrading import regrade_question
from quizzes.services.results import history_of, quizzes_of_cohorts, results_of, sorted_results
from quizzes.services.saving import StaleAnswer
from tests.factories import NOW, make_course, make_enrolment
from tests.quizzes.marking import GOOD, change_key, hand_in_essay, make_trainer, slot_of, with_essay
from tests.quizzes.sitting import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(enrolment):
    return make_trainer(enrolment.cohort)


def others(enrolment, count):
    return [make_enrolment(enrolment.cohort.course) for _n in range(count)]


def states(enrolment, quiz):
    return {row.enrolment: row.state for row in results_of(enrolment.cohort, quiz.pk)}


def test_every_learner_has_a_state(enrolment, quiz):
    passed, failed, busy, waiting = others(enrolment, 4)
    sit(quiz, passed, "a", "a")
    sit(quiz, failed, "b", "b")
    start_attempt(busy, quiz, now=NOW)
    hand_in_essay(with_essay(quiz), waiting)
    assert states(enrolment, quiz) == {
        enrolment: "not_started",
        passed: "passed",
        failed: "not_passed",
        busy: "in_progress",
        waiting: "waiting",
    }


def test_a_pass_counts_whatever_comes_after(enrolment, quiz):
    sit(quiz, enrolment, "a", "a")
    sit(quiz, enrolment, "b", "b", minutes=10)
    row = results_of(enrolment.cohort, quiz.pk)[0]
    assert (row.state, row.best, len(row.attempts)) == ("passed", 100, 2)
    assert row.last_activity == NOW + timedelta(minutes=10)


def test_a_lost_pass_shows_that_the_activity_stays_completed(enrolment, quiz, trainer):
    attempt = sit(quiz, enrolment, "a", "a")
    for slot in attempt.slots.all():
        override_mark(slot.pk, Decimal(0), reason="Copió", comment="", by=trainer, now=NOW)
    row = results_of(enrolment.cohort, quiz.pk)[0]
    assert (row.state, row.is_completed_without_pass) == ("not_passed", True)


def test_who_has_withdrawn_or_is_in_another_cohort_is_not_listed(enrolment, quiz):
    (gone,) = others(enrolment, 1)
    Enrolment.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert list(states(enrolment, quiz)) == [enrolment]


def test_an_exception_is_marked(enrolment, quiz, trainer):
    put_override(quiz, enrolment, Terms(is_untimed=True), reason="x", by=trainer, now=NOW)
    assert results_of(enrolment.cohort, quiz.pk)[0].has_override


@pytest.mark.parametrize("ordering", ["learner", "state", "best", "attempts", "activity"])
def test_the_table_sorts_both_ways_and_what_is_unknown_stands_last(enrolment, quiz, ordering):
    one, two = others(enrolment, 2)
    sit(quiz, one, "a", "a")
    sit(quiz, two, "b", "a")
    rows = results_of(enrolment.cohort, quiz.pk)
    upwards, downwards = sorted_results(rows, ordering), sorted_results(rows, f"-{ordering}")
    assert {row.enrolment for row in upwards} == {enrolment, one, two}
    if ordering in ("best", "activity"):
        assert upwards[-1].enrolment == downwards[-1].enrolment == enrolment
    if ordering == "best":
        assert [row.best for row in downwards] == [100, 50, None]


def test_a_cohorts_results_take_four_queries_however_many_learners(enrolment, quiz, django_assert_num_queries):
    for learner in others(enrolment, 5):
        sit(quiz, learner, "a", "b")
        sit(quiz, learner, "a", "a", minutes=5)
    with django_assert_num_queries(4):
        for row in results_of(enrolment.cohort, quiz.pk):
            assert row.enrolment.learner.last_name
            assert row.last_activity or row.state


def test_the_overview_counts_and_takes_six_queries(enrolment, quiz, django_assert_num_queries):
    for letters in ("aa", "bb"):
        sit(quiz, make_enrolment(enrolment.cohort.course), *letters)
    hand_in_essay(with_essay(quiz), enrolment)
    make_enrolment(make_course("other", modules=(0,), languages=("es",)))
    with django_assert_num_queries(6):
        rows = quizzes_of_cohorts(Cohort.objects.all())
    row = next(row for row in rows if row.quiz_id == quiz.pk)
    assert (row.learners, row.tried, row.passed, row.waiting) == (3, 3, 1, 1)
    assert row.title == "small-quiz es"
    assert len(rows) == 2


def test_the_overview_counts_by_the_grading_method(enrolment, quiz):
    type(quiz).objects.filter(pk=quiz.pk).update(method="last")
    once, twice = others(enrolment, 2)
    sit(quiz, once, "a", "a")
    sit(quiz, twice, "a", "a")
    sit(quiz, twice, "b", "b", minutes=10)
    row = next(row for row in quizzes_of_cohorts(Cohort.objects.all()) if row.quiz_id == quiz.pk)
    assert (row.tried, row.passed) == (2, 1)


def test_a_history_holds_every_answer_also_those_that_lost(enrolment, quiz, django_assert_max_num_queries):
    attempt = start_attempt(enrolment, quiz, now=NOW)
    save_answer(attempt, 1, {"selected": ["a"]}, sequence=0, message_id="one", received_at=NOW)
    with pytest.raises(StaleAnswer):
        save_answer(attempt, 1, {"selected": ["b"]}, sequence=0, message_id="two", received_at=NOW)
    with django_assert_max_num_queries(6):
        first = history_of(attempt)[0]
    assert [(save.response["selected"], save.outcome) for save in first.saves] == [
        (["a"], "accepted"),
        (["b"], "stale"),
    ]


def test_a_history_shows_the_question_as_it_was_sat(enrolment, quiz, trainer):
    attempt = hand_in_essay(with_essay(quiz), enrolment)
    mark_answer(slot_of(attempt).pk, GOOD, comment="", by=trainer, now=NOW)
    question = Question.objects.get(code="fixed")
    before = slot_of(attempt, 2).version.content
    for right in "bc":
        change_key(question, right)
        seen = preview_regrade(quiz, question, "new_key").fingerprint
        regrade_question(quiz, question, "new_key", fingerprint=seen, reason="x", by=trainer, now=NOW)
    row = history_of(attempt)[1]
    assert row.content == before
    assert row.slot.version.number == 3


def test_statistics_count_first_attempts_and_leave_out_what_waits(enrolment, quiz, django_assert_num_queries):
    learners = others(enrolment, 3)
    for learner in learners:
        sit(quiz, learner, "a", "b")
        sit(quiz, learner, "a", "a", minutes=5)
    hand_in_essay(with_essay(quiz), enrolment)
    with django_assert_num_queries(3):
        found, versions = statistics_of(quiz.pk)
    assert (found.attempts, found.pending, found.mean) == (3, 1, 1)
    assert statistics_of(quiz.pk, first_only=False)[0].attempts == 6
    assert all(one.question in versions for one in found.questions)


def test_statistics_can_be_one_cohorts(enrolment, quiz):
    sit(quiz, enrolment, "a", "b")
    assert statistics_of(quiz.pk, cohort_id=enrolment.cohort_id)[0].attempts == 1
    assert statistics_of(quiz.pk, cohort_id=enrolment.cohort_id + 1)[0].attempts == 0
