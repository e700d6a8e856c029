"""The signature as other programs see it, and the key that makes it."""

from __future__ import annotations

import io
import stat
import time

import pikepdf
import pytest
from cryptography import x509

from certificates.keys import active_key, list_keys
from certificates.signing import seal_pdf, signer
from certificates.signing.identity import EMBEDDED, embedded_signer
from certificates.signing.verify import State, verify_pdf
from tests.certificates.rendering.pdfa import violations
from tests.certificates.tools import run
from tests.factories import NOW


def test_poppler_says_valid_and_the_whole_document_signed(signed, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = run("pdfsig", str(path))
    for words in ("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "SHA-256"):
        assert words in said


def test_the_signed_file_is_still_pdfa_and_clean(signed, tmp_path):
    assert violations(signed) == []
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))


def test_the_signed_file_is_small_enough_to_mail(signed):
    assert len(signed) <= 220_000


def test_no_change_is_allowed_to_the_signed_file(signed):
    with pikepdf.open(io.BytesIO(signed)) as document:
        seal = document.Root.Perms.DocMDP
        assert seal.Reference[0].TransformParams.P == 1
        assert document.Root.AcroForm.SigFlags == 3


def test_signing_leaves_the_drawn_file_as_it_was(signed, drawn):
    assert signed.startswith(drawn)


def test_the_key_is_rsa_of_3072_bits_with_a_certificate_for_signing_documents(keys_folder):
    (key,) = list_keys(EMBEDDED)
    certificate = x509.load_pem_x509_certificate((keys_folder / f"pades-{key.id}.crt").read_bytes())
    assert certificate.public_key().key_size == 3072
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_keys_are_for_the_site_alone(keys_folder):
    for path in keys_folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_is_parsed_once_a_process():
    assert signer() is signer()


def test_a_signature_takes_milliseconds(drawn):
    by = signer()
    start = time.process_time()
    for _ in range(5):
        seal_pdf(drawn, by)
    assert (time.process_time() - start) / 5 < 0.15  # parsed each time, it would be far more


def test_two_processes_that_make_the_certificate_at_once_share_it(keys_folder):
    key = active_key(EMBEDDED, now=NOW)
    before = signer().signing_cert.dump()
    embedded_signer.cache_clear()
    assert signer().signing_cert.dump() == before
    assert key.id == list_keys(EMBEDDED)[0].id


@pytest.mark.parametrize("times", [1, 2])
def test_every_signature_is_whole_by_itself(drawn, times):
    for _ in range(times):
        assert verify_pdf(seal_pdf(drawn, signer(), reason="Prueba")).state == State.WHOLE
