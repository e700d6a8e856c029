"""The question bank: an entry, and its numbered versions that never change once they are ready."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course


class Question(models.Model):
    """A bank entry. What it says stands in its versions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions", null=True, blank=True)
    code = models.SlugField(_("code"), max_length=80)
    category = models.CharField(_("category"), max_length=80, help_text=_("Where draws look: C, C1 or C1.1."))
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=2)
    objective = models.CharField(_("objective"), max_length=40, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["course", "code"], name="question_code_unique_in_course"),
            models.CheckConstraint(condition=models.Q(difficulty__range=(1, 3)), name="difficulty_1_to_3"),
        ]
        indexes = [models.Index(fields=["course", "category"], name="question_by_category")]

    def __str__(self) -> str:
        return self.code


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def current(self) -> "QuestionVersionQuerySet":
        """The newest ready version of each question."""
        newer = QuestionVersion.objects.filter(
            question=models.OuterRef("question"), state="ready", number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer), state="ready")


class QuestionVersion(models.Model):
    """A question's frozen content, in all its languages, as the JSON shape of quizzes.domain."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[QuestionVersionQuerySet] = QuestionVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change the content of a version that is no longer a draft; its state may only move on."""
        if not self._state.adding:
            before = QuestionVersion.objects.get(pk=self.pk)
            is_changed = before.content != self.content or self.state == self.State.DRAFT
            if before.state != self.State.DRAFT and is_changed:
                raise ValidationError(_("A question that is ready does not change. Make a new version."))
        super().save(*args, **kwargs)
