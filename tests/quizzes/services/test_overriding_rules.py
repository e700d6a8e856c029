"""More time, other dates, another attempt: for one learner, or a cohort."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from quizzes.models import Attempt, Override
from quizzes.services import start_attempt
from quizzes.services.overrides import (
    NothingDiffers,
    NotOfThisCourse,
    ReasonMissing,
    Terms,
    put_override,
    remove_override,
)
from tests.factories import NOW, make_course, make_enrolment
from tests.quizzes.marking import make_trainer

pytestmark = pytest.mark.django_db
HALF = Terms(extra_time=Decimal("1.5"))
HOUR = timedelta(hours=1)


@pytest.fixture
def trainer(enrolment):
    return make_trainer(enrolment.cohort)


@pytest.fixture
def timed(quiz):
    """One hour."""
    quiz.time_limit_minutes = 60
    quiz.save()
    return quiz


@pytest.fixture
def put(timed, enrolment, trainer):
    def do(terms, taker=None, reason="Dislexia certificada", now=NOW):
        return put_override(timed, taker or enrolment, terms, reason=reason, by=trainer, now=now)

    return do


def deadline(attempt):
    return Attempt.objects.get(pk=attempt.pk).deadline


@pytest.mark.parametrize(("factor", "minutes"), [("1.25", 75), ("1.5", 90)])
def test_extra_time_lengthens_an_attempt_that_starts(put, timed, enrolment, factor, minutes):
    put(Terms(extra_time=Decimal(factor)))
    attempt = start_attempt(enrolment, timed, now=NOW)
    assert attempt.deadline == NOW + timedelta(minutes=minutes)


def test_extra_time_moves_the_deadline_of_an_open_attempt_and_says_so(put, timed, enrolment, trainer):
    attempt = start_attempt(enrolment, timed, now=NOW)
    put(HALF, now=NOW + HOUR / 2)
    assert deadline(attempt) == NOW + 1.5 * HOUR
    event = attempt.events.get(kind="deadline_moved")
    assert (event.actor, event.details["reason"]) == (trainer, "Dislexia certificada")
    assert event.details["new"] == (NOW + 1.5 * HOUR).isoformat()


def test_without_time_limit_an_open_attempt_has_no_deadline(put, timed, enrolment):
    attempt = start_attempt(enrolment, timed, now=NOW)
    put(Terms(is_untimed=True))
    assert deadline(attempt) is None


def test_a_cohorts_override_reaches_every_open_attempt_of_the_cohort(put, timed, enrolment):
    attempts = [
        start_attempt(learner, timed, now=NOW) for learner in (enrolment, make_enrolment(enrolment.cohort.course))
    ]
    put(HALF, enrolment.cohort)
    assert {deadline(attempt) for attempt in attempts} == {NOW + 1.5 * HOUR}


def test_somebody_elses_deadline_stays(put, timed, enrolment):
    other = start_attempt(make_enrolment(enrolment.cohort.course), timed, now=NOW)
    put(HALF)
    assert deadline(other) == NOW + HOUR


def test_an_attempt_whose_time_was_over_is_handed_in_and_not_revived(put, timed, enrolment):
    attempt = start_attempt(enrolment, timed, now=NOW)
    put(HALF, now=NOW + 1.2 * HOUR)
    attempt.refresh_from_db()
    assert not attempt.is_open
    assert attempt.submitted_at == NOW + HOUR


@pytest.mark.parametrize("terms", [Terms(time_limit_minutes=10), Terms(closes_at=NOW + HOUR / 4)])
def test_an_open_attempt_never_loses_time(put, timed, enrolment, terms):
    attempt = start_attempt(enrolment, timed, now=NOW)
    put(terms)
    assert deadline(attempt) == NOW + HOUR


def test_removing_extra_time_leaves_an_open_attempt_its_time(put, timed, enrolment, trainer):
    override = put(HALF)
    attempt = start_attempt(enrolment, timed, now=NOW)
    remove_override(override, reason="Ya no hace falta", by=trainer, now=NOW)
    remove_override(override, reason="Ya no hace falta", by=trainer, now=NOW)  # the second time is harmless
    assert deadline(attempt) == NOW + 1.5 * HOUR
    assert not Override.objects.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    factors=st.lists(st.sampled_from(["1", "1.25", "1.5", "untimed"]), min_size=1, max_size=4),
    limit=st.none() | st.integers(5, 200),
)
def test_whatever_is_decided_a_deadline_only_moves_back(put, timed, enrolment, factors, limit):
    Attempt.objects.all().update(deadline=NOW + HOUR)
    attempt = start_attempt(enrolment, timed, now=NOW)
    before = deadline(attempt)
    for factor in factors:
        is_untimed = factor == "untimed"
        extra = Decimal(1) if is_untimed else Decimal(factor)
        terms = Terms(time_limit_minutes=limit, extra_time=extra, is_untimed=is_untimed)
        if terms != Terms():
            put(terms)
        after = deadline(attempt)
        assert after is None or (before is not None and after >= before)
        before = after


def test_the_same_override_twice_is_written_once(put):
    put(HALF)
    put(HALF)
    assert Override.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="quizzes.override.set").count() == 1


def test_every_change_is_kept_with_who_and_why(put, timed, trainer):
    override = put(HALF)
    put(Terms(is_untimed=True), reason="Informe médico nuevo")
    remove_override(override, reason="Se retiró", by=trainer, now=NOW)
    log = ModelLogEntry.objects.for_instance(timed).order_by("timestamp", "pk")
    assert [entry.data["reason"] for entry in log] == ["Dislexia certificada", "Informe médico nuevo", "Se retiró"]
    assert {entry.user for entry in log} == {trainer}
    assert log[1].data["old"]["extra_time"] == "1.50"
    assert log[2].data["new"] is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_override_needs_a_reason(put, reason):
    with pytest.raises(ReasonMissing):
        put(HALF, reason=reason)


def test_an_override_differs_from_the_quizs_own_rules(put):
    with pytest.raises(NothingDiffers):
        put(Terms())


def test_a_learner_of_another_course_gets_no_override(put):
    stranger = make_enrolment(make_course("other", modules=(0,), languages=("es",)))
    with pytest.raises(NotOfThisCourse):
        put(HALF, stranger)
    with pytest.raises(NotOfThisCourse):
        put(HALF, stranger.cohort)
