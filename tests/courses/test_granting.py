"""One action gives a person a course, in every language, and one takes it back."""

from typing import Any

import pytest
from wagtail.models import Collection, GroupCollectionPermission, Page, WorkflowPage
from wagtail.models import ModelLogEntry as LogEntry

from accounts.models import User
from accounts.roles import Role, roles_of
from courses.models import Course, CoursePage
from courses.permissions import cohorts_of, courses_of, writes_course, written_by
from courses.services.granting import GRANTED, WITHDRAWN, NotACourseRole, PersonIsInactive, grant, withdraw
from tests.factories import UserFactory, add, catalogue, make_cohort, make_course


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def person(db: None) -> User:
    user: Any = UserFactory()
    return user


def again(user: User) -> User:
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def page_of(course: Course, language: str) -> Page:
    return CoursePage.objects.get(course=course, locale__language_code=language)


def lesson_below(page: Page) -> Page:
    return page.get_descendants().get(slug="l1-1")


def test_a_trainer_changes_the_course_in_every_language_and_publishes_nothing(course: Course, person: User) -> None:
    assert grant(course, person, Role.TRAINER, by=None)
    for language in ("es", "en"):
        may = lesson_below(page_of(course, language)).permissions_for_user(again(person))
        assert (may.can_edit(), may.can_publish(), may.can_unpublish()) == (True, False, False)
    assert page_of(course, "es").permissions_for_user(again(person)).can_add_subpage()


def test_a_reviewer_changes_and_publishes_but_adds_nothing(course: Course, person: User) -> None:
    grant(course, person, Role.REVIEWER, by=None)
    may = page_of(course, "es").permissions_for_user(again(person))
    assert (may.can_edit(), may.can_publish(), may.can_add_subpage()) == (True, True, False)


def test_another_course_stays_closed(course: Course, person: User) -> None:
    other = make_course("other", modules=(1,), languages=("es",))
    grant(other, person, Role.TRAINER, by=None)
    assert not page_of(course, "es").permissions_for_user(again(person)).can_edit()
    assert list(courses_of(again(person))) == [other]


def test_a_translation_made_later_is_open_too(course: Course, person: User) -> None:
    grant(course, person, Role.TRAINER, by=None)
    page = add(catalogue("fr"), CoursePage, "small", "fr", course=course, lead="L", slug="small")
    assert page.permissions_for_user(again(person)).can_edit()
    assert page.get_workflow() == course.desk.workflow


def test_a_page_that_changes_its_course_leaves_the_old_people(course: Course, person: User) -> None:
    grant(course, person, Role.TRAINER, by=None)
    other = make_course("other", modules=(1,), languages=("es",))
    grant(other, UserFactory(), Role.TRAINER, by=None)
    page = page_of(course, "en").specific
    page.course = other
    page.save()
    assert not page.permissions_for_user(again(person)).can_edit()
    assert page.get_workflow() == other.desk.workflow


def test_a_role_opens_the_admin_and_the_last_one_closes_it(course: Course, person: User) -> None:
    grant(course, person, Role.TRAINER, by=None)
    grant(course, person, Role.REVIEWER, by=None)
    assert again(person).is_staff
    assert again(person).has_perm("wagtailadmin.access_admin")
    withdraw(course, person, Role.TRAINER, by=None)
    assert again(person).is_staff
    withdraw(course, person, Role.REVIEWER, by=None)
    assert not again(person).is_staff
    assert not again(person).has_perm("wagtailadmin.access_admin")
    assert not courses_of(again(person)).exists()


def test_an_administrator_stays_one_when_a_role_goes(course: Course) -> None:
    boss: Any = UserFactory(is_staff=True, is_superuser=True)
    grant(course, boss, Role.REVIEWER, by=boss)
    withdraw(course, boss, Role.REVIEWER, by=boss)
    assert again(boss).is_staff


def test_granting_twice_is_granting_once(course: Course, person: User) -> None:
    assert [grant(course, person, Role.TRAINER, by=None) for _n in range(2)] == [True, False]
    assert [withdraw(course, person, Role.TRAINER, by=None) for _n in range(2)] == [True, False]
    assert course.groups.count() == 2
    assert Collection.objects.filter(name=course.title).count() == 1
    assert list(LogEntry.objects.for_instance(course).order_by("pk").values_list("action", flat=True)) == [
        GRANTED,
        WITHDRAWN,
    ]


def test_what_was_deleted_in_wagtails_settings_comes_back_with_the_next_grant(course: Course, person: User) -> None:
    grant(course, person, Role.TRAINER, by=None)
    course.desk.collection.delete()
    course.desk.workflow.delete()
    grant(course, person, Role.REVIEWER, by=None)
    desk = Course.objects.get(pk=course.pk).desk
    assert GroupCollectionPermission.objects.filter(collection=desk.collection).count() == 12
    assert WorkflowPage.objects.filter(workflow=desk.workflow).count() == 2


def test_the_log_keeps_who_gave_what_to_whom(course: Course, person: User) -> None:
    boss: Any = UserFactory(is_superuser=True)
    grant(course, person, Role.REVIEWER, by=boss)
    entry = LogEntry.objects.for_instance(course).get()
    assert (entry.user, entry.data) == (boss, {"person": person.pk, "role": "reviewer"})


def test_only_the_roles_of_a_course_are_given(course: Course, person: User) -> None:
    for role in (Role.LEARNER, Role.ADMINISTRATOR):
        with pytest.raises(NotACourseRole):
            grant(course, person, role, by=None)


def test_a_closed_account_gets_nothing(course: Course) -> None:
    gone: Any = UserFactory(is_active=False)
    with pytest.raises(PersonIsInactive):
        grant(course, gone, Role.TRAINER, by=None)


def test_roles_are_those_of_the_groups(course: Course, person: User) -> None:
    assert roles_of(person) == {Role.LEARNER}
    grant(course, person, Role.REVIEWER, by=None)
    assert roles_of(person) == {Role.LEARNER, Role.REVIEWER}
    assert roles_of(UserFactory(is_superuser=True)) == {Role.LEARNER, Role.ADMINISTRATOR}


def test_a_cohorts_trainer_gets_into_the_admin_and_sees_only_that_cohort(course: Course, person: User) -> None:
    mine, other = make_cohort(course), make_cohort(course)
    mine.trainers.add(person)
    user = again(person)
    assert user.is_staff
    assert roles_of(user) == {Role.LEARNER, Role.TRAINER}
    assert (list(courses_of(user)), list(cohorts_of(user))) == ([course], [mine])
    assert not writes_course(user, course)
    other.trainers.add(person)
    mine.trainers.remove(person)
    assert again(person).is_staff
    other.trainers.clear()
    assert not again(person).is_staff
    assert roles_of(again(person)) == {Role.LEARNER}


def test_a_cohorts_trainer_who_goes_with_the_cohort_leaves_the_admin(course: Course, person: User) -> None:
    cohort = make_cohort(course)
    person.cohorts_trained.add(cohort)
    assert again(person).is_staff
    cohort.delete()
    assert not again(person).is_staff


def test_a_reviewer_reads_the_course_and_no_learners_results(course: Course, person: User) -> None:
    make_cohort(course)
    grant(course, person, Role.REVIEWER, by=None)
    user = again(person)
    assert list(courses_of(user)) == [course]
    assert not written_by(user).exists()
    assert not cohorts_of(user).exists()


def test_a_trainer_who_lost_the_account_loses_the_courses(course: Course, person: User) -> None:
    grant(course, person, Role.TRAINER, by=None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not courses_of(again(person)).exists()
    assert not written_by(again(person)).exists()
