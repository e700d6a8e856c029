"""The PDF: rendered and signed on first need, then kept byte for byte."""

import hashlib
from functools import lru_cache
from importlib.metadata import version

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, CertificateFile
from certificates.models.history import private_storage
from certificates.rendering import InvalidDesign, render_certificate
from certificates.rendering.design import asset_checksums
from certificates.services.heads import last_head

LIBRARIES = ("xhtml2pdf", "reportlab", "pillow", "segno", "pikepdf", "pyhanko")
PICTURES = "certificate-pictures"  # in the private storage: logos and signatures, named by their SHA-256


class Erased(Exception):
    """The holder was erased: nothing of the certificate is stored any more."""


def ensure_pdf(certificate: Certificate) -> CertificateFile:
    """The certificate's PDF, rendered and signed now if it never was. Of two at the same time the first one stays.

    Raises Erased, and what certificates.rendering and certificates.signing raise: then nothing is stored, and a
    person must look.
    """
    stored = stored_pdf(certificate)
    if stored is not None:
        return stored
    pdf, key_id = _signed(certificate)
    with transaction.atomic():
        held = Certificate.objects.hold(certificate.pk)
        if held is None:
            raise Erased
        return stored_pdf(held) or _store(held, pdf, key_id)


def stored_pdf(certificate: Certificate) -> CertificateFile | None:
    return certificate.files.filter(kind="pdf").first()


def signed_pdf(certificate: Certificate) -> bytes:
    """The certificate as it would be made now; its stored file is what counts."""
    return _signed(certificate)[0]


def _signed(certificate: Certificate) -> tuple[bytes, str]:
    """The signed file, and the name of the key that signed it."""
    from certificates.signing import key_id, seal_pdf, signer  # loads slowly: only where something is signed

    by = signer()
    pdf = render_certificate(_printed(certificate), certificate.template_version.design, read_picture, last_head())
    return seal_pdf(pdf, by), key_id(by)


def put_picture(data: bytes) -> str:
    """Keep a logo's or a signature's picture under its SHA-256, which is returned. Repeatable."""
    checksum = hashlib.sha256(data).hexdigest()
    storage, name = private_storage(), f"{PICTURES}/{checksum}"
    if not storage.exists(name):
        storage.save(name, ContentFile(data))
    return checksum


def read_picture(checksum: str) -> bytes:
    """A picture's bytes; raises InvalidDesign if it is not there."""
    try:
        with private_storage().open(f"{PICTURES}/{checksum}") as file:
            return bytes(file.read())
    except OSError as error:
        raise InvalidDesign(f"The picture {checksum} is not there.") from error


def is_on_record(sha256: str) -> bool:
    """Whether a file with that checksum is one of ours, byte for byte."""
    return CertificateFile.objects.filter(sha256=sha256).exists()


def verify_url(certificate: Certificate) -> str:
    """The address in the QR: upper case, so that the code stays small."""
    return f"{settings.AMPARO_BASE_URL}{reverse('verify_short', args=[certificate.code])}".upper()


def _printed(certificate: Certificate) -> dict[str, object]:
    return {**certificate.snapshot, "code": certificate.code, "verify_url": verify_url(certificate)}


def _drawn_with(certificate: Certificate) -> dict[str, object]:
    """The libraries' versions and the fonts' checksums: both may change while the design stays."""
    design = certificate.template_version.design
    fonts = _fonts(design["name"], tuple(sorted(design["fonts"].items())))
    return {**{name: version(name) for name in LIBRARIES}, "fonts": dict(fonts)}


@lru_cache(maxsize=16)
def _fonts(name: str, fonts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Read once a process, as the fonts themselves are."""
    return asset_checksums({"name": name, "fonts": dict(fonts)})


def _store(certificate: Certificate, pdf: bytes, key_id: str) -> CertificateFile:
    """Keep the file of a certificate that is held."""
    row = CertificateFile(
        certificate=certificate,
        kind="pdf",
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        rendered_at=timezone.now(),
        libraries=_drawn_with(certificate),
    )
    name = f"{certificate.serial}.pdf"
    # What lies there without a row is from a worker that was killed: no erasure would find it.
    row.file.storage.delete(row.file.field.generate_filename(row, name))
    row.file.save(name, ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            row.save()
            certificate.add_keys(key_id)
    except BaseException:
        row.file.delete(save=False)
        raise
    return row
