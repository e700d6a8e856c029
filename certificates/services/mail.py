"""Tell the learner, in the certificate's language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.models import Certificate


def send_issue_mail(certificate: Certificate) -> None:
    """Send the mail that says the certificate is issued. Sending once is the outbox's promise.

    Should the server be cut off between sending and noting it, the second mail carries the same identifier, and
    mailboxes show one.
    """
    with translation.override(certificate.snapshot["language"]):
        base = settings.AMPARO_BASE_URL
        context = {
            "certificate": certificate,
            "subject": _("Your certificate is issued"),
            "url": base + reverse("certificates:verify", args=[certificate.code]),
            "pdf_url": base + reverse("certificates:pdf", args=[certificate.code]),
        }
        mail = EmailMultiAlternatives(
            subject=str(context["subject"]),
            body=render_to_string("email/certificate_issued.txt", context),
            to=[certificate.enrolment.learner.email],
            headers={"Message-ID": f"<certificate-{certificate.pk}@{urlsplit(base).hostname}>"},
        )
        mail.attach_alternative(render_to_string("email/certificate_issued.html", context), "text/html")
        mail.send()
