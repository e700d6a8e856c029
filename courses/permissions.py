"""Which courses and cohorts a person works on. One place, asked by every trainer's page."""

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission

from accounts.models import User
from courses.models import Cohort, Course, CoursePage


def courses_of(user: User) -> QuerySet[Course]:
    """Courses a trainer writes or whose cohorts they run; all of them for an administrator; none for others."""
    if not user.is_active or not user.is_staff:
        return Course.objects.none()
    if user.is_superuser:
        return Course.objects.all()
    written = Course.objects.filter(pages__in=_pages_of(user))
    return Course.objects.filter(Q(pk__in=written) | Q(cohorts__trainers=user)).distinct()


def _pages_of(user: User) -> QuerySet[CoursePage]:
    """Course pages that the person may change, by Wagtail's own permissions on the page or above it."""
    granted = GroupPagePermission.objects.filter(group__user=user, permission__codename="change_page").select_related(
        "page"
    )
    below = Q(pk__in=[])
    for row in granted:
        below |= Q(path__startswith=row.page.path)
    return CoursePage.objects.filter(below)


def cohorts_of(user: User) -> QuerySet[Cohort]:
    """Cohorts of those courses."""
    return Cohort.objects.filter(course__in=courses_of(user))
