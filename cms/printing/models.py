"""Which printed editions there are, and how far the one that is being made has come."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Release


class PrintedEdition(models.Model):
    """A release of a course on paper, in one language: two files, kept as they were made.

    Each making has a number. `asked` is the newest that somebody asked for, `made` the one whose files are there
    (0: none yet); while they differ the newer one is on its way.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="printed_editions")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    asked = models.PositiveIntegerField(default=1)
    made = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    # The course's tree_version that was printed: another one now means that texts have changed since.
    texts = models.UUIDField(null=True, blank=True)
    parts = models.PositiveIntegerField(default=0)  # of the making under way
    parts_drawn = models.PositiveIntegerField(default=0)
    files: Any = models.JSONField(default=dict, blank=True)  # {"html": {"name": in the private storage, "size": bytes}}

    class Meta:
        verbose_name = _("printed edition")
        verbose_name_plural = _("printed editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "language"], name="one_printed_edition_per_language"),
            models.CheckConstraint(condition=Q(made__lte=F("asked")), name="edition_made_was_asked_for"),
            models.CheckConstraint(condition=Q(made=0) | Q(made_at__isnull=False), name="edition_made_has_a_date"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.language}"

    @property
    def is_under_way(self) -> bool:
        return self.made != self.asked

    @property
    def percent(self) -> int:
        """How much of the making under way is done."""
        return 100 * self.parts_drawn // self.parts if self.parts else 0
