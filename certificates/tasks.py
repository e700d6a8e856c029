"""The slow work of issuing. Tasks take ids; every one may run twice."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from certificates import log_reading, services
from certificates.models import Certificate, SignedTreeHead
from courses.models import Cohort


@shared_task(name="certificates.issue")
def issue(enrolment_id: int) -> None:
    """Issue the certificate of a completed course."""
    services.issue_certificate(enrolment_id, now=timezone.now())


@shared_task(name="certificates.issue_by_person")
def issue_by_person(enrolment_id: int, kind: str, by_id: int) -> None:
    """One certificate of a cohort that an administrator asked for."""
    services.issue_by_person(enrolment_id, kind, by=User.objects.get(pk=by_id), now=timezone.now())


@shared_task(name="certificates.issue_for_everyone")
def issue_for_everyone(cohort_id: int, kind: str, by_id: int) -> None:
    """The certificates of a whole cohort that an administrator asked for."""
    cohort, by = Cohort.objects.get(pk=cohort_id), User.objects.get(pk=by_id)
    services.issue_for_everyone(cohort, kind, by=by, now=timezone.now())


@shared_task(name="certificates.render")
def render(certificate_id: str) -> None:
    """Render the PDF before anyone asks for it."""
    certificate = Certificate.objects.select_related("template_version").get(pk=certificate_id)
    if certificate.erased_at is None:
        with suppress(services.Erased):  # meanwhile
            services.ensure_pdf(certificate)


@shared_task(name="certificates.mail")
def mail(certificate_id: str) -> None:
    """Tell the learner, unless it was revoked or replaced meanwhile: a replacement has a mail of its own."""
    certificate = Certificate.objects.select_related("enrolment__learner").get(pk=certificate_id)
    gone = (Certificate.State.REVOKED, Certificate.State.SUPERSEDED)
    if certificate.erased_at is None and certificate.state not in gone:
        services.send_issue_mail(certificate)


@shared_task(name="certificates.mail_refusal")
def mail_refusal(certificate_id: str) -> None:
    """Tell the learner that it was not approved, unless it was after all."""
    certificate = Certificate.objects.select_related("enrolment__learner").get(pk=certificate_id)
    if certificate.erased_at is None and certificate.state == Certificate.State.PENDING:
        services.send_refusal_mail(certificate)


@shared_task(name="certificates.remove_file")
def remove_file(name: str) -> None:
    """Delete a file of somebody who was erased."""
    services.remove_file(name)


@shared_task(name="certificates.remove_leftovers")
def remove_leftovers(serial: str) -> None:
    """Delete what no row leads to of somebody who was erased."""
    services.remove_leftovers(serial)


@shared_task(name="certificates.expire")
def expire() -> None:
    """Periodic: write down which certificates are over. Reading one says so without it."""
    services.expire_certificates(now=timezone.now())


@shared_task(name="certificates.ask_for_head")
def ask_for_head() -> None:
    """Periodic: see that the day's head of the log gets signed."""
    services.ask_for_head(now=timezone.now())


@shared_task(name="certificates.sign_head")
def sign_head() -> None:
    """Sign the log's head of today."""
    services.sign_head(now=timezone.now())


@shared_task(name="certificates.mail_head")
def mail_head(head_id: int, address: str) -> None:
    """Send a head to one witness."""
    head = SignedTreeHead.objects.get(pk=head_id)
    services.mail_head(head, address, log_reading.kept_head(head))
