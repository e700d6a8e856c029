"""A quiz: the rules of an activity that is a quiz, the same in every language."""

from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from quizzes.domain.rules import QuizRules
from quizzes.models.bank import Question


class Quiz(models.Model):
    """Settings of one quiz. Marks and pass mark are percent."""

    class Method(models.TextChoices):
        HIGHEST = "highest", _("highest")
        AVERAGE = "average", _("average")
        FIRST = "first", _("first")
        LAST = "last", _("last")

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="quiz", primary_key=True)
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=5,
        decimal_places=2,
        default=70,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), null=True, blank=True)
    delay_minutes = models.PositiveIntegerField(_("minutes between attempts"), default=0)
    time_limit_minutes = models.PositiveIntegerField(_("time limit in minutes"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    shuffles_options = models.BooleanField(_("shuffle options"), default=True)
    method = models.CharField(_("grading method"), max_length=10, choices=Method.choices, default=Method.HIGHEST)
    is_graded = models.BooleanField(_("its grade is the course's"), default=False)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(condition=Q(pass_mark__range=(0, 100)), name="pass_mark_is_percent"),
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gt=0), name="attempts_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def rules(self) -> QuizRules:
        """The settings as the attempt rules take them."""
        return QuizRules(
            attempts_allowed=self.attempts_allowed,
            time_limit=timedelta(minutes=self.time_limit_minutes) if self.time_limit_minutes else None,
            delay=timedelta(minutes=self.delay_minutes),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
        )

    @property
    def question_count(self) -> int:
        """How many questions an attempt has."""
        return sum(draw.count for draw in self.draws.all())


class QuizDraw(models.Model):
    """Part of a quiz: one fixed question, or `count` drawn from a category of the course's bank."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    position = models.PositiveIntegerField()
    category = models.CharField(max_length=80, blank=True)
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=1)
    mark = models.DecimalField(max_digits=12, decimal_places=7, default=1)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="draw_position_unique"),
            models.CheckConstraint(
                condition=(Q(question=None) & ~Q(category="")) | Q(question__isnull=False, category="", count=1),
                name="draw_is_fixed_or_from_a_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.category or self.question_id}"
