"""Who signs: the key that Amparo made for itself, or the institution's own, from files or a PKCS#11 token.

Setting AMPARO_SIGNING, a dictionary with one of these, else the key of certificates.keys is used:

    {"pkcs12": file, "password_file": file}
    {"key": PEM file, "certificate": PEM file, the signer's first, then its chain, "password_file": file}
    {"pkcs11": library, "token": label, "certificate_label": label, "password_file": file}

A password file holds the password alone; none is needed for a key that is not encrypted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs12
from django.conf import settings
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import keys
from certificates.keys.algorithms import key_id as key_id_of
from certificates.keys.register import adopt, load_private
from certificates.rendering.errors import RenderingFailed
from certificates.signing.certificate import certificate_of

EMBEDDED, OWN = "pades", "pades-own"  # the purposes under which the register of keys lists them


class SigningNotSetUp(RenderingFailed):
    """The institution's own key is named in the settings but cannot be used as it is: no file is made."""


class KeySigner(signers.Signer):  # type: ignore[misc]
    """A signer whose RSA key is parsed once: pyHanko's own reads it again for every signature."""

    def __init__(self, key: Any, chain: list[x509.Certificate]) -> None:
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < 3072:
            raise SigningNotSetUp("Certificates are signed with RSA, of 3072 bits or more.")
        certificates = [as_asn1(each) for each in chain]
        registry = SimpleCertificateStore()
        registry.register_multiple(certificates[1:])
        self.key = key
        super().__init__(signing_cert=certificates[0], cert_registry=registry, embed_roots=True)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self.key.key_size // 8)
        return bytes(self.key.sign(data, padding.PKCS1v15(), hashes.SHA256()))


def signer() -> signers.Signer:
    """Whose signature goes on a certificate now. Read and parsed once per process and key.

    Raises SigningNotSetUp, also for an institution's key that was declared compromised: another must be set.
    """
    own = getattr(settings, "AMPARO_SIGNING", None) or {}
    if own:
        found = own_signer(tuple(sorted(own.items())))
        refuse_unfit(found)
        if any(key.id == key_id(found) and key.compromised_from for key in keys.list_keys(OWN)):
            raise SigningNotSetUp("The key named in AMPARO_SIGNING was declared compromised: set another.")
        return found
    key = keys.active_key(EMBEDDED, now=datetime.now(UTC))
    return embedded_signer(key)


def refuse_unfit(of: signers.Signer) -> None:
    """Raise SigningNotSetUp unless the signer's certificate holds a strong RSA key and is valid today."""
    certificate = of.signing_cert
    if certificate is None or certificate.public_key.algorithm != "rsa" or certificate.public_key.bit_size < 3072:
        raise SigningNotSetUp("Certificates are signed with RSA, of 3072 bits or more.")
    start, end = certificate.not_valid_before, certificate.not_valid_after
    if not start <= datetime.now(UTC) <= end:
        said = f"The certificate named in AMPARO_SIGNING is valid from {start:%Y-%m-%d} to {end:%Y-%m-%d}: set another."
        raise SigningNotSetUp(said)


def key_id(of: signers.Signer) -> str:
    """The signing key's name in the register of keys."""
    return key_id_of(public_key(of))


def public_key(of: signers.Signer) -> bytes:
    """The signer's public key, as SubjectPublicKeyInfo in DER."""
    if of.signing_cert is None:
        raise SigningNotSetUp("The signer has no certificate.")
    return bytes(of.signing_cert.public_key.dump())


@lru_cache(maxsize=4)
def embedded_signer(key: keys.Key) -> KeySigner:
    private = load_private(key)
    return KeySigner(private, [certificate_of(key, private)])


@lru_cache(maxsize=4)
def own_signer(own: tuple[tuple[str, str], ...]) -> signers.Signer:
    """The institution's signer, its public key entered in the register so that it is known for ever."""
    given = dict(own)
    read = next((reader for kind, reader in READERS.items() if kind in given), None)
    if read is None:
        raise SigningNotSetUp(f"AMPARO_SIGNING names none of {', '.join(READERS)}.")
    try:
        found = read(given, password(given))
    except SigningNotSetUp:
        raise
    except Exception as error:  # the libraries and the token's maker have errors of their own for whatever is wrong
        raise SigningNotSetUp(
            f"The key named in AMPARO_SIGNING cannot be used: {str(error) or type(error).__name__}"
        ) from error
    adopt(OWN, public_key(found), now=datetime.now(UTC))
    return found


def from_pkcs12(given: dict[str, str], secret: bytes | None) -> signers.Signer:
    key, certificate, others = pkcs12.load_key_and_certificates(Path(given["pkcs12"]).read_bytes(), secret)
    if key is None or certificate is None:
        raise SigningNotSetUp("The PKCS#12 file must hold a key and its certificate.")
    return KeySigner(key, [certificate, *others])


def from_pem(given: dict[str, str], secret: bytes | None) -> signers.Signer:
    key = load_pem_private_key(Path(given["key"]).read_bytes(), secret)
    chain = x509.load_pem_x509_certificates(Path(given["certificate"]).read_bytes())
    if chain[0].public_key() != key.public_key():
        raise SigningNotSetUp("The first certificate does not belong to the key.")
    return KeySigner(key, chain)


def from_pkcs11(given: dict[str, str], secret: bytes | None) -> signers.Signer:
    """A token's key never leaves it; needs the package python-pkcs11."""
    try:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise SigningNotSetUp("Install python-pkcs11 to sign with a token.") from error
    pin = secret.decode() if secret else None
    session = open_pkcs11_session(given["pkcs11"], token_criteria=TokenCriteria(label=given["token"]), user_pin=pin)
    return PKCS11Signer(session, cert_label=given["certificate_label"])


READERS: dict[str, Callable[[dict[str, str], bytes | None], signers.Signer]] = {
    "pkcs12": from_pkcs12,
    "key": from_pem,
    "pkcs11": from_pkcs11,
}


def password(given: dict[str, str]) -> bytes | None:
    path = given.get("password_file")
    return Path(path).read_bytes().strip() if path else None


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
