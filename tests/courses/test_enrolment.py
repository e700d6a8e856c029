"""How people get into a course, and back into it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from courses.models import Cohort, Course, Enrolment
from courses.services import CohortClosed, EntryNotOpen, enrol
from courses.services.progress import retire_activity
from tests.factories import NOW, UserFactory, make_cohort

HOUR = timedelta(hours=1)


def withdraw(enrolment: Enrolment) -> None:
    enrolment.state = Enrolment.State.WITHDRAWN
    enrolment.save()


def test_enrolling_twice_gives_the_same_place_with_its_first_day_and_language(course: Course) -> None:
    learner, cohort = UserFactory(), make_cohort(course)
    first = enrol(learner, cohort, now=NOW, language="es")
    again = enrol(learner, cohort, now=NOW + HOUR, language="en")
    assert again.pk == first.pk
    assert (again.enrolled_at, again.language) == (NOW, "es")
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize(
    "dates",
    [{"opens_at": NOW + HOUR}, {"closes_at": NOW - HOUR}, {"closes_at": NOW}],
    ids=["not open yet", "over", "over this very moment"],
)
def test_nobody_gets_into_a_group_outside_its_dates(course: Course, dates: dict[str, object]) -> None:
    with pytest.raises(CohortClosed):
        enrol(UserFactory(), make_cohort(course, **dates), now=NOW, language="es")
    assert not Enrolment.objects.exists()


def test_a_group_is_open_from_its_first_moment(course: Course) -> None:
    cohort = make_cohort(course, opens_at=NOW, closes_at=NOW + HOUR)
    assert enrol(UserFactory(), cohort, now=NOW, language="es").state == "active"
    assert cohort in Cohort.objects.open(NOW)
    assert cohort not in Cohort.objects.open(NOW + HOUR)


@pytest.mark.parametrize("entry", ["approval", "key", "invitation", "nomination"])
def test_a_group_with_a_doorkeeper_takes_nobody_who_walks_in(course: Course, entry: str) -> None:
    with pytest.raises(EntryNotOpen):
        enrol(UserFactory(), make_cohort(course, entry=entry), now=NOW, language="es")
    assert not Enrolment.objects.exists()


def test_a_trainer_may_pass_over_dates_and_entry(course: Course) -> None:
    cohort = make_cohort(course, entry="nomination", closes_at=NOW - HOUR)
    assert enrol(UserFactory(), cohort, now=NOW, language="es", by_person=True).state == "active"


def test_who_has_a_place_keeps_it_when_the_group_closes(enrolment: Enrolment) -> None:
    Cohort.objects.update(closes_at=NOW - HOUR)
    cohort = Cohort.objects.get()
    assert enrol(enrolment.learner, cohort, now=NOW, language="es").pk == enrolment.pk


def test_who_withdrew_and_comes_back_has_the_same_place_and_progress(
    enrolment: Enrolment, complete: Callable[..., None]
) -> None:
    complete("l1-1")
    withdraw(enrolment)
    assert not Enrolment.objects.of(enrolment.learner_id).exists()
    back = enrol(enrolment.learner, enrolment.cohort, now=NOW, language="en")
    assert (back.pk, back.state, back.language) == (enrolment.pk, "active", "es")
    assert back.progress.filter(completed_at__isnull=False).count() == 1


def test_who_withdrew_comes_back_only_into_an_open_group(enrolment: Enrolment) -> None:
    withdraw(enrolment)
    enrolment.cohort.closes_at = NOW - HOUR
    with pytest.raises(CohortClosed):
        enrol(enrolment.learner, enrolment.cohort, now=NOW, language="es")


def test_who_had_completed_the_course_comes_back_as_someone_who_completed_it(
    enrolment: Enrolment, complete: Callable[..., None], completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1", "quiz")
    withdraw(enrolment)
    back = enrol(enrolment.learner, enrolment.cohort, now=NOW + HOUR, language="es")
    assert (back.state, back.completed_at) == ("completed", NOW)
    assert len(completions) == 1


def test_who_comes_back_when_the_only_lesson_left_was_withdrawn_has_completed_the_course(
    course: Course, enrolment: Enrolment, complete: Callable[..., None], completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1")
    withdraw(enrolment)
    retire_activity(course.activities.get(slug="quiz"), at=NOW)
    assert completions == []
    back = enrol(enrolment.learner, enrolment.cohort, now=NOW + HOUR, language="es")
    assert (back.state, back.completed_at) == ("completed", NOW + HOUR)
    assert completions == [back]


def test_what_a_withdrawn_learner_still_hands_in_counts_but_completes_nothing_until_they_are_back(
    enrolment: Enrolment, complete: Callable[..., None], completions: list[Enrolment]
) -> None:
    complete("l1-1", "l1-2", "l2-1")
    withdraw(enrolment)
    complete("quiz")
    assert (enrolment.state, enrolment.completed_at, completions) == ("withdrawn", None, [])
    assert enrol(enrolment.learner, enrolment.cohort, now=NOW, language="es").state == "completed"
    assert len(completions) == 1


def test_two_groups_of_one_course_are_two_places(course: Course, enrolment: Enrolment) -> None:
    other = enrol(enrolment.learner, make_cohort(course), now=NOW + HOUR, language="es")
    assert other.pk != enrolment.pk
    assert Enrolment.objects.for_player(enrolment.learner_id, course.slug).first() == other
