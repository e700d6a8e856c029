"""Designs and policies: how a course certifies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course


class Template(models.Model):
    """A certificate's design. What is printed stands in its versions."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """A design frozen: layout, texts in every language, fonts and pictures by checksum. Never changed."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    design = models.JSONField()
    checksum = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_unique")]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("A template's version does not change. Make a new one."))
        super().save(*args, **kwargs)


class CertificatePolicy(models.Model):
    """How a course certifies: which design, by whom signed, approved by a person or not, valid how long."""

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="certificate_policy")
    template = models.ForeignKey(Template, on_delete=models.PROTECT)
    signatories = models.JSONField(default=list, help_text="[{name, role: {language: text}}]")
    needs_approval = models.BooleanField(_("a person approves each one"), default=False)
    valid_months = models.PositiveSmallIntegerField(_("valid for months"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate policy")
        verbose_name_plural = _("certificate policies")

    def __str__(self) -> str:
        return f"{self.course}"
