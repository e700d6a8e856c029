"""An institution's own key, from files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.urls import reverse
from django.utils import translation

from certificates import keys
from certificates.services import ensure_pdf
from certificates.signing import SigningNotSetUp, State, seal_pdf, signer, verify_pdf
from certificates.signing.identity import key_id, own_signer

SECRET = b"a long secret"


@pytest.fixture(scope="module")
def private():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def issued_to(name, public, issuer, by, *, days=900):
    naming = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])  # noqa: E731
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(naming(issuer), naming(name), public, x509.random_serial_number())
    return (
        builder.not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .sign(by, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def chain(private):
    root = ec.generate_private_key(ec.SECP256R1())
    return [
        issued_to("Registro", private.public_key(), "Root", root),
        issued_to("Root", root.public_key(), "Root", root),
    ]


@pytest.fixture
def password_file(tmp_path):
    path = tmp_path / "password"
    path.write_bytes(SECRET + b"\n")
    return str(path)


@pytest.fixture
def as_pkcs12(tmp_path, private, chain, password_file):
    path = tmp_path / "own.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"own", private, chain[0], chain[1:], BestAvailableEncryption(SECRET))
    )
    return {"pkcs12": str(path), "password_file": password_file}


@pytest.fixture
def as_pem(tmp_path, private, chain):
    key, certificate = tmp_path / "own.pem", tmp_path / "own.crt"
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in chain))
    return {"key": str(key), "certificate": str(certificate)}


@pytest.mark.parametrize("kind", ["as_pkcs12", "as_pem"])
def test_an_institutions_own_key_signs_and_is_known(request, settings, drawn, kind):
    settings.AMPARO_SIGNING = request.getfixturevalue(kind)
    own_signer.cache_clear()
    document = seal_pdf(drawn, signer())
    verdict = verify_pdf(document)
    assert (verdict.state, verdict.key_id) == (State.WHOLE, key_id(signer()))
    assert b"Registro".hex().encode() in document.lower()


def test_an_own_key_in_other_hands_signs_no_more(settings, drawn, as_pem):
    settings.AMPARO_SIGNING = as_pem
    own_signer.cache_clear()
    keys.compromise(key_id(signer()), since=datetime.now(UTC))
    with pytest.raises(SigningNotSetUp, match="compromised"):
        signer()
    settings.AMPARO_SIGNING = {}
    assert verify_pdf(seal_pdf(drawn, signer())).state == State.WHOLE


def test_its_files_stay_known_after_a_return_to_the_embedded_key(settings, drawn, as_pem):
    settings.AMPARO_SIGNING = as_pem
    own_signer.cache_clear()
    document = seal_pdf(drawn, signer())
    settings.AMPARO_SIGNING = {}
    assert verify_pdf(document).state == State.WHOLE


@pytest.mark.parametrize(
    "change",
    [{"key": "/nowhere"}, {"certificate": "/nowhere"}, {"key": __file__}, {"pkcs12": __file__}],
)
def test_a_key_that_cannot_be_used_says_so(settings, as_pem, change):
    settings.AMPARO_SIGNING = as_pem | change
    with pytest.raises(SigningNotSetUp):
        signer()


def test_a_wrong_password_says_so(settings, as_pkcs12, tmp_path):
    (tmp_path / "password").write_bytes(b"guess")
    settings.AMPARO_SIGNING = as_pkcs12
    own_signer.cache_clear()
    with pytest.raises(SigningNotSetUp):
        signer()


def test_a_setting_that_names_no_key_says_so(settings):
    settings.AMPARO_SIGNING = {"token": "x"}
    with pytest.raises(SigningNotSetUp, match="names none"):
        signer()


def test_a_weak_key_is_refused(settings, tmp_path, chain):
    weak = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = issued_to("Weak", weak.public_key(), "Weak", weak)
    (tmp_path / "weak.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"w", weak, certificate, None, NoEncryption())
    )
    settings.AMPARO_SIGNING = {"pkcs12": str(tmp_path / "weak.p12")}
    with pytest.raises(SigningNotSetUp, match="3072"):
        signer()


def test_an_encrypted_key_without_its_password_says_so(settings, tmp_path, private, chain, as_pem):
    locked = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(SECRET))
    (tmp_path / "own.pem").write_bytes(locked)
    settings.AMPARO_SIGNING = as_pem
    own_signer.cache_clear()
    with pytest.raises(SigningNotSetUp, match="assword"):
        signer()


def test_a_certificate_that_has_ended_signs_no_more(settings, tmp_path, private, as_pem):
    ended = issued_to("Registro", private.public_key(), "Registro", private, days=-1)
    (tmp_path / "own.crt").write_bytes(ended.public_bytes(Encoding.PEM))
    settings.AMPARO_SIGNING = as_pem
    own_signer.cache_clear()
    with pytest.raises(SigningNotSetUp, match="valid from"):
        signer()


def test_a_signer_that_fails_is_asked_anew_next_time(settings, drawn, as_pem, monkeypatch):
    settings.AMPARO_SIGNING = as_pem
    own_signer.cache_clear()

    async def gone(*_args, **_kwargs):
        raise RuntimeError("token not present")

    by = signer()
    by.async_sign_raw = gone
    with pytest.raises(SigningNotSetUp, match="token not present"):
        seal_pdf(drawn, by)
    assert verify_pdf(seal_pdf(drawn, signer())).state == State.WHOLE


@pytest.mark.django_db
def test_with_a_key_that_cannot_be_used_the_download_says_that_the_file_is_not_ready(client, settings, issued):
    certificate = issued()
    settings.AMPARO_SIGNING = {"pkcs12": "/nowhere"}
    with translation.override("en"):
        told = client.get(reverse("certificates:pdf", args=[certificate.code]))
    assert told.status_code == 503
    assert "The PDF is not ready" in told.content.decode()
    assert certificate.files.count() == 0
    settings.AMPARO_SIGNING = {}
    assert ensure_pdf(certificate).size
