"""When an attempt may start and until when its answers count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.rules import GRACE, MayNotStart, QuizRules, check_start, deadline, is_expired, is_in_time

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=3))


def refused(rules: QuizRules, *, used: int = 0, last: datetime | None = None, now: datetime = NOON) -> tuple | None:
    try:
        check_start(rules, used=used, last_finished_at=last, now=now)
    except MayNotStart as error:
        return error.reason, error.at
    return None


def test_a_quiz_without_rules_may_always_start():
    assert refused(QuizRules(), used=1000, last=NOON) is None


def test_a_quiz_opens_on_the_dot():
    rules = QuizRules(opens_at=NOON)
    assert refused(rules, now=NOON - TICK) == ("not_open", NOON)
    assert refused(rules, now=NOON) is None


def test_nobody_starts_at_the_moment_of_closing():
    rules = QuizRules(closes_at=NOON)
    assert refused(rules, now=NOON - TICK) is None
    assert refused(rules, now=NOON) == ("closed", NOON)


def test_attempts_run_out():
    rules = QuizRules(attempts_allowed=2)
    assert refused(rules, used=1) is None
    assert refused(rules, used=2) == ("no_attempts_left", None)


def test_the_next_attempt_waits_for_the_delay():
    rules = QuizRules(delay=10 * MINUTE)
    assert refused(rules, used=1, last=NOON - 10 * MINUTE + TICK) == ("too_soon", NOON + TICK)
    assert refused(rules, used=1, last=NOON - 10 * MINUTE) is None
    assert refused(rules) is None


def test_without_limit_and_close_there_is_no_deadline():
    assert deadline(QuizRules(), NOON) is None
    assert is_in_time(None, NOON)
    assert not is_expired(None, NOON)


@pytest.mark.parametrize(
    ("rules", "ends"),
    [
        (QuizRules(time_limit=20 * MINUTE), NOON + 20 * MINUTE),
        (QuizRules(time_limit=20 * MINUTE, extra_time=1.5), NOON + 30 * MINUTE),
        (QuizRules(closes_at=NOON + 5 * MINUTE), NOON + 5 * MINUTE),
        (QuizRules(time_limit=20 * MINUTE, closes_at=NOON + 5 * MINUTE), NOON + 5 * MINUTE),
        (QuizRules(time_limit=20 * MINUTE, closes_at=NOON + 25 * MINUTE, extra_time=1.5), NOON + 25 * MINUTE),
        (QuizRules(time_limit=timedelta(0)), NOON),
    ],
)
def test_the_deadline_is_the_limit_with_extra_time_or_the_close_whichever_comes_first(rules, ends):
    assert deadline(rules, NOON) == ends


def test_an_answer_counts_until_sixty_seconds_after_the_deadline_and_not_a_tick_longer():
    assert timedelta(seconds=60) == GRACE
    assert is_in_time(NOON, NOON + GRACE)
    assert not is_in_time(NOON, NOON + GRACE + TICK)


@given(times, times)
def test_an_attempt_is_closed_exactly_when_no_answer_can_count_any_more(ends, now):
    assert is_expired(ends, now) != is_in_time(ends, now)


@given(times, lengths, st.none() | times, st.floats(1, 4), st.floats(1, 4))
def test_extra_time_never_brings_a_deadline_forward(start, limit, closes, some, more):
    def ends(extra: float) -> datetime:
        return deadline(QuizRules(time_limit=limit, closes_at=closes, extra_time=extra), start)

    less, most = sorted((some, more))
    assert ends(1.0) <= ends(less) <= ends(most)


@given(times, lengths, times, st.floats(1, 4))
def test_nobody_answers_after_the_quiz_has_closed(start, limit, closes, extra):
    assert deadline(QuizRules(time_limit=limit, closes_at=closes, extra_time=extra), start) <= closes
