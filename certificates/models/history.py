"""What happened to a certificate, and the files made from it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from certificates.models.append_only import AppendOnly, AppendOnlyQuerySet
from certificates.models.register import Certificate


class EventQuerySet(AppendOnlyQuerySet):
    def erase_reasons(self) -> int:
        """Empty what people wrote. The database allows it for certificates whose erasure is logged."""
        return super(AppendOnlyQuerySet, self).update(reason="")


class CertificateEvent(AppendOnly):
    """What happened to a certificate, when, by whom, why."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_id}"


def private_storage() -> Any:
    """Where files lie that only a view may serve."""
    return storages["private"]


class CertificateFile(models.Model):
    """A rendered file, stored once with its checksum. Later upgrades never alter it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=32, default="pdf")  # a badge's names its keys: badges/making.py
    file = models.FileField(storage=private_storage, upload_to="certificates/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()
    libraries = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="one_file_per_kind")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"
