"""How keys and signatures are written in credentials."""

import base64

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # the multicodec of an Ed25519 public key


def base58(data: bytes) -> str:
    """Base 58 as Bitcoin writes it; a leading zero byte becomes a 1."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str) -> bytes:
    """The bytes again. Raises ValueError for a sign that is none of the alphabet's."""
    number = 0
    for sign in text:
        number = number * 58 + _ALPHABET.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(data: bytes) -> str:
    """Base 64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def multikey(der: bytes) -> str:
    """An Ed25519 public key (SubjectPublicKeyInfo) as a Multikey: base 58, marked with z."""
    return "z" + base58(_ED25519 + der[-32:])


def p256_jwk(der: bytes) -> dict[str, str]:
    """A P-256 public key (SubjectPublicKeyInfo, point not compressed) as a JSON Web Key."""
    return {"kty": "EC", "crv": "P-256", "x": base64url(der[-64:-32]), "y": base64url(der[-32:])}
