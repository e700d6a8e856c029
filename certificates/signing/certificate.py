"""The self-signed certificate of Amparo's own key: made once, kept beside the key, public."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings

from certificates.keys import Key

VALID_FOR = timedelta(days=20 * 365)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


def certificate_of(key: Key, private: Any) -> x509.Certificate:
    """The key's certificate; of two processes that make it at once, both get the first one's."""
    path = Path(settings.AMPARO_KEYS_DIR) / f"{key.purpose}-{key.id}.crt"
    if not path.exists():
        keep_first(path, self_signed(key, private).public_bytes(Encoding.PEM))
    return x509.load_pem_x509_certificate(path.read_bytes())


def self_signed(key: Key, private: Any) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.AMPARO_ISSUER_NAME[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, settings.AMPARO_ISSUER_NAME[:64]),
        ]
    )
    start = datetime.fromisoformat(key.created_at)
    builder = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(start - timedelta(hours=1))  # readers' clocks differ
        .not_valid_after(start + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    return builder.sign(private, hashes.SHA256())


def usage() -> x509.KeyUsage:
    signing = {"digital_signature": True, "content_commitment": True}
    never = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only")
    return x509.KeyUsage(**signing, **dict.fromkeys(never, False), decipher_only=False)


def keep_first(path: Path, content: bytes) -> None:
    """Write the file whole; one that is there already stays."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".making") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
