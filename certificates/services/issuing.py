"""The one transaction in which a certificate comes into being."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from certificates.domain import codes, entitlement
from certificates.models import Certificate, CertificatePolicy, LogEntry, SerialCounter, TemplateVersion
from certificates.services.history import add_event
from certificates.services.log import append_entry
from certificates.services.wording import build_snapshot, civil_date, months_later
from courses.models import Enrolment
from outbox.services import enqueue


class NotCompleted(Exception):
    """The enrolment does not give this kind of certificate: the course is not completed."""


class NeedsAPerson(Exception):
    """A certificate of this kind is given by a person, never by itself."""


@transaction.atomic
def issue_certificate(
    enrolment_id: int, *, now: datetime, by: User | None = None, kind: str = entitlement.COMPLETION, reason: str = ""
) -> Certificate | None:
    """An enrolment's certificate of a kind, made if there is none yet. None if the course gives none, or if the
    learner was erased.

    Safe to repeat, also at the same time: the enrolment's row is locked, and an enrolment that ever had a
    certificate of the kind never gets another here, not even after a revocation. `reason` is private, and kept in
    the history. Raises NotCompleted, NeedsAPerson, and ValueError for a kind nobody knows.
    """
    kind = Certificate.Kind(kind).value
    enrolment = lock_enrolment(enrolment_id)
    existing = Certificate.objects.filter(enrolment=enrolment, kind=kind).order_by("-version").first()
    if existing is not None:
        is_approval = by is not None and existing.state == Certificate.State.PENDING and not existing.erased_at
        return _approve(existing, enrolment, now, by, reason) if is_approval else existing
    if enrolment.learner.erased_at:
        return None
    _require_entitlement(enrolment, kind, by)
    policy = CertificatePolicy.objects.filter(course=enrolment.cohort.course_id).select_related("template").first()
    if policy is None:
        return None
    certificate = new_version(enrolment, policy, kind, now, version=1)
    if policy.needs_approval and by is None:
        add_event(certificate, "requested", now)
        return certificate
    return put_in_force(certificate, now, by, expires_on=_end(policy, now), reason=reason)


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment with what a certificate says of it; whoever else wants its certificates waits.

    The learner is read after that, and not with it: a lock that was waited for brings back the row of before.
    """
    enrolments = Enrolment.objects.select_for_update(of=("self",))
    return enrolments.select_related("cohort__course", "cohort__release").get(pk=enrolment_id)


def _require_entitlement(enrolment: Enrolment, kind: str, by: User | None) -> None:
    lacking = entitlement.lacks(
        kind,
        is_completed=enrolment.completed_at is not None,
        is_withdrawn=enrolment.state == Enrolment.State.WITHDRAWN,
        has_person=by is not None,
    )
    if lacking:
        raise NotCompleted if lacking == "completion" else NeedsAPerson


def _approve(
    certificate: Certificate, enrolment: Enrolment, now: datetime, by: User | None, reason: str
) -> Certificate:
    """Issue what waited: it says what is true now, not when it was asked for."""
    policy = CertificatePolicy.objects.get(course=enrolment.cohort.course_id)
    certificate.snapshot = build_snapshot(enrolment, policy, certificate.kind, now)
    return put_in_force(certificate, now, by, expires_on=_end(policy, now), reason=reason)


def new_version(
    enrolment: Enrolment, policy: CertificatePolicy, kind: str, now: datetime, *, version: int
) -> Certificate:
    """A certificate that waits: without serial, not in force."""
    certificate = Certificate(
        enrolment=enrolment,
        kind=kind,
        version=version,
        code=codes.new_code(),
        template_version=TemplateVersion.objects.filter(template=policy.template).latest("number"),
        created_at=now,
    )
    certificate.say(build_snapshot(enrolment, policy, kind, now))
    certificate.save(force_insert=True)
    return certificate


def put_in_force(
    certificate: Certificate,
    now: datetime,
    by: User | None,
    *,
    expires_on: date | None,
    reason: str = "",
    supersedes: Certificate | None = None,
) -> Certificate:
    """Give the next serial, freeze what it says, log it; ask for the file and the mail, which are slow."""
    certificate.serial = _next_serial(civil_date(now).year)
    certificate.issued_at, certificate.expires_on = now, expires_on
    added = {"issued_on": civil_date(now).isoformat(), "serial": certificate.serial}
    if expires_on is not None:
        added["expires_on"] = expires_on.isoformat()  # so that the log vouches for it too
    certificate.say({**certificate.snapshot, **added})
    certificate.state = Certificate.State.ISSUED
    certificate.save()
    add_event(certificate, "issued", now, by, reason)
    for work in ("render", "mail"):
        enqueue(f"certificates.{work}", key=f"certificate-{work}:{certificate.pk}", certificate_id=str(certificate.pk))
    if supersedes is None:
        append_entry(certificate, LogEntry.Kind.ISSUE, at=now)
    else:
        append_entry(certificate, LogEntry.Kind.REISSUE, at=now, supersedes=supersedes.serial or "")
    return certificate


def _end(policy: CertificatePolicy, now: datetime) -> date | None:
    return months_later(civil_date(now), policy.valid_months)


def _next_serial(year: int) -> str:
    SerialCounter.objects.get_or_create(year=year)
    counter = SerialCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return codes.serial(year, counter.last)
