"""How far each has come: events are the truth, Progress is their sum."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.cohorts import Enrolment
from courses.models.course import Activity


class Rule(models.TextChoices):
    """By which rule an activity counts as completed."""

    MARKED = "marked", _("marked by the learner")
    PASSED = "passed", _("quiz passed")
    DECIDED = "decided", _("decided by a person")


class Progress(models.Model):
    """One learner's state in one activity. Completion only goes forward, except by a recorded decision."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    first_seen_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    rule = models.CharField(max_length=10, choices=Rule.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="one_progress_per_enrolment_and_activity"),
            models.CheckConstraint(
                condition=models.Q(completed_at=None, rule="")
                | (models.Q(completed_at__isnull=False) & ~models.Q(rule="")),
                name="completion_names_its_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.activity_id}"


class ProgressEvent(models.Model):
    """Something that happened, never changed. `key` makes the second time harmless."""

    class Kind(models.TextChoices):
        SEEN = "seen"
        COMPLETED = "completed"
        REOPENED = "reopened"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    rule = models.CharField(max_length=10, choices=Rule.choices, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.enrolment_id}: {self.activity_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("Events are not changed.")
        super().save(*args, **kwargs)


class ReflectionNote(models.Model):
    """What a learner wrote for themselves. Nobody else reads it."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflection_notes")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "activity"], name="one_note_per_learner_and_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.activity_id}"
