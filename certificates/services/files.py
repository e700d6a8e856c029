"""The PDF: rendered on first need, then kept byte for byte."""

import hashlib
from importlib.metadata import version

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, CertificateFile
from certificates.rendering import render_certificate

LIBRARIES = ("xhtml2pdf", "reportlab", "pillow", "segno", "pypdf")


def ensure_pdf(certificate: Certificate) -> CertificateFile:
    """The certificate's PDF, rendered now if it never was. Of two at the same time the first one stays.

    Raises what certificates.rendering raises: then nothing is stored, and a person must look.
    """
    stored = certificate.files.filter(kind="pdf").first()
    if stored is not None:
        return stored
    pdf = render_certificate(_printed(certificate), certificate.template_version.design)
    try:
        with transaction.atomic():
            return _store(certificate, pdf)
    except IntegrityError:
        return certificate.files.get(kind="pdf")


def verify_url(certificate: Certificate) -> str:
    """The address in the QR: upper case, so that the code stays small."""
    return f"{settings.AMPARO_BASE_URL}{reverse('verify_short', args=[certificate.code])}".upper()


def _printed(certificate: Certificate) -> dict[str, object]:
    return {**certificate.snapshot, "code": certificate.code, "verify_url": verify_url(certificate)}


def _store(certificate: Certificate, pdf: bytes) -> CertificateFile:
    row = CertificateFile(
        certificate=certificate,
        kind="pdf",
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        rendered_at=timezone.now(),
        libraries={name: version(name) for name in LIBRARIES},
    )
    row.file.save(f"{certificate.serial}.pdf", ContentFile(pdf), save=False)
    row.save()
    return row
