"""Certificates are records, not views: what they say is frozen when they are issued, and rows are never deleted."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.names import sort_key
from certificates.domain.codes import grouped
from certificates.domain.snapshot import checksum
from certificates.models.policies import TemplateVersion
from courses.models import Enrolment


class SerialCounter(models.Model):
    """The last number given in a year. Its locked row puts issues one after the other: no gaps."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def held_by(self, learner_id: int) -> "CertificateQuerySet":
        """All that a learner's own page lists, those that wait for approval too; the newest first."""
        return self.filter(enrolment__learner=learner_id, erased_at=None).order_by("-created_at", "-version")

    def run_out(self, today: date) -> "CertificateQuerySet":
        """Still in force by their state, but over by their date."""
        return self.filter(state="issued", expires_on__lt=today)

    def hold(self, pk: uuid.UUID) -> "Certificate | None":
        """The certificate, locked until the transaction ends; None if its holder was erased.

        Who stores a file holds it first: an erasure waits until the file is there, and then takes it away.
        """
        return self.select_for_update(of=("self",)).filter(pk=pk, erased_at=None).first()

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
    erased_at = models.DateTimeField(null=True, blank=True)
    # What the holder lets others see who have the code: docs/decisions, "What a code shows".
    is_public = models.BooleanField(_("whoever has the code sees what the certificate says"), default=True)
    shows_grade = models.BooleanField(_("the grade too"), default=False)
    shows_email = models.BooleanField(_("my e-mail address too"), default=False)
    # The printed name without accents and capitals: no database folds them as the other does.
    sought = models.CharField(max_length=500, blank=True, editable=False)

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

    @property
    def has_file(self) -> bool:
        """Whether there is a PDF to fetch for whoever may."""
        return self.state not in (self.State.PENDING, self.State.REVOKED) and self.erased_at is None

    @property
    def is_open(self) -> bool:
        """Whether who has the code may read name, course and hours, and fetch the PDF."""
        return self.is_public and self.has_file

    @property
    def opens_record(self) -> bool:
        """Whether who has the code may compare the whole record with the log.

        A record holds the grade. With its checksum a grade can be guessed, so where the one is withheld the
        other is. Of an erased one, what is kept may be compared, unless the law made us keep the person in it.
        """
        if self.erased_at is not None:
            names_nobody = not {"name", "grade"} & self.snapshot.keys()
            return self.is_public and self.state != self.State.REVOKED and names_nobody
        return self.is_open and (self.snapshot.get("grade") is None or self.shows_grade)

    def say(self, snapshot: dict[str, Any]) -> None:
        """Take over what the certificate says, with what hangs on it. Not saved yet."""
        self.snapshot, self.snapshot_sha256 = snapshot, checksum(snapshot)
        self.sought = sort_key(snapshot.get("name", ""))

    def add_keys(self, *ids: str) -> None:
        """Note the keys (by their names in the register of keys) that signed a file made of it, which is held."""
        self.key_ids = sorted({*self.key_ids, *ids})
        self.save(update_fields=["key_ids"])

    def state_on(self, today: date) -> str:
        """The state a verifier should see today: an issued certificate expires by its date alone."""
        is_over = self.expires_on is not None and today > self.expires_on
        return self.State.EXPIRED if self.state == self.State.ISSUED and is_over else self.state

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError(_("Certificates are not deleted. Revoke it, with a reason."))
