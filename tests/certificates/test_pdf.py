"""The PDF: rendered once, kept byte for byte, and its QR leads to the page that proves it."""

import hashlib
import io
import logging
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from certificates.domain.codes import grouped
from certificates.models import CertificateFile
from certificates.rendering import MissingGlyphs
from certificates.services import ensure_pdf, reissue_certificate, revoke_certificate
from certificates.services.files import verify_url
from outbox.models import Job
from tests.certificates.conftest import drain_all, packed, text_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def address(certificate, name: str = "pdf") -> str:
    with translation.override("es"):
        return reverse(f"certificates:{name}", args=[certificate.code])


def download(client, certificate) -> bytes:
    answer = client.get(address(certificate))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_download_is_the_stored_file_byte_for_byte(client, issued):
    certificate = issued()
    first, second = download(client, certificate), download(client, certificate)
    kept = certificate.files.get()
    assert first == second == kept.file.read()
    assert (kept.sha256, kept.size) == (hashlib.sha256(first).hexdigest(), len(first))


def test_later_software_never_alters_a_file_that_is_stored(client, issued, monkeypatch):
    certificate = issued()
    before = download(client, certificate)
    monkeypatch.setattr("certificates.services.files.render_certificate", lambda *a: b"%PDF of another make")
    assert download(client, certificate) == before


def test_the_download_names_its_serial_and_stays_out_of_search_engines(client, issued):
    certificate = issued()
    answer = client.get(address(certificate))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{certificate.serial}.pdf"'
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_file_is_not_in_a_folder_that_is_served(client, settings, issued):
    kept = ensure_pdf(issued())
    assert not kept.file.path.startswith(str(settings.MEDIA_ROOT))
    assert client.get(f"/media/{kept.file.name}").status_code == 404


def test_the_file_says_what_the_record_says(client, issued):
    certificate = issued()
    text = text_of(download(client, certificate))
    said = certificate.snapshot
    assert packed(said["name"]) in text
    assert packed(said["course_title"]) in text
    assert packed(said["serial"]) in text
    assert packed(grouped(certificate.code)) in text
    for signatory in said["signatories"]:
        assert packed(signatory["name"]) in text


def test_the_file_names_course_issuer_and_serial_in_its_properties(client, issued):
    certificate = issued()
    properties = PdfReader(io.BytesIO(download(client, certificate))).metadata
    assert properties.author == certificate.snapshot["issuer"]
    assert certificate.serial in properties["/Keywords"]


def test_the_qr_leads_to_the_page_that_proves_the_certificate(client, issued):
    certificate = issued()
    picture = pypdfium2.PdfDocument(download(client, certificate))[0].render(scale=150 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == code.text.upper() == verify_url(certificate)
    proved = client.get(urlsplit(code.text).path, follow=True)
    assert proved.status_code == 200
    assert proved.context["certificate"] == certificate


def test_a_revoked_certificate_has_no_file_to_give(client, issued, administrator):
    certificate = issued()
    ensure_pdf(certificate)
    revoke_certificate(certificate, by=administrator, reason="error", note="", now=NOW)
    assert client.get(address(certificate)).status_code == 404
    assert address(certificate) not in client.get(address(certificate, "verify")).content.decode()


def test_a_replaced_certificate_still_shows_what_was_printed(client, issued, administrator):
    old = issued()
    before = download(client, old)
    reissue_certificate(old, by=administrator, reason="name", now=NOW)
    assert download(client, old) == before


def test_rendering_in_two_places_at_once_keeps_the_first_file(issued, monkeypatch):
    certificate = issued()
    first = ensure_pdf(certificate)
    unaware = type(certificate).objects.get(pk=certificate.pk)
    monkeypatch.setattr("certificates.services.files._store", lambda *a: (_ for _ in ()).throw(IntegrityError))
    with monkeypatch.context() as late:
        late.setattr("django.db.models.query.QuerySet.first", lambda self: None)
        assert ensure_pdf(unaware) == first
    assert CertificateFile.objects.count() == 1


@pytest.fixture
def unprintable(clock, issued, caplog):
    """A name with signs that no font of the design has; the outbox has tried."""
    caplog.set_level(logging.CRITICAL)
    certificate = issued("Mei", "张伟")
    drain_all()
    return certificate


def test_a_name_that_cannot_be_printed_fails_where_a_person_sees_it(unprintable):
    job = Job.objects.get(task="certificates.render")
    assert job.done_at is None
    assert job.last_error.startswith("MissingGlyphs")
    for sign in ("张", "伟", "U+5F20"):
        assert sign in job.last_error
    with pytest.raises(MissingGlyphs):
        ensure_pdf(unprintable)


def test_a_name_that_cannot_be_printed_stores_nothing(unprintable, settings):
    assert CertificateFile.objects.count() == 0
    folder = settings.STORAGES["private"]["OPTIONS"]["location"]
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_certificate_whose_pdf_cannot_be_made_is_valid_all_the_same(client, unprintable):
    page = client.get(address(unprintable, "verify"))
    assert (page.status_code, page.context["state"]) == (200, "issued")
    assert "Mei 张伟" in page.content.decode()
    assert len(mail.outbox) == 1, "the learner is told"


def test_the_download_of_a_pdf_that_cannot_be_made_says_so(client, unprintable):
    told = client.get(address(unprintable))
    assert told.status_code == 503
    html = told.content.decode()
    assert "<h1" in html
    assert address(unprintable, "verify") in html, "the page that proves it"
    assert "张" not in html
