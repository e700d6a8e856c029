"""The wish that a person be erased: who asked, when it happens, that it happened."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ErasureQuerySet(models.QuerySet["ErasureRequest"]):
    def open(self) -> "ErasureQuerySet":
        """Asked for, neither done nor taken back."""
        return self.filter(done_at=None, withdrawn_at=None)


class ErasureRequest(models.Model):
    """Kept for ever, as the proof that it was done: it names nobody once it is."""

    class Reason(models.TextChoices):
        OWN_WISH = "own_wish", _("the person asked for it here")
        WRITTEN = "written", _("the person asked for it in writing")
        RETENTION = "retention", _("the time for which data is kept is over")
        MISTAKE = "mistake", _("the account was opened by mistake, or twice")
        ORDER = "order", _("an authority ordered it")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasure_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices, default=Reason.OWN_WISH)
    note = models.TextField(blank=True, help_text="Private; emptied with the rest.")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ErasureQuerySet] = ErasureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None, withdrawn_at=None), name="one_open_erasure_per_person"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(withdrawn_at=None), name="erasure_is_done_or_withdrawn"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="erasure_comes_after_the_wish"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(note=""), name="done_erasure_tells_no_story"),
            models.CheckConstraint(
                condition=Q(by=None, reason="own_wish") | (Q(by__isnull=False) & ~Q(reason="own_wish")),
                name="erasure_by_another_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None

    def is_due(self, now: datetime) -> bool:
        return self.is_open and self.due_at <= now
