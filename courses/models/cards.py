"""The field card of a module: one printed page for the post."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course

PARTS = ("look_for", "steps", "never", "call")


class FieldCard(models.Model):
    """What to look for, what to do and never to do, whom to call. It comes from cards.yaml, which alone changes it.

    Each text is kept by language ({"es": ..., "en": ...}); the parts have one line for each point.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="cards")
    module_key = models.UUIDField()  # translation key of the module's pages
    slug = models.SlugField(max_length=70)
    title = models.JSONField(_("title"))
    look_for = models.JSONField(_("look for"))
    steps = models.JSONField(_("do, in this order"))
    never = models.JSONField(_("never"))
    call = models.JSONField(_("who to call"))

    class Meta:
        verbose_name = _("field card")
        verbose_name_plural = _("field cards")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "module_key"], name="one_field_card_per_module"),
            models.UniqueConstraint(fields=["course", "slug"], name="field_card_has_its_own_address"),
            models.CheckConstraint(
                name="field_card_in_english_and_spanish", condition=Q(title__has_key="en") & Q(title__has_key="es")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.slug}"

    def lines(self, part: str, language: str) -> list[str]:
        """The points of a part in a language the card has."""
        text: str = getattr(self, part)[language]
        return text.splitlines()
