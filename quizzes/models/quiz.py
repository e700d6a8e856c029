"""A quiz: the rules of an activity that is a quiz, the same in every language."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Cohort, Enrolment
from quizzes.domain.review_policy import PARTS
from quizzes.domain.rules import QuizRules
from quizzes.models.bank import Question


def default_review_policy() -> dict[str, list[str]]:
    """Everything right after handing in: these quizzes teach. See quizzes.domain.review_policy."""
    return {"right_after": list(PARTS), "later": list(PARTS), "closed": list(PARTS)}


class Quiz(models.Model):
    """Settings of one quiz. Marks and pass mark are percent."""

    class Method(models.TextChoices):
        HIGHEST = "highest", _("highest")
        AVERAGE = "average", _("average")
        FIRST = "first", _("first")
        LAST = "last", _("last")

    class Behaviour(models.TextChoices):
        DEFERRED = "deferred", _("feedback at the end")
        INTERACTIVE = "interactive", _("feedback after each question, with further tries")
        ADAPTIVE = "adaptive", _("tries until it is right, for practice")

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
    shuffles_questions = models.BooleanField(_("shuffle questions"), default=False)
    shuffles_options = models.BooleanField(_("shuffle options"), default=True)
    method = models.CharField(_("grading method"), max_length=10, choices=Method.choices, default=Method.HIGHEST)
    is_graded = models.BooleanField(_("its grade is the course's"), default=False)

    behaviour = models.CharField(_("behaviour"), max_length=12, choices=Behaviour.choices, default=Behaviour.DEFERRED)
    # Practice: as often as one likes, counts for nothing, and shows the reasons at once.
    is_practice = models.BooleanField(_("practice"), default=False)
    review_policy = models.JSONField(_("review policy"), default=default_review_policy)
    # [{"from": 0, "text": {"es": …, "en": …}}], percent; a band reaches to the next one's start.
    feedback_bands = models.JSONField(_("overall feedback"), default=list, blank=True)
    # What course.yaml said at the last load: what it says anew is written, what a trainer changed since stays.
    from_file = models.JSONField(default=dict, blank=True, editable=False)

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
        """The settings as the attempt rules take them. Practice is as often as one likes, whatever else is set."""
        return QuizRules(
            attempts_allowed=None if self.is_practice else self.attempts_allowed,
            time_limit=timedelta(minutes=self.time_limit_minutes) if self.time_limit_minutes else None,
            delay=timedelta(0) if self.is_practice else timedelta(minutes=self.delay_minutes),
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
    section = models.JSONField(default=dict, blank=True, help_text="Title by language, where a section begins.")
    category = models.CharField(max_length=80, blank=True)
    tag = models.CharField(max_length=60, blank=True)
    objective = models.CharField(max_length=40, blank=True)
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=1)
    mark = models.DecimalField(max_digits=12, decimal_places=7, default=1)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="draw_position_unique"),
            models.CheckConstraint(
                condition=(Q(question=None) & ~Q(category="", tag="", objective=""))
                | Q(question__isnull=False, category="", tag="", objective="", count=1),
                name="draw_is_fixed_or_from_a_pool",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.pool_name}"

    @property
    def pool_name(self) -> str:
        """What a trainer calls the pool: its category, tag and objective, or the question's code."""
        if self.question_id:
            return str(self.question)
        tag = f"#{self.tag}" if self.tag else ""
        return " ".join(part for part in (self.category, tag, self.objective) if part)


class Override(models.Model):
    """Other rules for one learner or one cohort: an accommodation, a second chance. The reason is private."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="overrides")
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="quiz_overrides"
    )
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="quiz_overrides")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_limit_minutes = models.PositiveIntegerField(_("time limit in minutes"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), null=True, blank=True)
    extra_time = models.DecimalField(_("extra time factor"), max_digits=4, decimal_places=2, default=1)
    is_untimed = models.BooleanField(_("without time limit"), default=False)
    reason = models.TextField(_("reason (private)"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment=None, cohort__isnull=False) | Q(enrolment__isnull=False, cohort=None),
                name="override_is_for_a_learner_or_a_cohort",
            ),
            models.CheckConstraint(condition=Q(extra_time__gte=1), name="extra_time_never_shortens"),
            models.UniqueConstraint(fields=["quiz", "enrolment"], name="one_override_per_learner"),
            models.UniqueConstraint(fields=["quiz", "cohort"], name="one_override_per_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.enrolment_id or self.cohort_id}"
