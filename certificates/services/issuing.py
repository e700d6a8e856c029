"""The one transaction in which a certificate comes into being."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.models import User
from certificates.domain import codes
from certificates.domain.snapshot import checksum
from certificates.models import Certificate, CertificateEvent, CertificatePolicy, SerialCounter, TemplateVersion
from courses.models import CoursePage, Enrolment
from outbox.services import enqueue


class NotCompleted(Exception):
    """The enrolment's course is not completed."""


class NotIssued(Exception):
    """The certificate is not in force: it cannot be corrected or revoked."""


@transaction.atomic
def issue_certificate(enrolment_id: int, *, now: datetime, by: User | None = None) -> Certificate | None:
    """The completion certificate of an enrolment, made if there is none yet. None if the course gives none.

    Safe to repeat, also at the same time: the enrolment's row is locked, and an enrolment that ever had a
    certificate of the kind never gets another here, not even after a revocation. Raises NotCompleted.
    """
    enrolment = _locked(enrolment_id)
    existing = Certificate.objects.filter(enrolment=enrolment, kind="completion").order_by("-version").first()
    if existing is not None:
        is_approval = by is not None and existing.state == Certificate.State.PENDING
        return _approve(existing, enrolment, now, by) if is_approval else existing
    if enrolment.completed_at is None:
        raise NotCompleted
    policy = CertificatePolicy.objects.filter(course=enrolment.cohort.course_id).select_related("template").first()
    if policy is None:
        return None
    certificate = _new(enrolment, policy, now, version=1)
    if policy.needs_approval and by is None:
        _note(certificate, "requested", now)
        return certificate
    return _put_in_force(certificate, now, by)


def _approve(certificate: Certificate, enrolment: Enrolment, now: datetime, by: User | None) -> Certificate:
    """Issue what waited: it says what is true now, not when it was asked for."""
    policy = CertificatePolicy.objects.get(course=enrolment.cohort.course_id)
    certificate.snapshot = _snapshot(enrolment, policy, now)
    return _put_in_force(certificate, now, by)


def _locked(enrolment_id: int) -> Enrolment:
    enrolments = Enrolment.objects.select_for_update(of=("self",))
    return enrolments.select_related("learner", "cohort__course", "cohort__release").get(pk=enrolment_id)


def _new(enrolment: Enrolment, policy: CertificatePolicy, now: datetime, *, version: int) -> Certificate:
    snapshot = _snapshot(enrolment, policy, now)
    return Certificate.objects.create(
        enrolment=enrolment,
        version=version,
        code=codes.new_code(),
        snapshot=snapshot,
        snapshot_sha256=checksum(snapshot),
        template_version=TemplateVersion.objects.filter(template=policy.template).latest("number"),
        created_at=now,
    )


def _put_in_force(certificate: Certificate, now: datetime, by: User | None, reason: str = "") -> Certificate:
    """Give the next serial; ask for the file and the mail, which are slow."""
    months = CertificatePolicy.objects.get(course=certificate.enrolment.cohort.course_id).valid_months
    certificate.serial = _next_serial(_civil(now).year)
    certificate.issued_at = now
    certificate.expires_on = _months_later(_civil(now), months)
    certificate.snapshot = {**certificate.snapshot, "issued_on": _civil(now).isoformat(), "serial": certificate.serial}
    certificate.snapshot_sha256 = checksum(certificate.snapshot)
    certificate.state = Certificate.State.ISSUED
    certificate.save()
    _note(certificate, "issued", now, by, reason)
    for work in ("render", "mail"):
        enqueue(f"certificates.{work}", key=f"certificate-{work}:{certificate.pk}", certificate_id=str(certificate.pk))
    return certificate


def _next_serial(year: int) -> str:
    SerialCounter.objects.get_or_create(year=year)
    counter = SerialCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return codes.serial(year, counter.last)


def _snapshot(enrolment: Enrolment, policy: CertificatePolicy, now: datetime) -> dict[str, Any]:
    """What the certificate says, in the language in which the learner took the course."""
    language = enrolment.language
    completed = enrolment.completed_at or now
    return {
        "schema": 1,
        "kind": "completion",
        "language": language,
        "name": enrolment.learner.get_full_name(),
        "course": enrolment.cohort.course.slug,
        "course_title": _title(enrolment, language),
        "hours": str(enrolment.cohort.release.hours),
        "release": enrolment.cohort.release.number,
        "grade": str(enrolment.grade) if enrolment.grade is not None else None,
        "completed_on": _civil(completed).isoformat(),
        "time_zone": settings.AMPARO_ISSUER_TIME_ZONE,
        "issuer": settings.AMPARO_ISSUER_NAME,
        "signatories": [
            {"name": s["name"], "role": s["role"].get(language) or next(iter(s["role"].values()))}
            for s in policy.signatories
        ],
    }


def _title(enrolment: Enrolment, language: str) -> str:
    pages = CoursePage.objects.filter(course=enrolment.cohort.course_id)
    titles = dict(pages.values_list("locale__language_code", "title"))
    course = enrolment.cohort.course
    return titles.get(language) or titles.get(course.source_language) or course.title


def _civil(instant: datetime) -> date:
    """The date on the issuer's calendar."""
    return instant.astimezone(ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE)).date()


def _months_later(day: date, months: int | None) -> date | None:
    """The same day `months` later; the month's last day where there is no such day."""
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, by: User, reason: str, now: datetime) -> Certificate:
    """Correct a certificate: the next version says what is true now; the old one is superseded. Raises NotIssued."""
    enrolment = _locked(certificate.enrolment_id)
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if old.state != Certificate.State.ISSUED:
        raise NotIssued
    policy = CertificatePolicy.objects.select_related("template").get(course=enrolment.cohort.course_id)
    new = _new(enrolment, policy, now, version=old.version + 1)
    old.state, old.superseded_by = Certificate.State.SUPERSEDED, new
    old.save(update_fields=["state", "superseded_by"])
    _note(old, "superseded", now, by, reason)
    return _put_in_force(new, now, by, reason)


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, by: User, reason: str, note: str, now: datetime) -> Certificate:
    """Take a certificate out of force, with a public reason and a private note. Safe to repeat.

    Raises NotIssued, and ValueError for a reason that is none of Certificate.Reason.
    """
    reason = Certificate.Reason(reason)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.state == Certificate.State.REVOKED:
        return certificate
    if certificate.state != Certificate.State.ISSUED:
        raise NotIssued
    certificate.state = Certificate.State.REVOKED
    certificate.revoked_at, certificate.revocation_reason, certificate.revocation_note = now, reason, note
    certificate.save(update_fields=["state", "revoked_at", "revocation_reason", "revocation_note"])
    _note(certificate, "revoked", now, by, note)
    return certificate


def _note(certificate: Certificate, kind: str, at: datetime, by: User | None = None, reason: str = "") -> None:
    CertificateEvent.objects.create(certificate=certificate, kind=kind, at=at, actor=by, reason=reason)
