"""How a course certifies, for its copy."""

from certificates.models import CertificatePolicy
from courses.contributions import Copying


def copy_policy(copying: Copying) -> None:
    """The same design, signatories and terms."""
    policy = CertificatePolicy.objects.filter(course=copying.source).first()
    if policy and copying.is_whole_course:
        policy.pk, policy.course_id = None, copying.target.pk
        policy._state.adding = True
        policy.save()
