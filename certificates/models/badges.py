"""Where a certificate's badge stands in the public list of what is revoked."""

from django.db import models
from django.db.models import Q

from certificates.models.append_only import AppendOnly
from certificates.models.register import Certificate

LIST_LENGTH = 131_072  # bits: the least the specification allows, so that one bit says nothing about whose it is


class BadgeStatus(AppendOnly):
    """A certificate's place in a status list, drawn at random and kept for ever: signed badges name it."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, primary_key=True, related_name="badge_status"
    )
    list = models.PositiveIntegerField()
    index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "index"], name="badge_status_place_unique"),
            models.CheckConstraint(
                condition=Q(list__gte=1, index__gte=0, index__lt=LIST_LENGTH), name="badge_status_place_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list}:{self.index}"
