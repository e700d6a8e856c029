"""What was published below par, and by whose decision."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class BelowPar(models.Model):
    """That a page's published translation lacks passages, or has some of an older original.

    Holds while `revision` is the page's live one: what is published otherwise, from files or in the page editor, is
    not told about here.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")
    revision = models.BigIntegerField(help_text="Not a foreign key: revisions are purged.")
    total = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    older = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("translation below par")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(missing__gt=0) | Q(older__gt=0), name="below_par_lacks_something"),
            models.CheckConstraint(condition=Q(total__gte=F("missing") + F("older")), name="below_par_within_total"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.missing} + {self.older} of {self.total}"
