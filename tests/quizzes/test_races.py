"""Many clicks at the same moment, on rows that are really locked."""

from datetime import timedelta
from itertools import count

import pytest

from courses.models import Enrolment, ProgressEvent
from courses.models.progress import Rule
from courses.services import record_completion
from courses.signals import course_completed
from outbox.models import Job
from quizzes.models import Attempt, SavedResponse
from quizzes.services import StaleAnswer, close_expired_attempts, save_answer, start_attempt, submit_attempt
from tests.factories import NOW, make_course, make_enrolment, quiz_of
from tests.quizzes.committed import on_postgresql, together
from tests.quizzes.sitting import answer

pytestmark = on_postgresql
_numbers = count(1)


@pytest.fixture
def enrolment(committed_database):
    """In this module everything stays committed: each test takes a course of its own."""
    return make_enrolment(make_course(f"race-{next(_numbers)}", modules=(0,), languages=("es",)))


@pytest.fixture
def quiz(enrolment):
    return quiz_of(enrolment.cohort.course)


@pytest.fixture
def attempt(enrolment, quiz):
    return start_attempt(enrolment, quiz, now=NOW)


def errors(results: list) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def completions(enrolment) -> int:
    """How often the course was said to be completed: each time asks for a certificate, whose key is unique."""
    return Job.objects.filter(task="certificates.issue", arguments={"enrolment_id": enrolment.pk}).count()


@pytest.fixture
def heard(monkeypatch):
    """Every time the course is said to be completed."""
    calls: list[int] = []

    def listen(sender, enrolment, **kwargs):
        calls.append(enrolment.pk)

    course_completed.connect(listen)
    yield calls
    course_completed.disconnect(listen)


def test_fifty_clicks_on_hand_in_give_one_result_and_one_completion(enrolment, attempt, heard):
    for position in (1, 2):
        answer(attempt, position, "a")
    results = together(lambda n: submit_attempt(attempt.pk, now=NOW + timedelta(seconds=n)), 50, at_once=25)
    assert errors(results) == []
    assert {(done.score, done.finished_at) for done in results} == {(100, results[0].finished_at)}
    assert attempt.events.filter(kind="finished").count() == 1
    assert ProgressEvent.objects.filter(enrolment=enrolment, kind="completed").count() == 1
    assert heard == [enrolment.pk]
    assert completions(enrolment) == 1


def test_twenty_clicks_on_start_begin_one_attempt(enrolment, quiz):
    results = together(lambda n: start_attempt(enrolment, quiz, now=NOW), 20)
    assert errors(results) == []
    assert len({attempt.pk for attempt in results}) == 1
    attempt = Attempt.objects.get(enrolment=enrolment)
    assert attempt.slots.count() == 2
    assert attempt.events.count() == 1


def test_a_limited_attempt_is_not_started_twice_by_two_clicks(enrolment, quiz):
    quiz.attempts_allowed = 2
    quiz.save()
    submit_attempt(start_attempt(enrolment, quiz, now=NOW).pk, now=NOW)

    def whole_attempt(n: int):
        return submit_attempt(start_attempt(enrolment, quiz, now=NOW).pk, now=NOW)

    together(whole_attempt, 16)
    assert Attempt.objects.filter(enrolment=enrolment).count() == 2


def test_of_two_windows_every_acknowledged_answer_is_kept_and_one_counts_for_each_state(attempt):
    """Ten windows save the same question five times each, on top of what they believe to stand."""

    def window(n: int) -> list[tuple[str, str]]:
        believed, acknowledged = 0, []
        for turn in range(5):
            name, letter = f"window-{n}-{turn}", "abc"[(n + turn) % 3]
            message = {"sequence": believed, "message_id": name, "received_at": NOW}
            try:
                believed = save_answer(attempt, 1, {"selected": [letter]}, **message).sequence
            except StaleAnswer as stale:
                believed = stale.slot.sequence
            acknowledged.append((name, letter))
        return acknowledged

    results = together(window, 10)
    assert errors(results) == []
    slot = attempt.slots.get(position=1)
    kept = {save.message_id: save for save in SavedResponse.objects.filter(slot=slot)}
    told = dict(pair for window_told in results for pair in window_told)
    assert {name: save.response["selected"] for name, save in kept.items()} == {n: [c] for n, c in told.items()}
    accepted = sorted(save.sequence for save in kept.values() if save.outcome == "accepted")
    assert accepted == list(range(slot.sequence))
    last = next(s for s in kept.values() if s.outcome == "accepted" and s.sequence == slot.sequence - 1)
    assert slot.response == last.response


def test_the_same_message_on_ten_lines_is_stored_once(attempt):
    message = {"sequence": 0, "message_id": "m", "received_at": NOW}
    results = together(lambda n: save_answer(attempt, 1, {"selected": ["b"]}, **message), 10)
    assert errors(results) == []
    assert {slot.sequence for slot in results} == {1}
    assert SavedResponse.objects.filter(slot__attempt=attempt).count() == 1


def test_an_answer_sent_while_handing_in_is_scored_or_said_to_be_late(attempt):
    answer(attempt, 2, "a")

    def click(n: int):
        if n % 2:
            return submit_attempt(attempt.pk, now=NOW)
        message = {"sequence": 0, "message_id": f"m{n}", "received_at": NOW}
        return save_answer(attempt, 1, {"selected": ["a"]}, **message)

    together(click, 16)
    slot = attempt.slots.get(position=1)
    was_accepted = slot.saves.filter(outcome="accepted").exists()
    assert slot.state == ("right" if was_accepted else "gave_up")
    assert Attempt.objects.get(pk=attempt.pk).score == (100 if was_accepted else 50)


def test_starting_again_while_the_old_attempt_is_being_closed_blocks_nobody(enrolment, quiz):
    """Start, the periodic task and a look at the page meet at an attempt that is over, and was passed."""
    quiz.time_limit_minutes = 10
    quiz.save()
    for round_ in range(4):
        start = NOW + timedelta(hours=round_)
        attempt = start_attempt(enrolment, quiz, now=start)
        for position in (1, 2):
            answer(attempt, position, "a", at=start)
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=None, state="active")
        over = start + timedelta(minutes=20)

        def click(n: int, old: int = attempt.pk, now=over):
            if n % 3 == 0:
                return start_attempt(enrolment, quiz, now=now)
            return submit_attempt(old, now=now) if n % 3 == 1 else close_expired_attempts(now=now)

        assert errors(together(click, 18)) == []
        assert Attempt.objects.open().filter(enrolment=enrolment).count() == 1
        submit_attempt(Attempt.objects.open().get(enrolment=enrolment).pk, now=over)


def test_the_last_two_activities_completed_at_once_complete_the_course_once(committed_database, heard):
    enrolment = make_enrolment(make_course(f"race-{next(_numbers)}", modules=(1,), languages=("es",)))
    quiz = quiz_of(enrolment.cohort.course)
    lesson = enrolment.cohort.course.activities.get(kind="lesson")
    attempt = start_attempt(enrolment, quiz, now=NOW)
    for position in (1, 2):
        answer(attempt, position, "a")

    def click(n: int):
        if n % 2:
            return submit_attempt(attempt.pk, now=NOW)
        return record_completion(enrolment, lesson.pk, rule=Rule.MARKED, at=NOW)

    assert errors(together(click, 16)) == []
    assert heard == [enrolment.pk]
    enrolment.refresh_from_db()
    assert enrolment.completed_at == NOW
    assert completions(enrolment) == 1
