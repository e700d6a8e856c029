"""Tell the learner, in the certificate's language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.services.reviewing import TOLD


def send_issue_mail(certificate: Certificate) -> None:
    """Send the mail that says the certificate is issued. Sending once is the outbox's promise.

    Should the server be cut off between sending and noting it, the second mail carries the same identifier, and
    mailboxes show one.
    """
    with translation.override(certificate.snapshot["language"]):
        context = {
            "certificate": certificate,
            "subject": _("Your certificate is issued"),
            "url": settings.AMPARO_BASE_URL + reverse("certificates:verify", args=[certificate.code]),
            "pdf_url": settings.AMPARO_BASE_URL + reverse("certificates:pdf", args=[certificate.code]),
        }
        _send(certificate, "certificate_issued", "certificate", context)


def send_refusal_mail(certificate: Certificate) -> None:
    """Say that the certificate was not approved, with what the administrator wrote to the learner; who to ask."""
    told = certificate.events.filter(kind=TOLD).order_by("-pk").first()
    with translation.override(certificate.snapshot["language"]):
        context = {
            "certificate": certificate,
            "subject": _("Your certificate was not approved"),
            "message": told.reason if told else "",
            "help_email": settings.AMPARO_HELP_EMAIL,
            "url": settings.AMPARO_BASE_URL + reverse("courses:dashboard"),
        }
        _send(certificate, "certificate_refused", "certificate-refused", context)


def _send(certificate: Certificate, template: str, named: str, context: dict[str, object]) -> None:
    host = urlsplit(settings.AMPARO_BASE_URL).hostname
    mail = EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=render_to_string(f"email/{template}.txt", context),
        to=[certificate.enrolment.learner.email],
        headers={"Message-ID": f"<{named}-{certificate.pk}@{host}>"},
    )
    mail.attach_alternative(render_to_string(f"email/{template}.html", context), "text/html")
    mail.send()
