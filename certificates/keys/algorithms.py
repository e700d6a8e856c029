"""What a key of each purpose is made of. The library is loaded where a key is really used: it is slow to load."""

import hashlib
from typing import Any

PURPOSES = {
    "log": "Ed25519",
    "badge": "Ed25519",
    "badge-jwt": "P-256",  # ES256: what every reader of a JWT knows
    "pades": "RSA-3072",  # PDF readers do not know Ed25519
}


def generate(purpose: str) -> Any:
    """A new private key for a purpose. Raises KeyError for a purpose nobody knows."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if PURPOSES[purpose] == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if PURPOSES[purpose] == "P-256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def to_pem(private: Any) -> bytes:
    """PKCS#8, not encrypted: the file's mode protects it."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def from_pem(pem: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(pem, password=None)


def public_der(private: Any) -> bytes:
    """The public part as SubjectPublicKeyInfo."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def key_id(der: bytes) -> str:
    """A key's name: the first half of its public part's SHA-256, in hexadecimal."""
    return hashlib.sha256(der).hexdigest()[:32]


def is_ed25519_signature(der: bytes, signature: bytes, data: bytes) -> bool:
    """Whether an Ed25519 key made the signature; False for a key of another kind too."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    public = load_der_public_key(der)
    if not isinstance(public, Ed25519PublicKey):
        return False
    try:
        public.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def es256(private: Any, data: bytes) -> bytes:
    """ECDSA on P-256 with SHA-256 as JOSE writes it: r and s, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
