"""The row that is the truth about a piece of slow work."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(done_at=None, failed_at=None)

    def due(self, now: datetime) -> "JobQuerySet":
        """Open, its time has come, and nobody holds a lease on it."""
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lte=now), run_after__lte=now).order_by("id")


class Job(models.Model):
    """One task to run, with ids as arguments. `key` makes asking twice harmless."""

    task = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["run_after"], name="job_waiting", condition=Q(done_at=None, failed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key}"
