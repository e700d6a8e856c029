"""A person looks at a certificate before it is issued: what it would say, whether it can be printed, yes or no."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from certificates.models import Certificate, CertificateEvent, CertificatePolicy, TemplateVersion
from certificates.rendering import RenderingFailed, render_certificate
from certificates.services.files import read_picture, verify_url
from certificates.services.history import add_event
from certificates.services.issuing import issue_certificate, lock_enrolment
from certificates.services.wording import build_snapshot, civil_date
from outbox.services import enqueue

REFUSED, TOLD = "refused", "told"
NEWLY_SAID = ("serial", "issued_on", "expires_on")  # every version has its own: no difference worth telling


class NotPending(Exception):
    """The certificate does not wait for anybody."""


class ReasonMissing(Exception):
    """A reason is asked for, and none was given."""


@dataclass(frozen=True)
class Difference:
    """What a reissue would change: the snapshot's key (or "design"), what stands there, what would."""

    key: str
    old: Any
    new: Any


@transaction.atomic
def approve_certificate(
    certificate: Certificate, *, by: User, now: datetime, reason: str = ""
) -> tuple[Certificate, bool]:
    """Issue what waits, also after a refusal. Returns the certificate and whether it was issued by this call."""
    lock_enrolment(certificate.enrolment_id)
    found = Certificate.objects.get(pk=certificate.pk)
    if found.erased_at or found.state != Certificate.State.PENDING:
        return found, False
    issued = issue_certificate(found.enrolment_id, now=now, by=by, kind=found.kind, reason=reason.strip())
    return issued or found, issued is not None


@transaction.atomic
def refuse_certificate(certificate: Certificate, *, by: User, reason: str, now: datetime, message: str = "") -> bool:
    """Write down that it is not approved, and why. Whether this call did it; raises NotPending, ReasonMissing.

    It goes on waiting in the register: approving it later stays possible, and nothing issues it by itself. The
    learner is told by mail, with the message and without the reason, which is private.
    """
    lock_enrolment(certificate.enrolment_id)
    found = Certificate.objects.get(pk=certificate.pk)
    if found.state != Certificate.State.PENDING or found.erased_at:
        raise NotPending
    if is_refused(found):
        return False
    if not reason.strip():
        raise ReasonMissing
    add_event(found, REFUSED, now, by, reason.strip())
    if message.strip():
        add_event(found, TOLD, now, by, message.strip())
    enqueue("certificates.mail_refusal", key=f"certificate-refusal:{found.pk}", certificate_id=str(found.pk))
    return True


def is_refused(certificate: Certificate) -> bool:
    """Whether somebody refused a certificate that still waits."""
    is_pending = certificate.state == Certificate.State.PENDING
    return is_pending and CertificateEvent.objects.filter(certificate=certificate, kind=REFUSED).exists()


def newest_design(policy: CertificatePolicy) -> TemplateVersion:
    """The version that a certificate issued now would be drawn with."""
    return TemplateVersion.objects.filter(template=policy.template_id).select_related("template").latest("number")


def would_say(certificate: Certificate, now: datetime) -> dict[str, Any]:
    """What the certificate would say if it were approved or reissued now."""
    enrolment = certificate.enrolment
    policy = CertificatePolicy.objects.select_related("template").get(course=enrolment.cohort.course_id)
    said = build_snapshot(enrolment, policy, certificate.kind, now)
    if certificate.state != Certificate.State.PENDING and enrolment.completed_at is None:
        said["completed_on"] = certificate.snapshot["completed_on"]
    return said


def reissue_differences(certificate: Certificate, now: datetime) -> list[Difference]:
    """What correcting the certificate now would change, its design included."""
    old, new = certificate.snapshot, would_say(certificate, now)
    keys = [key for key in dict.fromkeys((*old, *new)) if key not in NEWLY_SAID]
    found = [Difference(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    policy = CertificatePolicy.objects.get(course=certificate.enrolment.cohort.course_id)
    design = newest_design(policy)
    if design.pk != certificate.template_version_id:
        found.append(Difference("design", str(certificate.template_version), str(design)))
    return found


def draw_sample(certificate: Certificate, snapshot: dict[str, Any], design: dict[str, Any], now: datetime) -> bytes:
    """The page that such a snapshot would give, with a sample's serial, unsigned. Raises RenderingFailed."""
    sample = {
        "issued_on": civil_date(now).isoformat(),
        "serial": "AMP-0000-000000",
        **snapshot,
        "code": certificate.code,
        "verify_url": verify_url(certificate),
    }
    return render_certificate(sample, design, read_picture)


def printing_problem(certificate: Certificate, snapshot: dict[str, Any], design: dict[str, Any], now: datetime) -> str:
    """Why such a certificate could not be printed, in the drawing's words; empty if it can."""
    try:
        draw_sample(certificate, snapshot, design, now)
    except RenderingFailed as error:
        return str(error)
    return ""
