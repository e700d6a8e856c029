"""Which courses and cohorts a person works on, and what they may do there. Asked by every trainer's page.

A course is written by its trainers, approved by its reviewers and taught by the trainers of its cohorts. All of
them see it; only its trainers, and administrators, change what it consists of.
"""

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission

from accounts.models import User
from accounts.roles import Role
from courses.models import Cohort, Course, CoursePage


def courses_of(user: User) -> QuerySet[Course]:
    """Courses a person writes, reviews or teaches; all of them for an administrator; none for others."""
    if (everything := _of_outsider_or_administrator(user)) is not None:
        return everything
    reviewed = Q(groups__role=Role.REVIEWER, groups__group__user=user) | Q(pages__in=_pages_of(user, "change_page"))
    found = Course.objects.filter(_written(user) | reviewed | Q(cohorts__trainers=user))
    return Course.objects.filter(pk__in=found.values("pk"))


def written_by(user: User) -> QuerySet[Course]:
    """Courses whose structure, questions and releases a person makes."""
    if (everything := _of_outsider_or_administrator(user)) is not None:
        return everything
    return Course.objects.filter(pk__in=Course.objects.filter(_written(user)).values("pk"))


def writes_course(user: User, course: Course) -> bool:
    """Whether the course is one of those."""
    return written_by(user).filter(pk=course.pk).exists()


def cohorts_of(user: User) -> QuerySet[Cohort]:
    """Cohorts whose learners a person works with: those of the courses they write, and those they run.

    Who reviews texts has no business with learners' results.
    """
    if not user.is_active or not user.is_staff:
        return Cohort.objects.none()
    found = Cohort.objects.filter(Q(course__in=written_by(user)) | Q(trainers=user))
    return Cohort.objects.filter(pk__in=found.values("pk"))


def _of_outsider_or_administrator(user: User) -> QuerySet[Course] | None:
    """None and all need no look at groups."""
    if not user.is_active or not user.is_staff:
        return Course.objects.none()
    return Course.objects.all() if user.is_superuser else None


def _written(user: User) -> Q:
    """By the course's own group, or by a group made by hand that may add pages there."""
    return Q(groups__role=Role.TRAINER, groups__group__user=user) | Q(pages__in=_pages_of(user, "add_page"))


def _pages_of(user: User, codename: str) -> QuerySet[CoursePage]:
    """Course pages on which, or above which, the person has Wagtail's permission."""
    granted = GroupPagePermission.objects.filter(group__user=user, permission__codename=codename)
    below = Q(pk__in=[])
    for path in granted.values_list("page__path", flat=True).distinct():
        below |= Q(path__startswith=path)
    return CoursePage.objects.filter(below)
