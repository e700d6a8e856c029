"""Who works on a course: its groups, and what in the admin is theirs alone."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from accounts.roles import Role
from courses.models.course import Course

COURSE_ROLES = (Role.TRAINER, Role.REVIEWER)


class CourseGroup(models.Model):
    """The people of one course with one role. `courses.services.granting` makes it and alone fills it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in COURSE_ROLES])
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="course_group")

    class Meta:
        verbose_name = _("group of a course")
        verbose_name_plural = _("groups of courses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "role"], name="one_group_per_course_and_role"),
            models.CheckConstraint(condition=Q(role__in=COURSE_ROLES), name="course_group_trains_or_reviews"),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.get_role_display()}"


class CourseDesk(models.Model):
    """Where the course's pictures and documents lie, and how its pages are approved.

    Either may be deleted in Wagtail's settings; the next grant makes a new one.
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="desk")
    collection = models.OneToOneField(Collection, on_delete=models.SET_NULL, null=True, related_name="course_desk")
    workflow = models.OneToOneField(Workflow, on_delete=models.SET_NULL, null=True, related_name="course_desk")

    class Meta:
        verbose_name = _("desk of a course")
        verbose_name_plural = _("desks of courses")

    def __str__(self) -> str:
        return str(self.course)
