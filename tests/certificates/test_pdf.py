"""The PDF: rendered once, kept byte for byte, and its QR leads to the page that proves it."""

import hashlib
import io
import json
import logging
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from certificates import keys, tasks  # noqa: F401 registers them for the drain
from certificates.badges.making import ensure_badge
from certificates.domain.codes import grouped
from certificates.models import CertificateFile
from certificates.rendering import MissingGlyphs
from certificates.services import (
    Erased,
    ensure_pdf,
    erase_learner,
    files,
    reissue_certificate,
    revoke_certificate,
    sign_head,
)
from certificates.services.files import verify_url
from certificates.signing import State, verify_pdf
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
    revoke_certificate(certificate, by=administrator, reason="error", note="typing error", now=NOW)
    assert client.get(address(certificate)).status_code == 404
    assert address(certificate) not in client.get(address(certificate, "verify")).content.decode()


def test_a_replaced_certificate_still_shows_what_was_printed(client, issued, administrator):
    old = issued()
    before = download(client, old)
    reissue_certificate(old, by=administrator, reason="name", now=NOW)
    assert download(client, old) == before


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.pdf") if path.is_file()]


def test_rendering_in_two_places_at_once_keeps_the_first_file(issued, monkeypatch, tmp_path):
    certificate = issued()
    first = ensure_pdf(certificate)
    stored, looks = files.stored_pdf, iter([1])  # the second one's first look is from before
    monkeypatch.setattr(files, "stored_pdf", lambda each: None if next(looks, 0) else stored(each))
    assert ensure_pdf(certificate) == first
    assert CertificateFile.objects.count() == 1
    assert kept_files(tmp_path) == [Path(first.file.path)]


def test_a_file_without_a_row_is_not_left_behind(issued, monkeypatch, tmp_path):
    certificate = issued()
    with monkeypatch.context() as failing:
        failing.setattr(CertificateFile, "save", lambda *a, **k: (_ for _ in ()).throw(IntegrityError))
        with pytest.raises(IntegrityError):
            ensure_pdf(certificate)
    assert kept_files(tmp_path) == []


def test_what_a_killed_worker_left_is_replaced(issued, tmp_path):
    certificate = issued()
    left = ensure_pdf(certificate)
    folder = Path(left.file.path).parent
    other = issued()
    (folder / f"{other.serial}.pdf").write_bytes(b"%PDF half")
    kept = ensure_pdf(other)
    assert sorted(kept_files(tmp_path)) == sorted([Path(left.file.path), Path(kept.file.path)])
    assert Path(kept.file.path).read_bytes().endswith(b"%%EOF\n")


def test_who_is_erased_while_the_pdf_is_made_gets_none(client, issued, administrator, monkeypatch, tmp_path):
    certificate = issued()
    make = files._signed

    def erased_meanwhile(each):
        erase_learner(each.enrolment.learner, by=administrator, now=NOW)
        return make(each)

    monkeypatch.setattr(files, "_signed", erased_meanwhile)
    assert client.get(address(certificate)).status_code == 404
    with pytest.raises(Erased):
        ensure_pdf(certificate)
    assert certificate.files.count() == 0
    assert kept_files(tmp_path) == []


def test_the_record_names_the_keys_that_signed_pdf_and_badge(issued):
    certificate = issued()
    assert certificate.key_ids == []
    ensure_pdf(certificate)
    certificate.refresh_from_db()
    assert certificate.key_ids == [key.id for key in keys.list_keys("pades")]
    ensure_badge(certificate, now=NOW)
    certificate.refresh_from_db()
    signed = {key.id for purpose in ("pades", "badge", "badge-jwt") for key in keys.list_keys(purpose)}
    assert set(certificate.key_ids) == signed
    assert len(signed) == 3


def test_the_file_carries_the_last_signed_head_of_the_log(client, issued):
    first, second = issued(), issued()
    assert "/LogHead" not in PdfReader(io.BytesIO(download(client, first))).metadata, "none was signed yet"
    head = sign_head(now=NOW)
    pdf = download(client, second)
    text, _space, signature = PdfReader(io.BytesIO(pdf)).metadata["/LogHead"].rpartition(" ")
    assert json.loads(text)["root"] == head.root_hex
    assert keys.verify(head.key_id, text.encode(), bytes.fromhex(signature), at=head.at)
    assert verify_pdf(pdf).state == State.WHOLE


@pytest.fixture
def unprintable(clock, issued, caplog):
    """A name with signs that no font of the design has; the outbox has tried."""
    caplog.set_level(logging.CRITICAL)
    certificate = issued("Mei", "አበ")
    drain_all()
    return certificate


def test_a_name_that_cannot_be_printed_fails_where_a_person_sees_it(unprintable):
    job = Job.objects.get(task="certificates.render")
    assert job.done_at is None
    assert job.last_error.startswith("MissingGlyphs")
    for sign in ("አ", "በ", "U+12A0"):
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
    assert "Mei አበ" in page.content.decode()
    assert len(mail.outbox) == 1, "the learner is told"


def test_the_download_of_a_pdf_that_cannot_be_made_says_so(client, unprintable):
    told = client.get(address(unprintable))
    assert told.status_code == 503
    html = told.content.decode()
    assert "<h1" in html
    assert address(unprintable, "verify") in html, "the page that proves it"
    assert "አ" not in html
