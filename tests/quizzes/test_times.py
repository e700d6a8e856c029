"""Hours are those of the cohort's clock, with the zone beside them. NOW is 15:00 UTC."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.quizzes.clock import clock  # noqa: F401 a fixture
from tests.quizzes.forms import begin
from tests.quizzes.sitting import address, answer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def tokyo(enrolment, clock):  # noqa: F811
    """Nine hours ahead of UTC: it is midnight."""
    clock.now = NOW
    enrolment.cohort.time_zone = "Asia/Tokyo"
    enrolment.cohort.save()


def front(learner) -> str:
    return learner.get(address("quiz", "small", "quiz")).content.decode()


def test_the_hour_at_which_a_quiz_closes_is_said_beforehand(learner, quiz):
    quiz.closes_at = NOW + HOUR
    quiz.save()
    assert "1:00 (Asia/Tokyo)" in front(learner)


def test_the_hour_at_which_it_opens_is_the_cohorts(learner, quiz):
    quiz.opens_at = NOW + 2 * HOUR
    quiz.save()
    assert "2:00 (Asia/Tokyo)" in front(learner)
    told = learner.post(address("start", "small", "quiz"), follow=True)
    assert "2:00 (Asia/Tokyo)" in str(next(iter(told.context["messages"])))


def test_without_script_the_end_and_the_last_save_say_their_zone(learner, quiz):
    quiz.time_limit_minutes = 30
    quiz.save()
    url = begin(learner)
    answer(quiz.attempts.get(), 1, "a")
    page = learner.get(url).content.decode()
    assert "0:30 JST" in page
    assert "00:00 JST" in page
    assert "UTC" not in page


def test_the_list_of_attempts_names_its_zone(learner, quiz):
    begin(learner)
    assert "Asia/Tokyo." in front(learner)
