"""What may happen to a certificate in force: a correction, a revocation, its end."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from certificates.models import Certificate, CertificatePolicy, LogEntry
from certificates.services.history import add_event
from certificates.services.issuing import lock_enrolment, new_version, put_in_force
from certificates.services.log import append_entry
from certificates.services.reviewing import ReasonMissing
from certificates.services.wording import civil_date

State = Certificate.State


class NotIssued(Exception):
    """The certificate is not in force: it cannot be corrected or revoked."""


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, by: User, reason: str, now: datetime) -> Certificate:
    """Correct a certificate: the next version says what is true now; the old one is superseded.

    Raises NotIssued, and ReasonMissing for a reason that says nothing.
    Its end stays where it was, and one that is over is not corrected: docs/decisions/0006.
    """
    enrolment = lock_enrolment(certificate.enrolment_id)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.state_on(civil_date(now)) != State.ISSUED or old.erased_at:
        raise NotIssued
    if not reason.strip():
        raise ReasonMissing
    policy = CertificatePolicy.objects.select_related("template").get(course=enrolment.cohort.course_id)
    new = new_version(enrolment, policy, old.kind, now, version=old.version + 1)
    if enrolment.completed_at is None:
        new.snapshot["completed_on"] = old.snapshot["completed_on"]
    new.is_public, new.shows_grade, new.shows_email = old.is_public, old.shows_grade, old.shows_email
    old.state, old.superseded_by = State.SUPERSEDED, new
    old.save(update_fields=["state", "superseded_by"])
    add_event(old, "superseded", now, by, reason)
    return put_in_force(new, now, by, expires_on=old.expires_on, reason=reason, supersedes=old)


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, by: User, reason: str, note: str, now: datetime) -> Certificate:
    """Take a certificate out of force, also one that is over, with a public reason and a private note. Repeatable.

    Raises NotIssued, and ValueError for a reason that is none of Certificate.Reason or a note that says nothing.
    """
    reason = Certificate.Reason(reason)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.state == State.REVOKED:
        return certificate
    if certificate.state not in (State.ISSUED, State.EXPIRED) or certificate.erased_at:
        raise NotIssued
    if not note.strip():
        raise ValueError("A revocation needs a private note.")
    certificate.state = State.REVOKED
    certificate.revoked_at, certificate.revocation_reason, certificate.revocation_note = now, reason, note
    certificate.save(update_fields=["state", "revoked_at", "revocation_reason", "revocation_note"])
    add_event(certificate, "revoked", now, by, note)
    append_entry(certificate, LogEntry.Kind.REVOKE, at=now, reason=reason.value)
    return certificate


@transaction.atomic
def expire_certificates(*, now: datetime, limit: int = 500) -> int:
    """Write down which certificates are over by their date. Return how many; call again while it is `limit`.

    Reading a certificate says so without it (Certificate.state_on). The log needs no entry: the end stands in
    the snapshot that it vouches for.
    """
    over = Certificate.objects.run_out(civil_date(now)).select_for_update(skip_locked=True).order_by("pk")
    found = list(over[:limit])
    for certificate in found:
        certificate.state = State.EXPIRED
        certificate.save(update_fields=["state"])
        add_event(certificate, "expired", now)
    return len(found)
