"""The slow work of issuing. Tasks take ids; every one may run twice."""

from celery import shared_task
from django.utils import timezone

from certificates import services
from certificates.models import Certificate


@shared_task(name="certificates.issue")
def issue(enrolment_id: int) -> None:
    """Issue the certificate of a completed course."""
    services.issue_certificate(enrolment_id, now=timezone.now())


@shared_task(name="certificates.render")
def render(certificate_id: str) -> None:
    """Render the PDF before anyone asks for it."""
    services.ensure_pdf(Certificate.objects.select_related("template_version").get(pk=certificate_id))


@shared_task(name="certificates.mail")
def mail(certificate_id: str) -> None:
    """Tell the learner."""
    services.send_issue_mail(Certificate.objects.select_related("enrolment__learner").get(pk=certificate_id))
