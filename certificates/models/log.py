"""The transparency log: an append-only Merkle tree over what happened to certificates.

Nothing here names a person. The salts alone may go, when a learner is erased; the tree stands without them.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models.append_only import AppendOnly
from certificates.models.register import Certificate


class LogHead(models.Model):
    """How many entries there are. Its one locked row puts appends one after the other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_log_head")]

    def __str__(self) -> str:
        return str(self.size)


class LogEntry(AppendOnly):
    """One event. `leaf` is SHA-256(salt ‖ snapshot's SHA-256 ‖ event): see domain/events.py."""

    class Kind(models.TextChoices):
        ISSUE = "issue", _("issued")
        REISSUE = "reissue", _("issued in place of an earlier one")
        REVOKE = "revoke", _("revoked")
        ERASE = "erase", _("personal data erased")

    index = models.PositiveBigIntegerField(primary_key=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="log_entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    event = models.TextField()
    leaf = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["index"]
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="each_event_is_logged_once")]

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class LogSalt(models.Model):
    """What ties an entry to its snapshot. Without it the entry says nothing to anybody."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, primary_key=True, related_name="salt")
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.entry_id)


class LogNode(AppendOnly):
    """The hash of a complete subtree, by its place in the tree (domain/merkle.py, `position`)."""

    position = models.PositiveBigIntegerField(primary_key=True)
    hash = models.BinaryField()

    def __str__(self) -> str:
        return str(self.position)


class SignedTreeHead(AppendOnly):
    """The log's size and root on a day, signed. Witnesses keep it: nothing before it can be rewritten unnoticed."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    origin = models.CharField(max_length=200)
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.size}"

    @property
    def root_hex(self) -> str:
        return bytes(self.root).hex()
