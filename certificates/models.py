"""Certificates are records, not views: what they say is frozen when they are issued, and rows are never deleted."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.domain.codes import grouped
from courses.models import Course, Enrolment


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


class SerialCounter(models.Model):
    """The last number given in a year. Its locked row puts issues one after the other: no gaps."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner_id: int) -> "CertificateQuerySet":
        """The learner's certificates that count, the newest first."""
        return self.filter(enrolment__learner=learner_id, state="issued").order_by("-issued_at")

    def delete(self) -> Any:
        raise ValidationError(_("Certificates are not deleted. Revoke it, with a reason."))


class Certificate(models.Model):
    """One certificate in one version. Correcting a name is a new version; the old one is superseded."""

    class Kind(models.TextChoices):
        COMPLETION = "completion", _("completion")
        PARTICIPATION = "participation", _("participation")
        TRAINER = "trainer", _("trainer")

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        ISSUED = "issued", _("issued")
        SUPERSEDED = "superseded", _("superseded")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    class Reason(models.TextChoices):
        ERROR = "error", _("issued in error")
        CONDUCT = "conduct", _("rules of the assessment not kept")
        HOLDER = "holder", _("at the holder's request")
        REPLACED = "replaced", _("replaced by a corrected certificate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.COMPLETION)
    version = models.PositiveIntegerField(default=1)
    serial = models.CharField(max_length=32, unique=True, null=True, blank=True)
    code = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    superseded_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="certificates")
    key_ids = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    revocation_note = models.TextField(blank=True, help_text="Private.")

    objects: ClassVar[CertificateQuerySet] = CertificateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind", "version"], name="certificate_version_unique"),
            models.UniqueConstraint(
                fields=["enrolment", "kind"], condition=Q(state="issued"), name="one_valid_certificate_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(serial__isnull=False, issued_at__isnull=False),
                name="issued_has_serial_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revoked_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(superseded_by__isnull=False), name="superseded_names_its_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.serial or str(self.id)

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    def state_on(self, today: date) -> str:
        """The state a verifier should see today: an issued certificate expires by its date alone."""
        is_over = self.expires_on is not None and today > self.expires_on
        return self.State.EXPIRED if self.state == self.State.ISSUED and is_over else self.state

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError(_("Certificates are not deleted. Revoke it, with a reason."))


class CertificateEvent(models.Model):
    """Append-only: what happened to a certificate, by whom, why."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("Events are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Events are not deleted.")


def private_storage() -> Any:
    """Where files lie that only a view may serve."""
    return storages["private"]


class CertificateFile(models.Model):
    """A rendered file, stored once with its checksum. Later upgrades never alter it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, default="pdf")
    file = models.FileField(storage=private_storage, upload_to="certificates/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()
    libraries = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="one_file_per_kind")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"
