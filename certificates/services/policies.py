"""How a course certifies, changed by an administrator. Certificates that are issued keep what they say."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from certificates.models import CertificatePolicy, Template
from courses.models import Course

CHANGED = "certificates.policy.changed"


@dataclass(frozen=True)
class Terms:
    """A policy's terms. A signatory is {name, role: {language: text}, signature: checksum or nothing}."""

    template_id: int
    signatories: list[dict[str, Any]]
    needs_approval: bool
    valid_months: int | None


def terms_of(policy: CertificatePolicy) -> Terms:
    return Terms(policy.template_id, policy.signatories, policy.needs_approval, policy.valid_months)


@transaction.atomic
def put_policy(course: Course, terms: Terms, *, by: User) -> tuple[CertificatePolicy, bool]:
    """Let the course certify on these terms. Returns the policy and whether anything changed. Repeatable."""
    Course.objects.select_for_update().get(pk=course.pk)
    policy = CertificatePolicy.objects.filter(course=course).first()
    old = terms_of(policy) if policy else None
    if policy is not None and old == terms:
        return policy, False
    policy = policy or CertificatePolicy(course=course)
    policy.template = Template.objects.get(pk=terms.template_id)
    policy.signatories = terms.signatories
    policy.needs_approval, policy.valid_months = terms.needs_approval, terms.valid_months
    policy.save()
    log(policy, CHANGED, user=by, data={"old": asdict(old) if old else None, "new": asdict(terms)})
    return policy, True
