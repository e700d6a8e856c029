"""Erase a learner from the certificates' side. What the permanent register must keep stays; the log still proves."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from certificates.models import Certificate, CertificateEvent, CertificateFile, LogEntry, LogSalt
from certificates.models.history import private_storage
from certificates.services.history import add_event
from certificates.services.log import append_entry
from courses.models import Enrolment
from outbox.services import enqueue

FOLDER = "certificates"  # of the private storage: CertificateFile.file
# Without these the register's page could say nothing of a certificate.
ALWAYS_KEPT = ("schema", "kind", "language", "course", "serial", "completed_on", "issued_on", "expires_on")


@transaction.atomic
def erase_learner(learner: User, *, by: User | None, now: datetime) -> int:
    """Erase what the learner's certificates say of the person. Return how many certificates it concerned.

    Each certificate keeps its row, serial, code and state, and of its snapshot what AMPARO_PERMANENT_REGISTER
    names. Salts go with the rest: the log's older entries stay and say nothing any more, while a new one vouches
    for what is kept. `by` is None where the learner asked for it. Safe to repeat.
    """
    # Whoever issues holds the place: what is about to be issued is waited for, and then erased as well.
    list(Enrolment.objects.filter(learner=learner).select_for_update(of=("self",)).order_by("pk"))
    rows = Certificate.objects.filter(enrolment__learner=learner, erased_at=None)
    found = list(rows.select_for_update(of=("self",)).order_by("created_at", "version"))
    for certificate in found:
        _erase(certificate, by, now)
    return len(found)


def _erase(certificate: Certificate, by: User | None, now: datetime) -> None:
    """First the log entry: without it the database lets nothing go."""
    certificate.say(_kept(certificate.snapshot))
    append_entry(certificate, LogEntry.Kind.ERASE, at=now)
    certificate.erased_at, certificate.revocation_note = now, ""
    certificate.save(update_fields=["snapshot", "snapshot_sha256", "sought", "erased_at", "revocation_note"])
    LogSalt.objects.filter(entry__certificate=certificate).exclude(entry__kind=LogEntry.Kind.ERASE).delete()
    CertificateEvent.objects.filter(certificate=certificate).exclude(reason="").erase_reasons()
    _remove_files(certificate)
    add_event(certificate, "erased", now, by)


def _kept(snapshot: dict[str, Any]) -> dict[str, Any]:
    kept = {*ALWAYS_KEPT, *settings.AMPARO_PERMANENT_REGISTER}
    return {key: value for key, value in snapshot.items() if key in kept}


def _remove_files(certificate: Certificate) -> None:
    """The rows now; the files after the commit, by a job that survives a power cut."""
    for file in certificate.files.all():
        enqueue("certificates.remove_file", key=f"certificate-remove:{file.pk}", name=file.file.name)
        file.delete()
    if certificate.serial:
        enqueue(
            "certificates.remove_leftovers", key=f"certificate-leftovers:{certificate.pk}", serial=certificate.serial
        )


def remove_file(name: str) -> None:
    """Delete a file of an erased certificate. Harmless if it is gone."""
    CertificateFile._meta.get_field("file").storage.delete(name)


def remove_leftovers(serial: str) -> int:
    """Delete what a worker that was killed left of an erased certificate: no row leads to it. Return how many files."""
    storage = private_storage()
    names = [name for folder in _folders(storage) for name in _named(storage, folder, serial)]
    for name in names:
        storage.delete(name)
    return len(names)


def _folders(storage: Any) -> list[str]:
    """One for each year in which files were stored."""
    return [f"{FOLDER}/{year}" for year in storage.listdir(FOLDER)[0]] if storage.exists(FOLDER) else []


def _named(storage: Any, folder: str, serial: str) -> list[str]:
    """Files of exactly this serial, also under a name that the storage changed because it was taken."""
    found = re.compile(re.escape(serial) + r"(?!\d)")
    return [f"{folder}/{name}" for name in storage.listdir(folder)[1] if found.match(name)]
