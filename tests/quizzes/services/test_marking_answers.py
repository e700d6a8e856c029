"""A person reads an essay and gives the mark; later a mark is changed with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.models import Progress
from quizzes.models import Attempt, ManualMark, QuizDraw
from quizzes.services import put_question, start_attempt, submit_attempt
from quizzes.services.marking import (
    NotAMark,
    NotHandedIn,
    NothingToMark,
    ReasonMissing,
    RubricIncomplete,
    mark_answer,
    override_mark,
)
from tests.factories import NOW
from tests.quizzes.marking import (
    CHOICE_AT,
    GOOD,
    POOR,
    essay,
    hand_in_essay,
    make_trainer,
    scenario,
    slot_of,
    with_essay,
    write,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def trainer(enrolment):
    return make_trainer(enrolment.cohort)


@pytest.fixture
def waiting(enrolment, quiz):
    """An attempt whose essay waits; the choice is right."""
    return hand_in_essay(with_essay(quiz), enrolment)


@pytest.fixture
def mark(trainer):
    def do(attempt, chosen=GOOD, comment=""):
        return mark_answer(slot_of(attempt).pk, chosen, comment=comment, by=trainer, now=LATER)

    return do


@pytest.fixture
def override(trainer):
    def do(attempt, value, position=CHOICE_AT, reason="Se aceptó otra lectura", comment=""):
        slot = slot_of(attempt, position)
        return override_mark(slot.pk, Decimal(value), reason=reason, comment=comment, by=trainer, now=LATER)

    return do


def test_until_the_essay_is_marked_the_attempt_has_no_score_and_the_course_no_end(enrolment, waiting):
    assert (waiting.state, waiting.score, waiting.is_passed) == (Attempt.State.SUBMITTED, None, False)
    assert not Progress.objects.filter(enrolment=enrolment, completed_at__isnull=False).exists()


def test_marking_the_last_answer_finishes_the_attempt_and_completes_the_course(enrolment, waiting, mark, trainer):
    attempt = mark(waiting, comment="Muy bien.")
    assert (attempt.state, attempt.score, attempt.is_passed) == (Attempt.State.FINISHED, 100, True)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    given = ManualMark.objects.get()
    assert (given.fraction, given.rubric, given.comment, given.by) == (1, GOOD[""], "Muy bien.", trainer)


def test_a_poor_essay_earns_nothing_and_the_rest_of_the_attempt_counts(waiting, mark):
    attempt = mark(waiting, POOR)
    assert (attempt.score, attempt.is_passed) == (50, True)  # the choice alone reaches the pass mark of this quiz


def test_saving_the_same_mark_twice_writes_it_once(waiting, mark):
    mark(waiting)
    again = mark(waiting)
    assert again.state == Attempt.State.FINISHED
    assert ManualMark.objects.count() == 1
    assert waiting.events.filter(kind="marked").count() == 1


def test_every_criterion_needs_a_level(waiting, mark):
    with pytest.raises(RubricIncomplete):
        mark(waiting, {"": {"r1": "l2"}})
    assert not ManualMark.objects.exists()


def test_a_level_of_another_criterion_does_not_count(waiting, mark):
    with pytest.raises(RubricIncomplete):
        mark(waiting, {"": {"r1": "l2", "r2": "made-up"}})


def test_an_answer_that_no_longer_waits_is_not_marked_by_rubric(waiting, mark):
    mark(waiting)
    with pytest.raises(NothingToMark):
        mark(waiting, POOR)
    assert slot_of(waiting).fraction == 1


def test_a_choice_does_not_wait_for_a_rubric(waiting, trainer):
    with pytest.raises(NothingToMark):
        mark_answer(slot_of(waiting, CHOICE_AT).pk, GOOD, comment="", by=trainer, now=LATER)


def test_an_essay_in_a_scenario_is_marked_and_its_other_parts_keep_their_score(enrolment, quiz, trainer):
    attempt = start_attempt(enrolment, with_essay(quiz, scenario()), now=NOW)
    write(attempt, 1, {"parts": {"q1": {"selected": ["a"]}, "q2": {"text": "Mi lectura."}}})
    submit_attempt(attempt.pk, now=NOW)
    half = {"q2": {"r1": "l1", "r2": "l1"}}
    mark_answer(slot_of(attempt).pk, half, comment="", by=trainer, now=LATER)
    assert slot_of(attempt).fraction == Decimal("0.75")


def test_a_rubric_mark_may_be_corrected_while_another_answer_still_waits(enrolment, quiz, trainer):
    with_essay(quiz)
    second = put_question(quiz.activity.course, "essay-2", essay(default_mark="2"), category="E")[0]
    QuizDraw.objects.create(quiz=quiz, position=5, question=second)
    attempt = start_attempt(enrolment, quiz, now=NOW)
    write(attempt, 1, {"text": "Una."})
    write(attempt, 3, {"text": "Otra."})
    submit_attempt(attempt.pk, now=NOW)
    for levels in (POOR, GOOD):
        found = mark_answer(slot_of(attempt).pk, levels, comment="", by=trainer, now=LATER)
    assert found.state == Attempt.State.SUBMITTED
    assert [m.fraction for m in ManualMark.objects.all()] == [0, 1]
    assert mark_answer(slot_of(attempt, 3).pk, GOOD, comment="", by=trainer, now=LATER).state == "finished"


def test_an_override_changes_the_score_and_keeps_both_marks_and_the_reason(waiting, mark, override, trainer):
    mark(waiting, POOR)
    found = override(waiting, "0.5")
    assert (found.before.score, found.after.score) == (50, 25)
    assert found.loses_pass
    event = waiting.events.get(kind="overridden")
    assert (event.actor, event.details["reason"]) == (trainer, "Se aceptó otra lectura")
    assert Decimal(event.details["old"]) == 1
    assert Decimal(event.details["new"]) == Decimal("0.5")


def test_the_same_override_twice_writes_nothing_the_second_time(waiting, mark, override):
    mark(waiting)
    override(waiting, "0")
    before = (ManualMark.objects.count(), waiting.events.count())
    override(waiting, "0")
    assert (ManualMark.objects.count(), waiting.events.count()) == before


def test_an_override_needs_a_reason(waiting, mark, override):
    mark(waiting)
    with pytest.raises(ReasonMissing):
        override(waiting, "0", reason="  ")


@pytest.mark.parametrize("value", ["1.1", "-0.1", "NaN", "Infinity"])
def test_a_mark_lies_between_what_the_question_can_earn(waiting, mark, override, value):
    mark(waiting)
    with pytest.raises(NotAMark):
        override(waiting, value)


def test_an_attempt_that_is_not_handed_in_has_no_mark_to_change(enrolment, quiz, override):
    attempt = start_attempt(enrolment, with_essay(quiz), now=NOW)
    with pytest.raises(NotHandedIn):
        override(attempt, "1")


def test_a_pass_lost_by_an_override_takes_nothing_back(enrolment, waiting, mark, override):
    mark(waiting)
    override(waiting, "0")
    found = override(waiting, "0", position=1)
    assert (found.after.is_passed, found.loses_pass) == (False, True)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert found.concerns_certificate
    assert Progress.objects.get(enrolment=enrolment).completed_at is not None


def test_a_pass_gained_by_an_override_completes_the_course(enrolment, quiz, mark, override):
    attempt = hand_in_essay(with_essay(quiz), enrolment, chosen="b")
    mark(attempt, POOR)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert override(attempt, "1").gains_pass
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_overriding_a_waiting_essay_finishes_the_attempt(waiting, override):
    assert override(waiting, "1", position=1).attempt.state == Attempt.State.FINISHED


def test_marks_that_people_gave_are_never_changed(waiting, mark):
    mark(waiting)
    given = ManualMark.objects.get()
    given.fraction = 0
    with pytest.raises(Exception, match="not changed"):
        given.save()
