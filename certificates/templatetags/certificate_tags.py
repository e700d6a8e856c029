"""What pages of other apps show of certificates."""

from typing import Any

from django import template

from certificates.holding import held_by
from certificates.models import Certificate, CertificatePolicy

register = template.Library()


@register.inclusion_tag("certificates/mine.html", takes_context=True)
def my_certificates(context: Any) -> dict[str, Any]:
    """The signed-in learner's certificates without those that were replaced; one query."""
    request = context["request"]
    held = [each for each in held_by(request.user.pk) if each.state != Certificate.State.SUPERSEDED]
    return {"held": held, "request": request}


@register.simple_tag
def certificate_of(enrolment: Any) -> Certificate | None:
    """The valid certificate of an enrolment, if it is issued yet."""
    return Certificate.objects.filter(enrolment=enrolment, state="issued").first() if enrolment else None


@register.simple_tag
def gives_certificate(course: Any) -> bool:
    """Whether completing the course earns a certificate."""
    return CertificatePolicy.objects.filter(course=course).exists()
