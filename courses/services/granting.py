"""Give a person a course to write or to review, and take it back."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from accounts.roles import Role, RoleGroup, settle_admin_access
from courses.models import COURSE_ROLES, Cohort, Course, CourseGroup
from courses.services.desks import furnish

GRANTED = "courses.role.granted"
WITHDRAWN = "courses.role.withdrawn"
COHORT_TRAINERS = "Cohort trainers"


class NotACourseRole(ValueError):
    """A course has trainers and reviewers; the other roles are not given by course."""


class PersonIsInactive(Exception):
    """Somebody whose account is closed gets nothing."""


@transaction.atomic
def grant(course: Course, person: User, role: Role, *, by: User | None) -> bool:
    """Give a person a role in a course, with the admin around it. False if they had it already.

    Raises NotACourseRole, PersonIsInactive. Logged on the course; `by` is None for what a command does.
    """
    _check(role)
    if not person.is_active:
        raise PersonIsInactive
    course = Course.objects.select_for_update().get(pk=course.pk)
    group = furnish(course)[role]
    is_new = not group.user_set.filter(pk=person.pk).exists()
    if is_new:
        person.groups.add(group)
        log(course, GRANTED, user=by, data={"person": person.pk, "role": role.value})
    settle_admin_access(person)
    return is_new


@transaction.atomic
def withdraw(course: Course, person: User, role: Role, *, by: User | None) -> bool:
    """Take a role back; with the last one goes the way into the admin. False if they did not have it.

    Raises NotACourseRole. What the person wrote stays.
    """
    _check(role)
    course = Course.objects.select_for_update().get(pk=course.pk)
    found = CourseGroup.objects.filter(course=course, role=role, group__user=person).select_related("group").first()
    if found is None:
        return False
    person.groups.remove(found.group)
    log(course, WITHDRAWN, user=by, data={"person": person.pk, "role": role.value})
    settle_admin_access(person)
    return True


def _check(role: Role) -> None:
    if role not in COURSE_ROLES:
        raise NotACourseRole(role)


@transaction.atomic
def settle_cohort_trainers(cohort_people: set[int]) -> None:
    """Let these people into the admin if a cohort is theirs, and out if none is any more. Safe to repeat."""
    group = _cohort_trainers()
    running = set(Cohort.objects.filter(trainers__in=cohort_people).values_list("trainers", flat=True))
    for person in User.objects.filter(pk__in=cohort_people):
        if person.pk in running:
            person.groups.add(group)
        else:
            person.groups.remove(group)
        settle_admin_access(person)


def settle_all_cohort_trainers() -> None:
    """The same for everyone who had a cohort so far."""
    settle_cohort_trainers(set(User.objects.filter(groups__name=COHORT_TRAINERS).values_list("pk", flat=True)))


def _cohort_trainers() -> Group:
    """One group for all of them: which cohorts are theirs says the cohort."""
    found = Group.objects.filter(name=COHORT_TRAINERS).first()
    if found and RoleGroup.objects.filter(group=found).exists():
        return found
    group = found or Group.objects.create(name=COHORT_TRAINERS)
    RoleGroup.objects.create(group=group, role=Role.TRAINER)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return group
