"""Reference texts: the boxes that lessons show again and again, and comparisons. One row a text and language."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from library.blocks import ReferenceBody
from library.domain.texts import FALLBACK, language_of

SAID = ("title", "summary", "position", "body")  # what a file says, and an administrator may change


class ReferenceTextQuerySet(models.QuerySet["ReferenceText"]):
    """Reference texts by what a page needs of them."""

    def boxes(self) -> "ReferenceTextQuerySet":
        """The boxes."""
        return self.filter(kind=ReferenceText.Kind.BOX)

    def comparisons(self) -> "ReferenceTextQuerySet":
        """The comparisons."""
        return self.filter(kind=ReferenceText.Kind.COMPARISON)

    def nearest(self, language: str) -> "list[ReferenceText]":
        """Each text once, in that language or the first of es, en, fr, pt that it has; in order. One query."""
        by_slug: dict[str, dict[str, ReferenceText]] = {}
        for text in self.order_by("position", "slug"):
            by_slug.setdefault(text.slug, {})[text.language] = text
        return [found[_language_among(found, language)] for found in by_slug.values()]


def _language_among(found: Iterable[str], wanted: str) -> str:
    return language_of(dict.fromkeys(found, "here"), wanted)


class ReferenceText(models.Model):
    """A reference box or a comparison in one language.

    Loaded from content/library/; an administrator may change it. `loaded` is the checksum of what the file said
    when it was last written here: a text that is no longer that was changed by a person, and stays.
    """

    class Kind(models.TextChoices):
        BOX = "box", _("reference box")
        COMPARISON = "comparison", _("comparison")

    class Language(models.TextChoices):
        ES = "es", "Español"
        EN = "en", "English"
        FR = "fr", "Français"
        PT = "pt", "Português"

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    slug = models.SlugField(_("code"), max_length=60, help_text=_("In its address; lessons name a box by it."))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    body = StreamField(ReferenceBody(), verbose_name=_("text"))
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReferenceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference text")
        verbose_name_plural = _("reference boxes and comparisons")
        ordering: ClassVar = ["kind", "position", "slug", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug", "language"], name="reference_text_once_per_language"),
            models.CheckConstraint(name="reference_text_has_an_address", condition=~Q(slug="")),
            models.CheckConstraint(name="reference_text_kind_known", condition=Q(kind__in=("box", "comparison"))),
            models.CheckConstraint(name="reference_text_language_known", condition=Q(language__in=FALLBACK)),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse(f"library:{self.kind}", args=[self.slug])

    def clean(self) -> None:
        """A box that shows a box could show itself."""
        super().clean()
        if self.kind == self.Kind.BOX and any(block["type"] == "box" for block in self.body.raw_data):
            raise ValidationError({"body": _("Only a comparison can show a reference box.")})

    @property
    def is_changed_by_hand(self) -> bool:
        """Whether it no longer says what was loaded last; true as well of what was never loaded."""
        return self.loaded != checksum({name: getattr(self, name) for name in SAID})


def checksum(said: dict[str, Any]) -> str:
    """SHA-256 of what a text says (the fields of SAID), the same for a StreamField and its JSON."""
    body = said["body"]
    plain = said | {"body": list(getattr(body, "raw_data", body))}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
