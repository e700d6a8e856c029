"""Records that do not depend on a language: the course, its activities, its releases.

What learners did hangs on these, never on pages: a page may be moved, translated, unpublished or
deleted, and nobody's progress changes.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Course(models.Model):  # type: ignore[django-manager-missing]
    """A course in all its languages. Its source locale's page tree alone decides order and membership."""

    class Audience(models.TextChoices):
        CONSULAR = "consular", _("Consulates and embassies")
        POLICE = "police", _("Police and border posts")
        JUSTICE = "justice", _("Judges and prosecutors")
        MIGRATION = "migration", _("Migration and asylum")
        PROTECTION = "protection", _("Ombudspersons and child protection")

    slug = models.SlugField(_("code"), unique=True, help_text=_("Stands in addresses; does not change."))
    title = models.CharField(_("title for lists"), max_length=200)
    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    source_language = models.CharField(max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    # Changes with every saved page of the course: cached outlines carry it in their key.
    tree_version = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="course_hours_positive")]

    def __str__(self) -> str:
        return self.title


class ActivityQuerySet(models.QuerySet["Activity"]):
    def current(self) -> "ActivityQuerySet":
        return self.filter(retired_at=None)


class Activity(models.Model):
    """Anything a learner does: a lesson, a quiz. One row for all languages; its id is the pages' translation_key."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        QUIZ = "quiz", _("quiz")

    id = models.UUIDField(primary_key=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=80, help_text=_("Stands in addresses, the same in every language."))
    minutes = models.PositiveSmallIntegerField(default=10, help_text="As on the source language's page.")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ActivityQuerySet] = ActivityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="activity_slug_unique_in_course")]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.slug}"


class Release(models.Model):
    """What a course consists of at one time. Never changes once published; a new structure is a new release."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="release_number_unique_in_course")]

    def __str__(self) -> str:
        return f"{self.course_id} release {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_change(self)
        super().save(*args, **kwargs)


class ReleaseItem(models.Model):
    """An activity's place in a release."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    module_key = models.UUIDField(help_text="translation_key of the module's pages")
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "activity"], name="release_holds_activity_once"),
            models.UniqueConstraint(fields=["release", "position"], name="release_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.position}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_change(self)
        super().save(*args, **kwargs)


def _refuse_change(row: models.Model) -> None:
    if not row._state.adding:
        raise ValidationError(_("A release does not change. Publish a new one."))
