"""One learner's sittings. The attempt and its questions exist from the start, frozen."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from quizzes.domain.rules import GRACE
from quizzes.domain.scoring import is_answered
from quizzes.models.bank import QuestionVersion
from quizzes.models.quiz import Quiz


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.IN_PROGRESS)

    def finished(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.FINISHED)

    def expired(self, now: datetime) -> "AttemptQuerySet":
        """Open, and no answer could count any more."""
        return self.open().filter(deadline__lt=now - GRACE)

    def of(self, enrolment: Enrolment, quiz: Quiz) -> "AttemptQuerySet":
        return self.filter(enrolment=enrolment, quiz=quiz).order_by("number")


class Attempt(models.Model):
    """One sitting. Score in percent, unrounded to 7 places; null until it is finished."""

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", _("in progress")
        SUBMITTED = "submitted", _("submitted, waiting to be marked")
        FINISHED = "finished", _("finished")

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_PROGRESS)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=12, decimal_places=7, null=True, blank=True)
    is_passed = models.BooleanField(default=False)
    # The language it was handed in: an item that fails in one language only is a fault of translation.
    language = models.CharField(max_length=8, blank=True)
    # The quiz's terms at the start: whoever changes the quiz changes no attempt that has begun.
    behaviour = models.CharField(
        max_length=12, choices=Quiz.Behaviour.choices, default=Quiz.Behaviour.DEFERRED, editable=False
    )
    pass_mark = models.DecimalField(max_digits=5, decimal_places=2, default=70, editable=False)
    is_practice = models.BooleanField(default=False, editable=False)

    objects: ClassVar[AttemptQuerySet] = AttemptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "enrolment", "number"], name="attempt_number_unique"),
            models.UniqueConstraint(
                fields=["quiz", "enrolment"], condition=Q(state="in_progress"), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False, score__isnull=False),
                name="finished_has_date_and_score",
            ),
            models.CheckConstraint(condition=Q(pass_mark__range=(0, 100)), name="attempt_pass_mark_is_percent"),
        ]
        indexes = [models.Index(fields=["deadline"], name="open_deadlines", condition=Q(state="in_progress"))]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.enrolment_id} #{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def gives_tries(self) -> bool:
        """Whether an answer may be checked before handing in."""
        return self.behaviour != Quiz.Behaviour.DEFERRED


class AttemptSlot(models.Model):
    """A question's place in an attempt: exact version, option order, max mark, and the answer so far."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="slots")
    position = models.PositiveIntegerField()
    section = models.JSONField(default=dict, blank=True, help_text="Title by language of the section it stands in.")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    option_order = models.JSONField(default=list)
    max_mark = models.DecimalField(max_digits=12, decimal_places=7)
    response = models.JSONField(null=True, blank=True)
    # Grows by one with each accepted save; a save names the sequence it was written on.
    sequence = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    is_flagged = models.BooleanField(default=False)
    # Behaviours with tries: how many were checked, and the best fraction among them after penalties.
    tries = models.PositiveIntegerField(default=0)
    checked_sequence = models.PositiveIntegerField(default=0, help_text="The sequence at the last try.")
    is_closed = models.BooleanField(default=False, help_text="Right, or out of tries: takes no further answer.")
    fraction = models.DecimalField(max_digits=12, decimal_places=7, null=True, blank=True)
    mark = models.DecimalField(max_digits=12, decimal_places=7, null=True, blank=True)
    state = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="slot_position_unique"),
            models.UniqueConstraint(fields=["attempt", "version"], name="no_question_twice_in_an_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        return is_answered(self.response)


class SavedResponse(models.Model):
    """Every answer ever acknowledged, also one that lost against a later one. Never changed."""

    slot = models.ForeignKey(AttemptSlot, on_delete=models.PROTECT, related_name="saves")
    message_id = models.CharField(max_length=64, help_text="The client's own id: sending twice stores once.")
    sequence = models.PositiveIntegerField(help_text="What the client had seen when it wrote.")
    response = models.JSONField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "message_id"], name="message_stored_once")]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.message_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("Saved answers are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Saved answers are not deleted.")


class AttemptEvent(models.Model):
    """Append-only: who did what to an attempt."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.attempt_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("Events are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Events are not deleted.")


class ManualMark(models.Model):
    """A person's mark for a slot: an essay read, or a mark overridden with a reason. Append-only; the last one counts."""

    slot = models.ForeignKey(AttemptSlot, on_delete=models.PROTECT, related_name="manual_marks")
    fraction = models.DecimalField(max_digits=12, decimal_places=7)
    rubric = models.JSONField(default=dict, blank=True, help_text="Chosen level by criterion.")
    comment = models.TextField(blank=True, help_text="The learner reads it.")
    reason = models.TextField(blank=True, help_text="Private; needed to override a mark.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(fraction__range=(-1, 1)), name="manual_fraction_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}: {self.fraction}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("Marks are not changed: a new one takes over.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Marks are not deleted.")


class Regrade(models.Model):
    """One regrade of a quiz: the policy, the marks it changes, who decided. A dry run is not applied."""

    class Policy(models.TextChoices):
        NEW_KEY = "new_key", _("the new key")
        EITHER = "either", _("old and new key both right")
        FULL_MARKS = "full_marks", _("full marks for everyone")
        NONE = "none", _("the question does not count")

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="regrades")
    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="regrades")
    policy = models.CharField(max_length=12, choices=Policy.choices)
    # [{"slot": id, "old": "0.5", "new": "1"}] and, for a person to decide, the certificates concerned.
    changes = models.JSONField(default=list)
    certificates = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.question_id} {self.policy}"
