"""A copy of a course that is being made."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.models.course import Course


class CourseCopy(models.Model):
    """How far the copy of a course is. Each step of its plan commits with its count: what was killed goes on there.

    The keys of the new pages follow from `token` and the keys of the old ones, so that no step needs to ask another.
    """

    token = models.UUIDField(unique=True, help_text="Of the form that asked for it: pressed twice, it is one copy.")
    source = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="copies")
    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="copy")
    plan = models.JSONField(default=list, help_text="[[step, page, number of pages], …]")
    done = models.PositiveIntegerField(default=0, help_text="How many steps of the plan are done.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("course")), name="copy_is_another_course"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.course_id}"

    @property
    def pages(self) -> int:
        """How many pages it will have."""
        return sum(n for _step, _page, n in self.plan)

    @property
    def pages_done(self) -> int:
        return sum(n for _step, _page, n in self.plan[: self.done])

    @property
    def next_step(self) -> list[Any] | None:
        return self.plan[self.done] if self.done < len(self.plan) else None
