"""“Drop a PDF here”: the original is recognised, whatever else is refused in words of its own, nothing is kept."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfWriter

from certificates import keys
from certificates.domain.codes import grouped
from certificates.judging import LARGEST, Outcome
from certificates.models import CertificateFile
from certificates.rendering import render_certificate
from certificates.services import ensure_pdf, erase_learner, reissue_certificate, revoke_certificate, share_certificate
from certificates.services.files import _printed, read_picture, signed_pdf
from certificates.verdicts import VERDICTS
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


def stored(certificate) -> bytes:
    return bytes(ensure_pdf(certificate).file.read())


def flipped(pdf: bytes) -> bytes:
    at = len(pdf) // 3
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def saved_anew(pdf: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(made)
    return made.getvalue()


def edited_on_top(pdf: bytes) -> bytes:
    made = io.BytesIO()
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_metadata({"/Subject": "changed"})
    writer.write(made)
    assert made.getvalue().startswith(pdf)
    return made.getvalue()


def drawn_with(certificate, **said: str) -> bytes:
    """A forgery as good as our own renderer makes it, without signature."""
    design = certificate.template_version.design
    return render_certificate({**_printed(certificate), **said}, design, read_picture)


def somebody_elses_pdf(**properties: str) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in properties.items():
            document.docinfo[f"/{key}"] = value
        document.save(made)
    return made.getvalue()


def send(client, data: bytes | None, language: str = "es", **fields: str):
    with translation.override(language):
        where = reverse("certificates:check_file")
    files = {} if data is None else {"file": SimpleUploadedFile("c.pdf", data, "application/pdf")}
    return client.post(where, {**fields, **files})


def outcome(client, data: bytes | None) -> str:
    return send(client, data).context["judgement"].outcome


def test_the_original_is_recognised_and_the_page_shows_what_it_says(client, issued):
    certificate = issued()
    answer = send(client, stored(certificate), "en")
    html = answer.content.decode()
    assert answer.context["judgement"].outcome == Outcome.ORIGINAL
    assert answer["Cache-Control"] == "no-store"
    for text in ("This file is the original", "This certificate is valid", certificate.snapshot["name"]):
        assert text in html


CHANGES = {
    Outcome.DAMAGED: flipped,
    Outcome.APPENDED: lambda pdf: pdf + b"\n% something",
    Outcome.RESAVED: saved_anew,
    Outcome.EDITED: edited_on_top,
}


@pytest.mark.parametrize("expected", CHANGES)
def test_a_changed_file_is_refused_in_words_of_its_own_and_leads_to_the_register(client, issued, expected):
    certificate = issued()
    answer = send(client, CHANGES[expected](stored(certificate)))
    assert answer.context["judgement"].outcome == expected
    html = answer.content.decode()
    assert certificate.snapshot["name"] not in html, "a file that is not the original vouches for nothing"
    if expected != Outcome.DAMAGED:
        with translation.override("es"):
            assert reverse("certificates:verify", args=[certificate.code]) in html


def test_another_name_in_a_perfect_forgery_is_found_by_reading_it(client, issued):
    certificate = issued()
    ensure_pdf(certificate)
    assert outcome(client, drawn_with(certificate, name="Óscar Peralta")) == Outcome.RENAMED


def test_another_course_in_a_perfect_forgery_is_found_by_reading_it(client, issued):
    certificate = issued()
    ensure_pdf(certificate)
    assert outcome(client, drawn_with(certificate, course_title="Doctorado en derecho")) == Outcome.REWORDED


def test_a_file_signed_by_us_that_was_never_stored_is_an_open_question(client, issued):
    certificate = issued()
    ensure_pdf(certificate)
    assert outcome(client, signed_pdf(certificate)) == Outcome.UNREGISTERED


def test_a_file_signed_with_a_compromised_key_is_refused_and_the_stored_one_is_not(client, issued):
    certificate = issued()
    original, forged = stored(certificate), signed_pdf(certificate)
    keys.compromise(keys.list_keys("pades")[-1].id, since=timezone.now() - timedelta(days=1))
    assert outcome(client, forged) == Outcome.COMPROMISED
    assert outcome(client, original) == Outcome.ORIGINAL


def test_a_file_signed_by_somebody_else_is_refused(client, settings, tmp_path, issued):
    certificate = issued()
    forged = signed_pdf(certificate)
    settings.AMPARO_KEYS_DIR = tmp_path
    assert outcome(client, forged) == Outcome.UNKNOWN_KEY


def test_files_that_have_nothing_to_do_with_us_are_told_apart(client, db):
    assert outcome(client, somebody_elses_pdf()) == Outcome.NOT_OURS
    assert outcome(client, b"PK\x03\x04 a document") == Outcome.NO_PDF
    assert outcome(client, None) == Outcome.MISSING
    assert outcome(client, b"x" * (LARGEST + 1)) == Outcome.TOO_LARGE


def test_a_file_that_states_a_code_nobody_has_is_told_so(client, db):
    answer = send(client, somebody_elses_pdf(Keywords="AMP-2026-000001, 7K2M-94QX-3F9C-02HN"), "en")
    assert answer.context["judgement"].outcome == Outcome.RESAVED
    assert "The register knows no such code" in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_a_page_in_every_language(client, monkeypatch, language):
    titles = set()
    for one in Outcome:
        if one == Outcome.ORIGINAL:
            continue  # has a register's entry to show: tested above
        monkeypatch.setattr("certificates.views.dropping._judged", lambda request, one=one: judge_as(one))
        html = send(client, None, language).content.decode()
        titles.add(re.search(r'<h1 class="h2" id="v">(.+?)</h1>', html)[1])
        assert '<meta name="robots" content="noindex">' in html
    assert len(titles) == len(Outcome) - 1
    assert set(VERDICTS) == set(Outcome)


def judge_as(one: Outcome):
    from certificates.judging import Judgement

    return Judgement(one)


def test_a_revoked_original_is_genuine_out_of_force_and_nameless(client, issued, administrator):
    certificate = issued()
    pdf = stored(certificate)
    revoke_certificate(certificate, by=administrator, reason="conduct", note="x", now=NOW)
    html = send(client, pdf, "en").content.decode()
    assert "This certificate was revoked" in html
    assert "The file is genuine, and no longer in force" in html
    assert "Chávez" not in html


def test_a_replaced_original_says_so(client, issued, administrator):
    certificate = issued()
    pdf = stored(certificate)
    reissue_certificate(certificate, by=administrator, reason="name", now=NOW)
    assert "This certificate was replaced" in send(client, pdf, "en").content.decode()


def test_the_file_of_somebody_erased_is_unknown_to_the_register(client, issued, administrator):
    certificate = issued()
    pdf = stored(certificate)
    erase_learner(certificate.enrolment.learner, by=administrator, now=NOW)
    answer = send(client, pdf)
    assert answer.context["judgement"].outcome == Outcome.UNREGISTERED
    assert "Chávez" not in answer.content.decode()


def test_who_holds_the_file_may_read_a_certificate_that_the_holder_does_not_show(client, issued):
    certificate = issued()
    pdf = stored(certificate)
    share_certificate(certificate, is_public=False)
    assert "Chávez" in send(client, pdf).content.decode()


def test_a_forgery_learns_nothing_of_a_certificate_that_the_holder_does_not_show(client, issued):
    certificate = issued()
    ensure_pdf(certificate)
    share_certificate(certificate, is_public=False)
    for name in ("Óscar Peralta", certificate.snapshot["name"]):
        assert outcome(client, drawn_with(certificate, name=name)) == Outcome.RESAVED


def test_a_file_dropped_on_another_certificates_page_is_said_to_be_another_one(client, issued):
    mine, other = issued(), issued()
    pdf = stored(mine)
    assert send(client, pdf, code=other.code).context["is_other"]
    assert not send(client, pdf, code=grouped(mine.code)).context["is_other"]
    assert not send(client, pdf).context["is_other"]


def test_nothing_of_the_file_is_kept(client, issued, tmp_path, settings):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(uploads)
    certificate = issued()
    pdf = stored(certificate)
    before = CertificateFile.objects.count()
    for data in (pdf, saved_anew(pdf), b"%PDF-" + b"x" * (LARGEST - 5)):
        send(client, data)
    assert list(uploads.iterdir()) == []
    assert CertificateFile.objects.count() == before


def test_who_checks_too_many_files_has_to_wait(settings, client, db):
    settings.ACCOUNT_RATE_LIMITS = {"check_certificate_file": "2/m/ip"}
    assert [send(client, b"x").status_code for _n in range(3)] == [200, 200, 429]


def test_the_form_needs_neither_account_nor_script_nor_cookie(db, issued):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    for path in ("/en/certificates/check/", f"/en/certificates/{issued().code}/"):
        html = strict.get(path).content.decode()
        form = html.split("data-drop")[0].rsplit("<form", 1)[1]
        assert 'method="post"' in form
        assert 'enctype="multipart/form-data"' in form
    assert send(strict, b"x").status_code == 200


def test_who_comes_to_the_address_of_the_form_finds_it(client, db):
    assert client.get("/en/certificates/check/file/")["Location"] == "/en/certificates/check/"
