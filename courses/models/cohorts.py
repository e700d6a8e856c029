"""Who takes which release, and when."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course, Release


class CohortQuerySet(models.QuerySet["Cohort"]):
    def open(self, now: datetime) -> "CohortQuerySet":
        """Running now: learners may study."""
        return self.filter(Q(opens_at=None) | Q(opens_at__lte=now), Q(closes_at=None) | Q(closes_at__gt=now))

    def self_paced(self) -> "CohortQuerySet":
        return self.filter(is_self_paced=True)


class Cohort(models.Model):
    """A group taking one release together. A self-paced course has one cohort that is always open."""

    class Entry(models.TextChoices):
        OPEN = "open", _("open to everyone")
        APPROVAL = "approval", _("after approval")
        KEY = "key", _("with a key")
        INVITATION = "invitation", _("by invitation")
        NOMINATION = "nomination", _("by nomination")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=200)
    entry = models.CharField(_("how people get in"), max_length=12, choices=Entry.choices, default=Entry.OPEN)
    is_self_paced = models.BooleanField(default=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="America/Guatemala")
    languages = models.JSONField(default=list, blank=True, help_text=_("Language codes; empty for all."))
    trainers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="cohorts_trained")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[CohortQuerySet] = CohortQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(is_self_paced=True), name="one_self_paced_cohort_per_course"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="cohort_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime) -> bool:
        return (self.opens_at is None or self.opens_at <= now) and (self.closes_at is None or now < self.closes_at)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        """Not withdrawn."""
        return self.exclude(state=Enrolment.State.WITHDRAWN)

    def of(self, learner_id: int) -> "EnrolmentQuerySet":
        return self.active().filter(learner=learner_id).select_related("cohort__release", "cohort__course")

    def for_player(self, learner_id: int, course_slug: str) -> "EnrolmentQuerySet":
        """The learner's places in a course, the newest first."""
        return self.of(learner_id).filter(cohort__course__slug=course_slug).order_by("-enrolled_at", "-id")


class Enrolment(models.Model):
    """A learner's place in a cohort."""

    class State(models.TextChoices):
        ACTIVE = "active", _("studying")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # Percent, unrounded, of the activity that is graded; null while nothing is.
    grade = models.DecimalField(max_digits=12, decimal_places=7, null=True, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["learner", "cohort"], name="one_place_per_learner_and_cohort"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False), name="completed_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.cohort_id}"
